import fc from 'fast-check'
import { expect, test } from 'vitest'
import { closingOf } from './closing.ts'
import { quietFrom, quietUntil } from './quiet-hours.ts'

/** What a clock on the wall of the zone shows, as minutes of the day: told by another source than the code under test. */
function minutesOf(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  return part('hour') * 60 + part('minute')
}

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

function isQuiet(at: Date, zone: string, { from, to }: { from: string; to: string }): boolean {
  const now = minutesOf(at, zone)
  const [start, end] = [minutes(from), minutes(to)]
  return start < end ? now >= start && now < end : now >= start || now < end
}

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
const quietHours = fc.record({ from: time, to: time }).filter(({ from, to }) => from !== to)

const zones = Intl.supportedValuesOf('timeZone')
/** Instants near the changes of clocks, from both hemispheres, beside any other ones. */
const instants = fc.oneof(
  fc.date({
    min: new Date('2024-01-01T00:00:00Z'),
    max: new Date('2028-01-01T00:00:00Z'),
    noInvalidDate: true,
  }),
  fc
    .tuple(
      fc.constantFrom(
        '2026-03-08',
        '2026-03-29',
        '2026-04-05',
        '2026-10-04',
        '2026-10-25',
        '2026-11-01',
      ),
      fc.integer({ min: -36 * 60, max: 36 * 60 }),
    )
    .map(([day, offset]) => new Date(Date.parse(`${day}T00:00:00Z`) + offset * 60_000)),
)

test('in every zone and at every change of clocks: what waited for quiet hours to end leaves outside of them (I-6)', {
  timeout: 120_000,
}, () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      instants,
      quietHours,
      fc.integer({ min: 0, max: 72 * 60 }),
      (zone, at, quiet, delayMinutes) => {
        const ready = new Date(at.getTime() + delayMinutes * 60_000)
        const until = quietUntil(ready, zone, quiet)
        if (!until) {
          expect(isQuiet(ready, zone, quiet)).toBe(false)
          return
        }
        expect(until > ready).toBe(true)
        // A waking hour that the change of clocks swallows joins two days' quiet.
        expect(until.getTime() - ready.getTime()).toBeLessThanOrEqual(49.5 * 3_600_000)
        // Where a boundary comes twice the quiet is the longer one, and no second spell follows at once.
        expect(quietUntil(until, zone, quiet)).toBe(null)
        expect(isQuiet(until, zone, quiet)).toBe(false)
      },
    ),
    { numRuns: 3_000 },
  )
})

test('a task is closed before the quiet of its customer begins, and before their day ends (I-6)', {
  timeout: 120_000,
}, () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), instants, quietHours, (zone, at, quiet) => {
      fc.pre(quietUntil(at, zone, quiet) === null)
      const notAfter = new Date(at.getTime() + 72 * 3_600_000)
      const closing = closingOf(at, zone, notAfter, quiet)
      if ('waitUntil' in closing) {
        expect(quietUntil(closing.waitUntil, zone, quiet)).toBe(null)
        return
      }
      const { closesAt } = closing
      expect(closesAt > at).toBe(true)
      for (let t = at.getTime(); t <= closesAt.getTime(); t += 5 * 60_000)
        expect(isQuiet(new Date(t), zone, quiet)).toBe(false)
      const start = quietFrom(at, zone, quiet)
      if (start) expect(closesAt < start).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})

test('a boundary that a jump of the clock skips counts at the jump (2026-03-29: 01:00 becomes 03:00 in Troll)', () => {
  const zone = 'Antarctica/Troll'
  const ask = (at: string, from: string, to: string) =>
    quietUntil(new Date(at), zone, { from, to })?.toISOString()
  expect(ask('2026-03-29T00:59:00Z', '01:00', '00:00')).toBeUndefined()
  expect(ask('2026-03-29T01:00:00Z', '01:00', '00:00')).toBe('2026-03-29T22:00:00.000Z')
  expect(ask('2026-03-29T00:30:00Z', '22:00', '02:30')).toBe('2026-03-29T01:00:00.000Z')
})

test('of a quarter of an hour that comes twice, none is left between two spells (2026-11-01 in Chicago)', () => {
  const quiet = { from: '01:30', to: '01:15' }
  const ask = (at: string) => quietUntil(new Date(at), 'America/Chicago', quiet)?.toISOString()
  expect(ask('2026-11-01T00:00:00-05:00')).toBe('2026-11-02T07:15:00.000Z')
})

test('quiet hours over midnight in Shanghai', () => {
  const quiet = { from: '22:00', to: '08:00' }
  const ask = (at: string) => quietUntil(new Date(at), 'Asia/Shanghai', quiet)?.toISOString()
  expect(ask('2026-11-11T21:59:00+08:00')).toBeUndefined()
  expect(ask('2026-11-11T22:00:00+08:00')).toBe('2026-11-12T00:00:00.000Z')
  expect(ask('2026-11-12T07:59:00+08:00')).toBe('2026-11-12T00:00:00.000Z')
  expect(ask('2026-11-12T08:00:00+08:00')).toBeUndefined()
})
