import type { PredictionTest, SegmentCondition } from '../../contract/segment.ts'
import type { SegmentFact } from '../../contract/segment-view.ts'
import { intensityRule } from '../../science/intensity.ts'
import { unreachable } from '../kernel/index.ts'

const NOTHING: SegmentFact = { kind: 'nothing' }

/** What a condition found about a person, by what its text (`Leaf.found`) means. '' is nothing. */
export function factOf(condition: SegmentCondition, found: string): SegmentFact {
  if (found === '') return NOTHING
  switch (condition.kind) {
    case 'trait':
    case 'source':
      return { kind: 'text', text: found }
    case 'identity':
    case 'follow':
    case 'group_chat':
    case 'message':
      return numberOf(found)
    case 'tag':
      return condition.level === 'any' ? numberOf(found) : strengthOf(Number(found))
    case 'event': {
      const { measure } = condition
      if (measure.of === 'first' || measure.of === 'last') return instantOf(found)
      return measure.of === 'sum' && measure.property === null ? moneyOf(found) : numberOf(found)
    }
    case 'order': {
      const { of } = condition.measure
      if (of === 'first' || of === 'last') return instantOf(found)
      return of === 'sum' || of === 'average' ? moneyOf(found) : numberOf(found)
    }
    case 'prediction':
      return predictedOf(condition.test, found)
    case 'segment':
      return NOTHING
    default:
      return unreachable(condition)
  }
}

function predictedOf(test: PredictionTest, found: string): SegmentFact {
  switch (test.of) {
    case 'ltv_fifth':
    case 'expected':
      return numberOf(found)
    case 'ltv':
      return moneyOf(found)
    case 'p_alive':
      return { kind: 'share', value: Number(found) }
    case 'next_purchase':
      return instantOf(found)
    case 'rfm':
    case 'tie':
    case 'rfm_class':
      return { kind: 'text', text: found }
    default:
      return unreachable(test)
  }
}

function numberOf(found: string): SegmentFact {
  return { kind: 'number', value: Number(found) }
}

function moneyOf(found: string): SegmentFact {
  return { kind: 'money', minor: Math.round(Number(found)) }
}

function instantOf(found: string): SegmentFact {
  const ms = Number(found)
  return ms === 0 ? NOTHING : { kind: 'instant', at: new Date(ms).toISOString() }
}

/** The sum of decayed evidence as the display of it, 0 to 100. */
function strengthOf(intensity: number): SegmentFact {
  return { kind: 'strength', value: -100 * Math.expm1(-intensity / intensityRule.scale) }
}
