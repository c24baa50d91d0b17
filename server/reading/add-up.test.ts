import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Heard, heardMore, type Told, unheard } from './add-up.ts'

const SECTIONS = 4
const seconds = fc.integer({ min: 0, max: 100_000 })
const told = fc.record({
  no: fc.integer({ min: 1, max: 20 }),
  seconds,
  depth: fc.integer({ min: 0, max: 100 }),
  sections: fc.array(seconds, { maxLength: SECTIONS + 2 }),
})
const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0)
const hear = (all: readonly Told[], room: number): Heard =>
  all.reduce((heard, one) => heardMore(heard, one, { seconds: room, sections: SECTIONS }), unheard)

test('whatever a page tells, nobody has read longer than has passed, nor longer in the sections than in all', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(told, fc.nat(60)), { maxLength: 30 }), (tellings) => {
      let passed = 0
      let heard: Heard = unheard
      for (const [one, more] of tellings) {
        passed += more
        const next = heardMore(heard, one, { seconds: passed, sections: SECTIONS })
        expect(next.seconds).toBeLessThanOrEqual(passed)
        expect(next.seconds).toBeGreaterThanOrEqual(heard.seconds)
        expect(next.depth).toBeGreaterThanOrEqual(heard.depth)
        expect(sum(next.sections)).toBeLessThanOrEqual(next.seconds)
        heard = next
      }
    }),
  )
})

test('what is told twice and in another order is the same reading', () => {
  const steps = fc.array(
    fc.record({ section: fc.nat(SECTIONS - 1), seconds: fc.nat(30), down: fc.nat(20) }),
    { minLength: 1, maxLength: 12 },
  )
  const honest = steps.map((all) => {
    const sections = Array.from({ length: SECTIONS }, () => 0)
    let depth = 0
    return all.map(({ section, seconds: stayed, down }, at): Told => {
      sections[section] = (sections[section] ?? 0) + stayed
      depth = Math.min(100, depth + down)
      return { no: at + 1, seconds: sum(sections), depth, sections: [...sections] }
    })
  })
  fc.assert(
    fc.property(
      honest.chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }),
        ),
      ),
      ([all, shuffled]) => {
        const room = 100_000
        expect(hear(shuffled, room)).toEqual(hear(all, room))
        expect(hear(all, room)).toMatchObject({ seconds: all.at(-1)?.seconds })
      },
    ),
  )
})
