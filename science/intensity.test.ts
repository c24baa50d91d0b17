import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { daysUntilIntensity, type Evidence, tagIntensity } from './intensity.ts'
import { absent, readJson } from './shared-data.fixture.ts'

const vector = z.object({
  input: z.array(
    z.tuple([z.number(), z.string(), z.number(), z.union([z.literal(1), z.literal(-1)])]),
  ),
  expected: z.object({
    intensity: z.number(),
    evidence_count: z.number(),
    evidence_days: z.number(),
    distinct_sources: z.number(),
    score_0_100: z.number(),
  }),
})

test.skipIf(absent)('intensity equals the design vectors (needs ../shared/data)', () => {
  const all = z
    .array(z.looseObject({ fn: z.string() }))
    .parse(readJson('stats-vectors/design_vectors.json'))
  const vectors = all.filter((row) => row.fn === 'tag_intensity_v1').map((row) => vector.parse(row))
  expect(vectors).toHaveLength(3)
  for (const { input, expected } of vectors) {
    const evidence = input.map(([ageDays, source, weight, sign]) => ({
      ageDays,
      source,
      weight,
      sign,
    }))
    const found = tagIntensity(evidence)
    expect(found.intensity).toBeCloseTo(expected.intensity, 10)
    expect(found.display).toBeCloseTo(expected.score_0_100, 8)
    expect(found.evidenceCount).toBe(expected.evidence_count)
    expect(found.distinctDays).toBe(expected.evidence_days)
    expect(found.distinctSources).toBe(expected.distinct_sources)
  }
})

const purchase = (ageDays: number): Evidence => ({
  ageDays,
  source: 'purchase',
  weight: 1,
  sign: 1,
})

test('one fresh purchase day is weak, two are medium, three are strong', () => {
  const levels = [0, 1, 2, 3].map((n) => tagIntensity([1, 2, 3].slice(0, n).map(purchase)).level)
  expect(levels).toEqual(['none', 'weak', 'medium', 'strong'])
})

test('pieces of one instant count the same in whatever order they are read', () => {
  // A form that gives a tag by a choice and by a word of its own: both at once, one weightier.
  const piece = fc.record({
    ageDays: fc.constantFrom(0, 0.5, 1),
    source: fc.constantFrom('form', 'flash'),
    weight: fc.constantFrom(1, 0.5, 0.2),
    sign: fc.constantFrom(1 as const, -1 as const),
  })
  const shuffled = fc
    .array(piece, { maxLength: 8 })
    .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))
  fc.assert(
    fc.property(shuffled, ([one, other]) => {
      expect(tagIntensity(other).intensity).toBeCloseTo(tagIntensity(one).intensity, 9)
    }),
  )
})

test('five clicks of one day are not five needs', () => {
  const click: Evidence = { ageDays: 0, source: 'click', weight: 0.2, sign: 1 }
  const one = tagIntensity([click]).intensity
  expect(tagIntensity(Array.from({ length: 5 }, () => click)).intensity).toBeLessThan(3 * one)
  const spread = Array.from({ length: 5 }, (_, i) => ({ ...click, ageDays: i }))
  expect(tagIntensity(spread).intensity).toBeGreaterThan(4.9 * one)
})

test('after the foretold days the intensity has decayed to exactly that', () => {
  const evidence = [purchase(3), purchase(40), { ...purchase(7), source: 'form' }]
  const { intensity } = tagIntensity(evidence)
  const days = daysUntilIntensity({ intensity, below: 0.5 })
  const later = evidence.map((e, day) => ({ ...e, day, ageDays: e.ageDays + days }))
  expect(tagIntensity(later).intensity).toBeCloseTo(0.5, 10)
})

test('more evidence in favor never weakens a need, evidence against never strengthens it', () => {
  const entry = fc.record({
    ageDays: fc.double({ min: 0, max: 1000, noNaN: true }),
    source: fc.constantFrom('form', 'click', 'purchase'),
    weight: fc.double({ min: 0.01, max: 1, noNaN: true }),
    sign: fc.constantFrom<1 | -1>(1, -1),
  })
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 20 }),
      fc.integer({ min: 0, max: 900 }),
      (list, ageDays) => {
        const { intensity } = tagIntensity(list)
        const added = (sign: 1 | -1) =>
          tagIntensity([...list, { ageDays, day: 9999, source: 'staff', weight: 0.8, sign }])
            .intensity
        expect(added(1)).toBeGreaterThanOrEqual(intensity - 1e-12)
        expect(added(-1)).toBeLessThanOrEqual(intensity + 1e-12)
      },
    ),
  )
})
