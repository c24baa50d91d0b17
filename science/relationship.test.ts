import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  chances,
  contactOf,
  fitRelationship,
  judgeChances,
  type Observed,
  RELATIONSHIP_FEATURES,
  reciprocity,
  relationshipRule,
  writeFeatures,
} from './relationship.ts'
import { absent, readCsv, readJson } from './shared-data.fixture.ts'

test.skipIf(absent)('sums of contact match the reference vectors', () => {
  const vectors = z
    .array(z.object({ fn: z.string(), input: z.unknown(), expected: z.unknown() }))
    .parse(readJson('stats-vectors/design_vectors.json'))
    .filter(({ fn }) => fn === 'relationship_features_v1')
  expect(vectors).toHaveLength(2)
  const ages = z.object({
    inbound_ages_days: z.array(z.number()),
    outbound_ages_days: z.array(z.number()),
  })
  const sums = z.object({
    inbound_decayed: z.number(),
    outbound_decayed: z.number(),
    geometric: z.number(),
    reciprocity: z.number(),
    days_since_last_inbound: z.number().nullable(),
  })
  for (const { input, expected } of vectors) {
    const { inbound_ages_days: inboundAgesDays, outbound_ages_days: outboundAgesDays } =
      ages.parse(input)
    const contact = contactOf({ inboundAgesDays, outboundAgesDays })
    const wanted = sums.parse(expected)
    expect(contact.inbound).toBeCloseTo(wanted.inbound_decayed, 12)
    expect(contact.outbound).toBeCloseTo(wanted.outbound_decayed, 12)
    expect(contact.lastInboundDays).toBe(wanted.days_since_last_inbound)
    expect(Math.sqrt(contact.inbound * contact.outbound)).toBeCloseTo(wanted.geometric, 12)
    expect(reciprocity(contact)).toBeCloseTo(wanted.reciprocity, 12)
  }
})

const DAY = 86_400
type Message = { src: string; dst: string; time: number }

function dyadsAt(
  messages: readonly Message[],
  first: number,
  cut: number,
): Observed & { sum: Float64Array; raw: Float64Array } {
  const at = first + cut * DAY
  const dyads = new Map<string, { low: number[]; high: number[]; came: number }>()
  for (const { src, dst, time } of messages) {
    const isLow = Number(src) < Number(dst)
    const key = isLow ? `${src} ${dst}` : `${dst} ${src}`
    if (time >= at + relationshipRule.horizonDays * DAY) continue
    const known = dyads.get(key) ?? { low: [], high: [], came: 0 }
    if (time >= at) {
      if (!dyads.has(key)) continue
      known.came = 1
      continue
    }
    known[isLow ? 'low' : 'high'].push((at - time) / DAY)
    dyads.set(key, known)
  }
  const all = [...dyads.values()]
  const features = new Float64Array(all.length * RELATIONSHIP_FEATURES)
  const sum = new Float64Array(all.length)
  const raw = new Float64Array(all.length)
  all.forEach(({ low, high }, i) => {
    const contact = contactOf({ inboundAgesDays: low, outboundAgesDays: high })
    const last = Math.min(...low, ...high)
    writeFeatures({ ...contact, lastInboundDays: last }, features, i * RELATIONSHIP_FEATURES)
    sum[i] = contact.inbound + contact.outbound
    raw[i] = low.length + high.length
  })
  return { features, came: Uint8Array.from(all, ({ came }) => came), sum, raw }
}

test.skipIf(absent)(
  'decayed contact foretells who writes again, and the logistic better, as measured on chats',
  () => {
    const messages = readCsv('college-messages/messages.csv.gz').map(
      ({ src = '', dst = '', time }) => ({
        src,
        dst,
        time: Number(time),
      }),
    )
    const first = messages.reduce((least, { time }) => Math.min(least, time), Infinity)
    const cut = z.object({
      dyads: z.number(),
      decay7_sum: z.number(),
      raw_count: z.number(),
      logistic: z.number(),
    })
    const reference = z
      .object({ cuts: z.record(z.string(), cut) })
      .parse(readJson('college-messages/reference_tie_strength.json'))
    for (const [day, wanted] of Object.entries(reference.cuts)) {
      const now = dyadsAt(messages, first, Number(day))
      const before = dyadsAt(messages, first, Number(day) - relationshipRule.horizonDays)
      const model = fitRelationship(before)
      const judged = judgeChances(chances(model, now.features), now.came)
      expect(now.came).toHaveLength(wanted.dyads)
      expect(judgeChances(now.raw, now.came).auc).toBeCloseTo(wanted.raw_count, 3)
      const decayed = judgeChances(now.sum, now.came).auc ?? 0
      expect(decayed).toBeCloseTo(wanted.decay7_sum, 3)
      expect(decayed).toBeGreaterThan(0.74)
      expect(decayed).toBeLessThan(0.88)
      expect(Math.abs((judged.auc ?? 0) - wanted.logistic)).toBeLessThan(0.006)
      expect(judged.auc ?? 0).toBeGreaterThan(decayed)
    }
  },
)

test('what is foretold of a window agrees with how many came, where the next window is like it', () => {
  // Who came today comes again with 60%, who came long ago with 5%.
  const n = 4_000
  const features = new Float64Array(n * RELATIONSHIP_FEATURES)
  const came = new Uint8Array(n)
  for (let i = 0; i < n; i++) {
    const isFresh = i % 4 === 0
    const inboundAgesDays = isFresh ? [0.5, 3, 9] : [120]
    writeFeatures(
      contactOf({ inboundAgesDays, outboundAgesDays: [] }),
      features,
      i * RELATIONSHIP_FEATURES,
    )
    came[i] = isFresh ? Number(i % 20 < 12) : Number(i % 40 === 1 || i % 40 === 22)
  }
  const judged = judgeChances(chances(fitRelationship({ features, came }), features), came)
  expect(judged.calibrationError).toBeLessThan(0.02)
  expect(judged.auc ?? 0).toBeGreaterThan(0.8)
})

test('where nobody has come yet, whoever came last still counts as nearer', () => {
  const features = new Float64Array(2 * RELATIONSHIP_FEATURES)
  writeFeatures(contactOf({ inboundAgesDays: [2], outboundAgesDays: [] }), features)
  writeFeatures(
    contactOf({ inboundAgesDays: [], outboundAgesDays: [] }),
    features,
    RELATIONSHIP_FEATURES,
  )
  const model = fitRelationship({ features: new Float64Array(0), came: new Uint8Array(0) })
  const [near = 0, far = 0] = chances(model, features)
  expect(near).toBeGreaterThan(far)
})
