import { useEffect, useRef, useSyncExternalStore } from 'react'

/** A key and what it does. `key` as `KeyboardEvent.key`, with `mod+` for Ctrl or Command. */
export type Key = { key: string; says: string; run: () => void; inFields?: boolean }

export type Listing = { key: string; says: string }

let active: readonly Listing[] = []
const listeners = new Set<() => void>()

function change(next: readonly Listing[]) {
  active = next
  for (const tell of listeners) tell()
}

function inField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}

/** Keys that should go to the thing that has the focus, e.g. Enter on a button. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' && event.key !== ' ') return false
  return (
    event.target instanceof HTMLElement && event.target.closest('button,a,[role="tab"]') !== null
  )
}

/** Binds keys while the component is on the screen; the innermost binding of a key wins. They are listed on `?`. */
export function useKeys(keys: readonly Key[]): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  const listed = keys.map((key) => `${key.key}\t${key.says}`).join('\n')
  useEffect(() => {
    const mine = listed === '' ? [] : listed.split('\n').map(listing)
    change([...mine, ...active])
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.isComposing || isTaken(event)) return
      const mod = event.ctrlKey || event.metaKey
      const name = mod ? `mod+${event.key.toLowerCase()}` : event.key
      const hit = latest.current.find((key) => key.key === name)
      if (!hit || (inField(event.target) && !hit.inFields)) return
      event.preventDefault()
      hit.run()
    }
    window.addEventListener('keydown', press)
    return () => {
      window.removeEventListener('keydown', press)
      change(active.filter((key) => !mine.includes(key)))
    }
  }, [listed])
}

function listing(line: string): Listing {
  const [key = '', says = ''] = line.split('\t')
  return { key, says }
}

/** The keys that work now, for the help. */
export function useActiveKeys(): readonly Listing[] {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => active,
  )
}
