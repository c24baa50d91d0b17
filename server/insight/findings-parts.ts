import type { Findings } from '../../contract/retrospective.ts'
import { type Group, mixAndRate, shapley } from '../../science/decomposition.ts'
import { normalCdf } from '../../science/distribution.ts'
import { falseDiscovery, shrunken } from '../../science/many-tests.ts'
import { winsorized } from '../../science/winsorize.ts'
import { type Arms, byArm, compared, comparedShares, type Width } from './compare.ts'
import type { Outcomes } from './outcomes.ts'

/** Smaller groups say nothing of their own. */
const GROUP_MIN = 20
const GROUP_NAMES = ['none', 'once', 'again'] as const

function groupOf(everOrders: number): (typeof GROUP_NAMES)[number] {
  if (everOrders === 0) return 'none'
  return everOrders === 1 ? 'once' : 'again'
}

/** For whom it worked: by what people had bought before, adjusted for asking more than once, drawn toward the mean. */
export function groupsOf(
  post: Float64Array,
  { isControl, everOrders }: Outcomes,
  width: Width,
): Findings['groups'] {
  const found = GROUP_NAMES.flatMap((name) => {
    const arms = byArm(post, isControl, (i) => groupOf(everOrders[i] ?? 0) === name)
    const people = { treated: arms.treated.length, control: arms.control.length }
    if (people.treated < GROUP_MIN || people.control < GROUP_MIN) return []
    return [{ name, people, ...compared(arms, width) }]
  })
  const raised = falseDiscovery(found.map(({ p }) => p))
  const drawn = shrunken(
    found.map(({ effect, lower, upper }) => ({
      effect,
      standardError: (upper - lower) / (2 * width.multiple),
    })),
  )
  return found.map((group, i) => ({
    ...group,
    adjustedP: raised[i] ?? 1,
    shrunken: drawn[i] ?? group.effect,
  }))
}

/** How much of the plain difference is chance in who was divided where, and how much what they did. */
export function mixOf(post: Float64Array, { isControl, everOrders }: Outcomes): Findings['mix'] {
  const groups = (arm: 0 | 1): Group[] =>
    GROUP_NAMES.map((name) => {
      let people = 0
      let total = 0
      for (let i = 0; i < isControl.length; i++) {
        if (isControl[i] !== arm || groupOf(everOrders[i] ?? 0) !== name) continue
        people++
        total += post[i] ?? 0
      }
      return { name, people, total }
    })
  const { total, mix, rate } = mixAndRate(groups(1), groups(0))
  return { total, mix, rate }
}

/** Revenue per person taken apart: more buyers, more orders each, or larger ones. */
export function factorsOf({ isControl, orders, revenue }: Outcomes): Findings['factors'] {
  const of = (arm: 0 | 1) => {
    let [people, buyers, bought, spent] = [0, 0, 0, 0]
    for (let i = 0; i < isControl.length; i++) {
      if (isControl[i] !== arm) continue
      people++
      buyers += (orders[i] ?? 0) > 0 ? 1 : 0
      bought += orders[i] ?? 0
      spent += revenue[i] ?? 0
    }
    return {
      buyers: people > 0 ? buyers / people : 0,
      each: buyers > 0 ? bought / buyers : null,
      value: bought > 0 ? spent / bought : null,
    }
  }
  const [control, treated] = [of(1), of(0)]
  // An arm in which nobody bought has no orders of a buyer: the other arm's stand in, so that only buyers count.
  const either = (one: number | null, other: number | null) => one ?? other ?? 0
  return shapley([
    { name: 'buyers', before: control.buyers, after: treated.buyers },
    {
      name: 'orders_each',
      before: either(control.each, treated.each),
      after: either(treated.each, control.each),
    },
    {
      name: 'order_value',
      before: either(control.value, treated.value),
      after: either(treated.value, control.value),
    },
  ])
}

const TOP_SHARE = 0.01

/** Was it luck: the same comparison before the start, and how few carry the result. */
export function luckOf(outcomes: Outcomes, width: Width): Findings['luck'] {
  const { isControl, pastOrders, revenue } = outcomes
  const arms = byArm(revenue, isControl)
  const without: Arms = {
    control: withoutTop(arms.control),
    treated: withoutTop(arms.treated),
  }
  const all = sum(arms.treated)
  return {
    before: compared(byArm(pastOrders, isControl), width),
    topShare: all > 0 ? 1 - sum(without.treated) / all : null,
    withoutTop: compared(without, width),
  }
}

function withoutTop(values: Float64Array): Float64Array {
  const sorted = values.slice().sort()
  return sorted.subarray(0, Math.max(0, sorted.length - Math.ceil(sorted.length * TOP_SHARE)))
}

/** Revenue with the largest 0.1% of both arms capped. */
export function cappedRevenue({ isControl, revenue }: Outcomes, width: Width): Findings['capped'] {
  const { values, cap, capped } = winsorized(revenue)
  return { ...compared(byArm(values, isControl), width), cap, people: capped }
}

/** Two kinds of harm are asked for: each gets half of the error. */
const HARM_KINDS = 2

/** More people than in the control group deleted the associate or opted out. */
export function harmOf(
  { isControl, left, optedOut }: Outcomes,
  { multiple }: Width,
): Findings['harm'] {
  const alpha = Math.max(1e-9, (2 * normalCdf(-multiple)) / HARM_KINDS)
  const kinds = [
    { kind: 'left' as const, flags: left },
    { kind: 'opted_out' as const, flags: optedOut },
  ]
  return kinds.map(({ kind, flags }) => {
    const { control, treated } = byArm(flags, isControl)
    const counts = { control: countOf(control), treated: countOf(treated) }
    return {
      kind,
      people: counts.control.count + counts.treated.count,
      ...comparedShares(counts, alpha),
    }
  })
}

function countOf(flags: Float64Array) {
  return { n: flags.length, count: sum(flags) }
}

function sum(values: Float64Array): number {
  return values.reduce((all, one) => all + one, 0)
}
