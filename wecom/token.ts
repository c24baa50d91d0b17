import type { Answer } from './answer.ts'

export type Token = { token: string; expiresAt: Date }

/** Where access tokens are kept. Processes that share a store share the token: WeCom limits how often it may be asked. */
export type TokenStore = {
  /** The token under this key, also an expired one. */
  read(key: string): Promise<Token | null>
  /** Puts a new token in the place of the old one; however many ask at once, `fetchNew` runs once. */
  refresh(key: string, fetchNew: () => Promise<Answer<Token>>): Promise<Answer<Token>>
}

/** A store for one process: tests, and asking once before anything is stored. */
export function tokensInMemory(): TokenStore {
  const held = new Map<string, Token>()
  const running = new Map<string, Promise<Answer<Token>>>()
  return {
    read: async (key) => held.get(key) ?? null,
    refresh(key, fetchNew) {
      const known = running.get(key)
      if (known) return known
      const asking = fetchNew()
        .then((answer) => {
          if (answer.ok) held.set(key, answer.value)
          return answer
        })
        .finally(() => running.delete(key))
      running.set(key, asking)
      return asking
    },
  }
}
