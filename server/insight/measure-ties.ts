import { ties } from '../../contract/delivery.ts'
import type { TieReport } from '../../contract/tie.ts'
import {
  CALIBRATION_ERROR_MAX,
  chances,
  type Foretelling,
  fitRelationship,
  judgeChances,
  type Observed,
  POSITIVES_MIN,
  RELATIONSHIP_FEATURES,
  reciprocity,
  relationshipRule,
  writeFeatures,
} from '../../science/relationship.ts'
import { levelsOf, NO_LEVEL, tieCuts, tieLevels } from '../../science/tie-level.ts'
import { breathe } from './breathe.ts'
import type { Contacts } from './contacts.ts'

/** People that a fit learns from: twice as many change no digit that is shown. */
const SAMPLE_MAX = 200_000
const DAY_MS = 86_400_000

const PLACES: ReadonlyMap<string, number> = new Map(tieLevels.map((level, at) => [level, at]))

/** Everybody's tie, in the order of the contacts. */
export type TieColumns = {
  level: Uint8Array
  chance: Float64Array
  reciprocity: Float64Array
}

export type TiesMeasured = {
  columns: TieColumns
  report: Omit<TieReport, 'mode' | 'signs' | 'capacity'>
}

/**
 * How strong every tie is: a fit on what happened after one horizon ago foretells the next one; the same fit, made one horizon
 * earlier, says how well that works. Pure.
 */
export async function measureTies(
  contacts: Contacts,
  { asOf, capacity }: { asOf: Date; capacity: number | null },
): Promise<TiesMeasured> {
  const features = featuresAt(contacts, 0)
  const observed = observedAt(contacts, { cut: 1, asOf })
  const foretelling = foretell(contacts, asOf, observed)
  await breathe()
  const model = fitRelationship(observed)
  await breathe()
  const chance = chances(model, features)
  const lastInboundDays = contacts.lastInboundDays[0] ?? new Float64Array(0)
  const cuts = tieCuts({ chance, lastInboundDays }, capacity)
  const before = Uint8Array.from(contacts.before, (name) => PLACES.get(name) ?? NO_LEVEL)
  const level = levelsOf({ chance, lastInboundDays }, cuts, before)
  const awake = chance.filter((_, i) => (lastInboundDays[i] ?? Number.NaN) <= cuts.silentAfterDays)
  const { horizonDays } = relationshipRule
  return {
    columns: { level, chance, reciprocity: reciprocities(contacts) },
    report: {
      people: level.length,
      levels: ties.map((name) => ({ level: name, people: countLevel(level, name) })),
      cuts,
      horizonDays,
      meanChance: awake.length === 0 ? 0 : awake.reduce((sum, p) => sum + p, 0) / awake.length,
      foretelling,
      isCalibrated: isCalibrated(foretelling),
    },
  }
}

function isCalibrated(foretelling: Foretelling | null): boolean {
  return (
    foretelling !== null &&
    foretelling.came >= POSITIVES_MIN &&
    foretelling.calibrationError <= CALIBRATION_ERROR_MAX
  )
}

/** What a fit of two horizons ago said of the last one, held against what happened. */
function foretell(contacts: Contacts, asOf: Date, newest: Observed): Foretelling | null {
  const earlier = observedAt(contacts, { cut: 2, asOf })
  if (earlier.came.length === 0 || newest.came.length === 0) return null
  return judgeChances(chances(fitRelationship(earlier), newest.features), newest.came)
}

function featuresAt(contacts: Contacts, cut: number): Float64Array {
  const n = contacts.numbers.length
  const features = new Float64Array(n * RELATIONSHIP_FEATURES)
  for (let i = 0; i < n; i++) writeRow(contacts, { cut, i }, features, i)
  return features
}

/** People who were heard of by a cut, as they were seen from there, and who came within the horizon after it. */
function observedAt(contacts: Contacts, { cut, asOf }: { cut: number; asOf: Date }): Observed {
  const cutMs = asOf.getTime() - cut * relationshipRule.horizonDays * DAY_MS
  const known: number[] = []
  for (let i = 0; i < contacts.numbers.length; i++) {
    const hasContact = (contacts.slow[cut]?.[i] ?? 0) > 0
    if (hasContact && (contacts.firstMs[i] ?? 0) <= cutMs) known.push(i)
  }
  const stride = Math.ceil(known.length / SAMPLE_MAX)
  const sample = stride > 1 ? known.filter((_, at) => at % stride === 0) : known
  const features = new Float64Array(sample.length * RELATIONSHIP_FEATURES)
  sample.forEach((i, at) => {
    writeRow(contacts, { cut, i }, features, at)
  })
  return { features, came: Uint8Array.from(sample, (i) => contacts.came[cut]?.[i] ?? 0) }
}

function writeRow(
  contacts: Contacts,
  { cut, i }: { cut: number; i: number },
  into: Float64Array,
  at: number,
): void {
  const last = contacts.lastInboundDays[cut]?.[i] ?? Number.NaN
  const contact = {
    inbound: contacts.inbound[cut]?.[i] ?? 0,
    outbound: contacts.outbound[cut]?.[i] ?? 0,
    slow: contacts.slow[cut]?.[i] ?? 0,
    activeDays: contacts.activeDays[cut]?.[i] ?? 0,
    lastInboundDays: Number.isNaN(last) ? null : last,
  }
  writeFeatures(contact, into, at * RELATIONSHIP_FEATURES)
}

function reciprocities({ inbound, outbound, numbers }: Contacts): Float64Array {
  return Float64Array.from(numbers, (_, i) =>
    reciprocity({ inbound: inbound[0]?.[i] ?? 0, outbound: outbound[0]?.[i] ?? 0 }),
  )
}

function countLevel(level: Uint8Array, name: (typeof tieLevels)[number]): number {
  const at = tieLevels.indexOf(name)
  return level.reduce((sum, one) => sum + Number(one === at), 0)
}
