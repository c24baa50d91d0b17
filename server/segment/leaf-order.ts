import type { SegmentCondition } from '../../contract/segment.ts'
import { unreachable } from '../kernel/index.ts'
import type { Leaf } from './leaf.ts'
import type { Plan } from './source.ts'
import {
  noteInstantDues,
  noteRowDues,
  numberSql,
  passes,
  rowWithinSql,
  withinSql,
} from './tests.ts'

/** What a person bought: paid orders net of refunds; one that was wholly given back is no order. */
export function orderLeaf(
  plan: Plan,
  { window, measure }: Extract<SegmentCondition, { kind: 'order' }>,
): Leaf {
  const source = plan.source({
    key: 'order',
    table: 'customer_order',
    isFinal: true,
    where:
      "gone = 0\n      and state in ('paid', 'refunded')\n      and (paid > refunded or refunded = 0)",
  })
  const inWindow = rowWithinSql(plan, 'ordered_at', window)
  const count = () => source.take(`countIf(${inWindow})`)
  const sum = () => source.take(`sumIf(paid - refunded, ${inWindow})`)
  if (measure.of !== 'first' && measure.of !== 'last')
    noteRowDues(plan, source, 'ordered_at', window)
  switch (measure.of) {
    case 'count':
    case 'sum': {
      const alias = measure.of === 'count' ? count() : sum()
      return {
        source,
        test: numberSql(plan, alias, measure.test),
        isTrueOfNobody: passes(0, measure.test),
        found: `toString(${alias})`,
      }
    }
    case 'average': {
      const [orders, money] = [count(), sum()]
      const average = `${money} / greatest(${orders}, 1)`
      return {
        source,
        test: `${orders} > 0 and ${numberSql(plan, `(${average})`, measure.test)}`,
        isTrueOfNobody: false,
        found: `if(${orders} = 0, '', toString(${average}))`,
      }
    }
    case 'absence': {
      const orders = count()
      return {
        source,
        test: `${orders} = 0`,
        isTrueOfNobody: true,
        found: `toString(${orders})`,
      }
    }
    case 'first':
    case 'last': {
      noteRowDues(plan, source, 'ordered_at', { kind: 'ever' })
      const pick = measure.of === 'first' ? 'minIf' : 'maxIf'
      const counts = rowWithinSql(plan, 'ordered_at', { kind: 'ever' })
      const ms = source.take(`${pick}(toUnixTimestamp64Milli(ordered_at), ${counts})`)
      noteInstantDues(plan, source, ms, window)
      return {
        source,
        test: `${ms} > 0 and ${withinSql(plan, ms, window)}`,
        isTrueOfNobody: false,
        found: `if(${ms} = 0, '', toString(${ms}))`,
      }
    }
    default:
      return unreachable(measure)
  }
}
