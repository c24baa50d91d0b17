import { expect, test } from 'vitest'
import {
  type Arrival,
  comers,
  fittingWelcome,
  languageNamed,
  type WayWelcome,
  welcomeLanguages,
} from '../../contract/way-welcome.ts'
import { addMs, type Chance, seededChance, wallClock } from '../kernel/index.ts'

const MINUTE_MS = 60_000
const DAY_MINUTES = 1_440
const WEEK_MINUTES = 7 * DAY_MINUTES
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** What the clock on the wall shows, by the platform's own calendar. */
function wallOf(timeZone: string): (at: Date) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
    const day = WEEKDAYS.indexOf(parts.get('weekday') ?? '')
    return day * DAY_MINUTES + Number(parts.get('hour')) * 60 + Number(parts.get('minute'))
  }
}

/** The welcome told otherwise: a week has 10,080 minutes; each welcome paints its own, from the last to the first. */
function oracle(
  welcomes: readonly WayWelcome[],
  { comer, language }: Omit<Arrival, 'at'>,
): Int8Array {
  const week = new Int8Array(WEEK_MINUTES).fill(-1)
  for (let no = welcomes.length - 1; no >= 0; no--) {
    const one = welcomes[no]
    if (!one || (one.comer ?? comer) !== comer) continue
    if (one.language !== null && one.language !== language) continue
    const of = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
    const begins = one.hours ? of(one.hours.from) : 0
    const ends = one.hours ? of(one.hours.to) : 0
    const length = (ends - begins + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES
    for (const weekday of one.weekdays)
      for (let passed = 0; passed < length; passed++)
        week[((weekday - 1) * DAY_MINUTES + begins + passed) % WEEK_MINUTES] = no
  }
  return week
}

function randomWelcomes(chance: Chance): WayWelcome[] {
  const upTo = (most: number) => Math.floor(chance.fraction() * (most + 1))
  const time = () => `${String(upTo(23)).padStart(2, '0')}:${String(upTo(59)).padStart(2, '0')}`
  return Array.from({ length: 1 + upTo(4) }, (_, no) => ({
    weekdays: [1, 2, 3, 4, 5, 6, 7].filter(() => chance.fraction() < 0.6).concat(1 + upTo(6)),
    hours: chance.fraction() < 0.25 ? null : { from: time(), to: time() },
    comer: chance.fraction() < 0.5 ? null : (comers[upTo(2)] ?? null),
    language: chance.fraction() < 0.7 ? null : (welcomeLanguages[upTo(1)] ?? null),
    words: `第${no}条`,
  }))
}

test.each([
  ['Asia/Shanghai', '2026-11-27T16:00:00Z'],
  // The days on which clocks go forward and back: hours that there are not, and that there are twice.
  ['America/New_York', '2026-03-08T04:00:00Z'],
  ['America/New_York', '2026-11-01T04:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T12:00:00Z'],
])(
  'at every minute of a day in %s, who comes is told what an independent answer says',
  (zone, from) => {
    const chance = seededChance(35)
    const wall = wallOf(zone)
    const minutes = Array.from({ length: 26 * 60 }, (_, no) =>
      addMs(new Date(from), no * MINUTE_MS),
    )
    const clocks = minutes.map((at) => ({ mine: wallClock(at, zone), theirs: wall(at) }))
    let fitted = 0
    for (let round = 0; round < 40; round++) {
      const welcomes = randomWelcomes(chance)
      for (const comer of comers)
        for (const language of ['zh', 'en', null] as const) {
          const week = oracle(welcomes, { comer, language })
          for (const { mine, theirs } of clocks) {
            const place = fittingWelcome(welcomes, { comer, language, at: mine })
            if (place !== week[theirs]) expect([mine, place]).toEqual([mine, week[theirs]])
            if (place >= 0) fitted += 1
          }
        }
    }
    expect(fitted).toBeGreaterThan(100_000)
  },
)

test('a language is known by its code, by a locale and by what files call it', () => {
  expect(
    ['en', 'en-US', 'EN_gb', '英语', 'English ', 'zh-Hans-CN', '中文'].map(languageNamed),
  ).toEqual(['en', 'en', 'en', 'en', 'en', 'zh', 'zh'])
  expect(['', 'tlh', null, 7].map(languageNamed)).toEqual([null, null, null, null])
})
