import { pause } from './machine.ts'

/** Tells who looks at a page that something changed, so that nobody has to ask over and over. */
export type Changes = {
  version(): number
  happened(): void
  /** Waits until the version is another than this one, at most so long. */
  since(version: number, waitMs: number): Promise<void>
}

/** Many changes within this time are told as one. */
const TOGETHER_MS = 60

export function createChanges(): Changes {
  let version = 1
  let waiting: (() => void)[] = []
  let isTelling = false
  const tell = () => {
    isTelling = false
    const told = waiting
    waiting = []
    for (const go of told) go()
  }
  return {
    version: () => version,
    happened() {
      version += 1
      if (isTelling || waiting.length === 0) return
      isTelling = true
      void pause(TOGETHER_MS).then(tell)
    },
    since(known, waitMs) {
      if (known !== version) return Promise.resolve()
      return Promise.race([new Promise<void>((go) => waiting.push(go)), pause(waitMs)])
    },
  }
}
