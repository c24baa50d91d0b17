import type { StarterKit, Urgency } from '../../contract/handover.ts'
import { unsolvedCases } from '../care/index.ts'
import { type ListedTask, listTasks } from '../channel/index.ts'
import { associateOf } from '../corp/index.ts'
import {
  aversionsOf,
  listedPersons,
  needsAmong,
  openPromises,
  type Promised,
  rowsOfPersons,
  tagNames,
} from '../customer/index.ts'
import { dayOf, Problem, showId } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type Move, moveColumns, moveTables } from './move.ts'
import type { HandoverContext } from './plan.ts'
import { associatesShown } from './show.ts'

/** Customers of one kit; the most urgent of more. */
const KIT_MAX = 200
const SHOWN_MAX = 60
const NEEDS_SHOWN = 3
const TASKS_MAX = 200
/** The best fifth of what came counts as of high value. */
const HIGH_SHARE = 0.2

/**
 * What a colleague who takes customers over begins with (上手包): those who came by handovers, the most urgent first, each
 * with why, what they need and what not to say.
 */
export async function starterKit(
  tx: Tx,
  ctx: HandoverContext,
  userid: string,
): Promise<StarterKit> {
  const { tenant, now } = ctx
  const known = await associateOf(tx, tenant, userid)
  if (!known) throw new Problem('not_found')
  const associate = await associatesShown(tx, tenant)
  const moves = await movesTo(tx, ctx, known.userid)
  const about = await aboutThem(tx, ctx, known.userid, moves)
  const high = highOf([...about.persons.values()].map(({ total }) => total))
  const today = dayOf(now, tenant.timeZone)
  const items = moves.flatMap((move) => {
    const person = about.persons.get(move.customerId)
    if (!person) return []
    const theirs = about.of(person.id)
    const { urgency, ...why } = urgencyOf({ ...theirs, total: person.total, high, today })
    return [
      {
        ...{ id: showId('customer', person.id), name: person.name, total: person.total },
        ...{ from: associate(move.from).name, state: move.state, urgency, ...why },
        ...{ needs: theirs.needs, doNotSay: theirs.doNotSay },
        ...{ promises: theirs.promises.length, cases: theirs.cases.length },
      },
    ]
  })
  items.sort(byUrgency)
  const all = moves.map(({ customerId }) => about.persons.get(customerId)?.id ?? '')
  const distinct = [...new Set(all)].map((id) => about.of(id))
  const sum = (count: (one: (typeof distinct)[number]) => number) =>
    distinct.reduce((before, one) => before + count(one), 0)
  return {
    associate: associate(known.userid),
    customers: moves.length,
    underway: moves.filter(({ state }) => state !== 'done').length,
    total: items.reduce((before, { total }) => before + total, 0),
    counts: {
      promises: sum(({ promises }) => promises.length),
      cases: sum(({ cases }) => cases.length),
      tasks: sum(({ tasks }) => tasks.length),
    },
    items: items.slice(0, SHOWN_MAX),
  }
}

/** Customers who go to somebody, or have gone; whoever refused is nobody to begin with. */
function movesTo(tx: Tx, { tenant }: HandoverContext, userid: string): Promise<Move[]> {
  return tx.rows(sql<Move>`
    select ${moveColumns}
    from ${moveTables}
    where m.workspace_id = ${tenant.id}
      and m.to_userid = ${userid}
      and m.state in ('planned', 'asking', 'waiting', 'taken', 'done')
    order by m.id desc
    limit ${KIT_MAX}
  `)
}

async function aboutThem(tx: Tx, ctx: HandoverContext, userid: string, moves: readonly Move[]) {
  const { tenant, now } = ctx
  const ids = moves.map(({ customerId }) => customerId)
  const persons = await listedPersons(tx, tenant.id, ids)
  const rows = await rowsOfPersons(tx, tenant, { ids })
  const customerIds = rows.map(({ customerId }) => customerId)
  const personOf = new Map(rows.map(({ customerId, personId }) => [customerId, personId]))
  const promises = (await promisesOf(tx, ctx, customerIds)).filter(({ keptAt }) => keptAt === null)
  const cases = await unsolvedCases(tx, tenant, { customerIds })
  const filter = { state: 'open', userid, limit: TASKS_MAX } as const
  const { items: tasks } = await listTasks(tx, tenant, filter, now)
  const aversions = await aversionsOf(tx, tenant, customerIds)
  const names = await tagNames(tx, tenant)
  const personIds = [...new Set(rows.map(({ personId }) => personId))]
  const needs = await needsAmong(tx, tenant, { personIds, tagIds: [...names.keys()], now })
  const isOf = (id: string) => (one: { customerId: string }) => personOf.get(one.customerId) === id
  return {
    persons,
    of: (id: string) => ({
      promises: promises.filter(isOf(id)),
      cases: cases.filter(isOf(id)),
      tasks: tasks.filter(isOf(id)),
      doNotSay: aversions.filter(isOf(id)).map(({ tag }) => tag),
      needs: [...(needs.get(id) ?? [])]
        .filter(([, display]) => display > 0)
        .sort(([, a], [, b]) => b - a)
        .slice(0, NEEDS_SHOWN)
        .flatMap(([tagId]) => names.get(tagId) ?? []),
    }),
  }
}

/** A hundred rows have a hundred promises at most for each look. */
const ROWS_A_LOOK = 50

async function promisesOf(
  tx: Tx,
  { tenant }: HandoverContext,
  customerIds: readonly string[],
): Promise<Promised[]> {
  const found: Promised[] = []
  for (let at = 0; at < customerIds.length; at += ROWS_A_LOOK)
    found.push(...(await openPromises(tx, tenant, customerIds.slice(at, at + ROWS_A_LOOK))))
  return found
}

function highOf(totals: readonly number[]): number {
  const sorted = totals.filter((total) => total > 0).sort((a, b) => b - a)
  return sorted[Math.ceil(sorted.length * HIGH_SHARE) - 1] ?? Number.POSITIVE_INFINITY
}

type About = { urgency: Urgency; about: string; dueAt: string | null; dueOn: string | null }

function urgencyOf(theirs: {
  promises: readonly Promised[]
  cases: readonly { subject: string; dueAt: Date }[]
  tasks: readonly ListedTask[]
  total: number
  high: number
  today: string
}): About {
  const { promises, cases, tasks, total, high, today } = theirs
  const [promise] = promises
  const [one] = cases
  const [task] = tasks
  const nothing = { about: '', dueAt: null, dueOn: null }
  if (promise?.dueOn && promise.dueOn <= today)
    return { urgency: 'promise_overdue', about: promise.text, dueAt: null, dueOn: promise.dueOn }
  if (one)
    return { urgency: 'case', about: one.subject, dueAt: one.dueAt.toISOString(), dueOn: null }
  if (promise) return { urgency: 'promise', about: promise.text, dueAt: null, dueOn: promise.dueOn }
  if (task)
    return { urgency: 'task', about: task.text, dueAt: task.closesAt.toISOString(), dueOn: null }
  return { urgency: total >= high ? 'high_value' : 'greet', ...nothing }
}

const order: readonly Urgency[] = [
  'promise_overdue',
  'case',
  'promise',
  'task',
  'high_value',
  'greet',
]

function byUrgency(a: StarterKit['items'][number], b: StarterKit['items'][number]): number {
  const first = order.indexOf(a.urgency) - order.indexOf(b.urgency)
  return first === 0 ? b.total - a.total : first
}
