import { useLocation, useRouter } from '@tanstack/react-router'

/** The filters, sort and search of a page, kept in the address so that a link shows the same. */
export type Address = {
  /** Everything after `?`, as text; absent is undefined. */
  readonly all: Readonly<Record<string, string>>
  get: (name: string) => string | undefined
  /** Changes some; undefined or '' takes one away. `push` makes a step to go back to. */
  change: (
    changes: Readonly<Record<string, string | undefined>>,
    options?: { push?: boolean },
  ) => void
  /** Replaces all (a saved view). */
  replace: (all: Readonly<Record<string, string>>) => void
}

/** The address of the page on the screen. */
export function useAddress(): Address {
  const router = useRouter()
  const { pathname, searchStr } = useLocation()
  const all: Record<string, string> = Object.fromEntries(new URLSearchParams(searchStr))
  const go = (next: Readonly<Record<string, string>>, push: boolean) => {
    const text = new URLSearchParams(next).toString()
    const to = text === '' ? pathname : `${pathname}?${text}`
    if (push) router.history.push(to)
    else router.history.replace(to)
  }
  return {
    all,
    get: (name) => all[name],
    change: (changes, { push = false } = {}) => {
      const merged: Record<string, string> = { ...all }
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined || value === '') delete merged[name]
        else merged[name] = value
      }
      go(merged, push)
    },
    replace: (next) => go(next, true),
  }
}
