import type { PredictionTest } from '../../contract/segment.ts'
import { unreachable } from '../kernel/index.ts'
import type { Leaf } from './leaf.ts'
import type { Plan, Predictions, Source } from './source.ts'
import { noteInstantDues, numberSql, withinSql } from './tests.ts'

const YEAR_DAYS = 365

/**
 * What the newest snapshot says of a person. Nobody matches what the model cannot say: without a snapshot, without a model,
 * and P(alive) of who bought once. Of a person whose numbers became one since, the number that stands for the person counts.
 */
export function predictionLeaf(plan: Plan, test: PredictionTest): Leaf {
  const { predictions } = plan.ask
  const isLayer = test.of === 'tie' || test.of === 'rfm_class'
  const source = plan.source({
    key: isLayer ? 'layer' : 'prediction',
    table: isLayer ? 'customer_layer' : 'customer_value',
    isFinal: false,
    where: `snapshot = ${plan.params.add(predictions?.snapshot ?? 0, 'UInt32')}`,
  })
  const own = (column: string) => source.take(`argMin(${column}, (customer != person, customer))`)
  const asked = testSql(plan, source, own, { test, predictions })
  return { source, isTrueOfNobody: false, ...asked }
}

function testSql(
  plan: Plan,
  source: Source,
  own: (column: string) => string,
  { test, predictions }: { test: PredictionTest; predictions: Predictions | null },
): { test: string; found: string } {
  const hasValues = predictions?.hasValues ? '1' : '0'
  const hasModel = predictions?.hasModel ? '1' : '0'
  switch (test.of) {
    case 'ltv_fifth': {
      const ltv = own('ltv_12m')
      const cuts = plan.params.add(predictions?.ltvFifths ?? [], 'Array(Float64)')
      const fifth = `(1 + arrayCount(cut -> ${ltv} >= cut, ${cuts}))`
      const chosen = plan.params.add(test.anyOf, 'Array(UInt8)')
      return {
        test: `${hasValues} and has(${chosen}, ${fifth})`,
        found: `toString(${fifth})`,
      }
    }
    case 'ltv': {
      const ltv = own('ltv_12m')
      return {
        test: `${hasValues} and ${numberSql(plan, ltv, test.test)}`,
        found: `toString(${ltv})`,
      }
    }
    case 'expected': {
      const expected = own('toFloat64(expected_12m)')
      return {
        test: `${hasValues} and ${numberSql(plan, expected, test.test)}`,
        found: `toString(${expected})`,
      }
    }
    case 'p_alive': {
      const [alive, cameBack] = [own('toFloat64(p_alive)'), own('last_on > first_on')]
      return {
        test: `${hasModel} and ${cameBack} and ${numberSql(plan, alive, test.test)}`,
        found: `if(${cameBack}, toString(${alive}), '')`,
      }
    }
    case 'next_purchase': {
      const next = own(nextPurchaseMs(plan))
      noteInstantDues(plan, source, next, test.window)
      return {
        test: `${hasValues} and ${next} > 0 and ${withinSql(plan, next, test.window)}`,
        found: `if(${next} = 0, '', toString(${next}))`,
      }
    }
    case 'rfm': {
      const scores = (['r', 'f', 'm'] as const).flatMap((score) =>
        test[score].length === 0
          ? []
          : [`has(${plan.params.add(test[score], 'Array(UInt8)')}, ${own(score)})`],
      )
      return {
        test: [own('orders > 0'), ...scores].join(' and '),
        found: `concat(toString(${own('r')}), toString(${own('f')}), toString(${own('m')}))`,
      }
    }
    case 'tie':
    case 'rfm_class': {
      const layer = own(test.of)
      const chosen = plan.params.add(test.anyOf, 'Array(String)')
      return { test: `has(${chosen}, ${layer})`, found: layer }
    }
    default:
      return unreachable(test)
  }
}

/** When the next purchase comes at the pace that is expected of the person: 0 when it is not expected within ten years. */
function nextPurchaseMs(plan: Plan): string {
  const zone = plan.params.add(plan.ask.timeZone, 'String')
  const days = `toInt32(floor(${YEAR_DAYS} / greatest(expected_12m, 0.1)))`
  return `if(expected_12m < 0.1, 0, toUnixTimestamp64Milli(toDateTime64(addDays(last_on, ${days}), 3, ${zone})))`
}
