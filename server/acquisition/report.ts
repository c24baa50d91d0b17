import type { SourceFigures, SourceNode } from '../../contract/source-report.ts'
import type { OriginBuyers, OriginDay, OriginSums } from './cohort.ts'
import type { Spent } from './ledger.ts'
import { spentWithin } from './ledger.ts'
import type { Period } from './period.ts'
import { inTreeOrder } from './tree.ts'

/** A source or a code as the tree has it; `id` and `parentId` are plain ids. */
export type Branch = Pick<
  SourceNode,
  'kind' | 'name' | 'parentId' | 'traffic' | 'owner' | 'fromOn' | 'toOn' | 'archivedAt'
> & { id: string; origin: string }

/** Where those stand who came by nothing of ours. */
export const UNKNOWN = 'unknown'

export type Came = { sums: OriginSums[]; days: OriginDay[]; buyers: OriginBuyers[] }

/** What is added up from the leaves to the top. */
type Sums = {
  people: number
  leftEarly: number
  due: number
  retained: number
  cost: number
  hasCost: boolean
  buyers: number
  byDay: Map<string, number>
}

/** The tree with figures. Each is the sum of what hangs below it: nothing is counted on the way up. */
export function grow(
  branches: readonly Branch[],
  {
    came,
    spent,
    period,
    others = new Map(),
  }: {
    came: Came
    spent: readonly Spent[]
    period: Period
    /** Sources of origins that are no branch themselves: codes that somebody else made. */
    others?: ReadonlyMap<string, string>
  },
): { total: SourceFigures; nodes: (Branch & SourceFigures & { depth: number })[] } {
  const ordered = inTreeOrder(branches)
  const origins = new Map(ordered.map(({ origin, id }) => [origin, id]))
  const idOf = (origin: string) => origins.get(origin) ?? others.get(origin) ?? UNKNOWN
  const own = new Map<string, Sums>()
  const at = (id: string) => {
    const sums = own.get(id) ?? nothing()
    own.set(id, sums)
    return sums
  }
  for (const { origin, ...sums } of came.sums) add(at(idOf(origin)), sums)
  for (const { origin, buyers } of came.buyers) at(idOf(origin)).buyers += buyers
  for (const { origin, on, revenue } of came.days) earn(at(idOf(origin)), on, revenue)
  for (const cost of spent) {
    const sums = at(cost.wayId ?? cost.sourceId)
    sums.cost += spentWithin(cost, period)
    sums.hasCost = true
  }
  const rolled = new Map<string, Sums>()
  // From the leaves up: whoever stands below has been summed before.
  for (const { id } of ordered.toReversed()) {
    const sums = copy(own.get(id) ?? nothing())
    for (const child of ordered)
      if (child.parentId === id) merge(sums, rolled.get(child.id) ?? nothing())
    rolled.set(id, sums)
  }
  const total = nothing()
  for (const { id, depth } of ordered) if (depth === 0) merge(total, rolled.get(id) ?? nothing())
  return {
    total: figuresOf(total),
    nodes: ordered.map((one) => ({ ...one, ...figuresOf(rolled.get(one.id) ?? nothing()) })),
  }
}

function nothing(): Sums {
  return {
    people: 0,
    leftEarly: 0,
    due: 0,
    retained: 0,
    cost: 0,
    hasCost: false,
    buyers: 0,
    byDay: new Map(),
  }
}

function copy(sums: Sums): Sums {
  return { ...sums, byDay: new Map(sums.byDay) }
}

function add(to: Sums, more: Omit<OriginSums, 'origin'>): void {
  to.people += more.people
  to.leftEarly += more.leftEarly
  to.due += more.due
  to.retained += more.retained
}

function earn(to: Sums, on: string, revenue: number): void {
  to.byDay.set(on, (to.byDay.get(on) ?? 0) + revenue)
}

function merge(to: Sums, more: Sums): void {
  add(to, more)
  to.cost += more.cost
  to.hasCost ||= more.hasCost
  to.buyers += more.buyers
  for (const [on, revenue] of more.byDay) earn(to, on, revenue)
}

function figuresOf({ byDay, hasCost, ...sums }: Sums): SourceFigures {
  const { people, due, retained, cost } = sums
  let revenue = 0
  let paidBackOn: string | null = null
  for (const [on, more] of [...byDay].sort(([a], [b]) => (a < b ? -1 : 1))) {
    revenue += more
    if (cost > 0 && revenue >= cost) paidBackOn ??= on
  }
  return {
    ...sums,
    costPerPerson: hasCost && people > 0 ? Math.round(cost / people) : null,
    costPerRetained: hasCost && retained > 0 ? Math.round((cost * due) / people / retained) : null,
    revenue,
    // What was reached and lost again by refunds is not paid back.
    paidBackOn: revenue >= cost ? paidBackOn : null,
  }
}
