/** Wall-clock times of a zone and instants, for pickers that know the device's zone only. */

const SHAPE = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
} as const

/** The wall clock of a zone at an instant, as `2026-11-24T14:05:00`. */
export function wallClock(at: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', { ...SHAPE, timeZone }).formatToParts(new Date(at))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '00'
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}`
}

/**
 * The instant at which the wall clock of a zone shows `wall` (`2026-11-24T14:05:00`). Two corrections suffice, since
 * an offset changes at most once around it; a time that a change of the clock leaves out becomes the one after the gap.
 */
export function instantOf(wall: string, timeZone: string): string {
  const wanted = Date.parse(`${wall}Z`)
  let guess = wanted
  for (let turn = 0; turn < 2; turn += 1) {
    const shown = Date.parse(`${wallClock(new Date(guess).toISOString(), timeZone)}Z`)
    guess += wanted - shown
  }
  return new Date(guess).toISOString()
}
