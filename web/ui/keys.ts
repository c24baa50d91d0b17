import { useEffect, useRef, useSyncExternalStore } from 'react'

/** A key and what it does. `key` as `KeyboardEvent.key`, with `mod+` for Ctrl or Command. */
export type Key = { key: string; says: string; run: () => void; inFields?: boolean }

export type Listing = { key: string; says: string }

/** What a component on the screen has bound. The frame around the pages is outer: a page's own keys go before. */
type Binding = {
  keys: { readonly current: readonly Key[] }
  listed: readonly Listing[]
  isOuter: boolean
}

let bindings: readonly Binding[] = []
let active: readonly Listing[] = []
const listeners = new Set<() => void>()

/** The newest first, the frame's last. */
function change(next: readonly Binding[]) {
  bindings = next.toSorted((a, b) => Number(a.isOuter) - Number(b.isOuter))
  active = bindings.flatMap(({ listed }) => listed)
  for (const tell of listeners) tell()
}

function press(event: KeyboardEvent) {
  if (event.defaultPrevented || event.altKey || event.isComposing || isTaken(event)) return
  const mod = event.ctrlKey || event.metaKey
  const name = mod ? `mod+${event.key.toLowerCase()}` : event.key
  const hit = bindings.flatMap(({ keys }) => keys.current).find((key) => key.key === name)
  if (!hit || (inField(event.target) && !hit.inFields)) return
  event.preventDefault()
  hit.run()
}

window.addEventListener('keydown', press)

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

/**
 * Binds keys while the component is on the screen; of two that bind the same, the newer wins, and any wins over an
 * outer one. They are listed on `?`.
 */
export function useKeys(
  keys: readonly Key[],
  { isOuter = false }: { isOuter?: boolean } = {},
): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  const lines = keys.map((key) => `${key.key}\t${key.says}`).join('\n')
  useEffect(() => {
    const listed = lines === '' ? [] : lines.split('\n').map(listing)
    const mine: Binding = { keys: latest, listed, isOuter }
    change([mine, ...bindings])
    return () => change(bindings.filter((one) => one !== mine))
  }, [lines, isOuter])
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
