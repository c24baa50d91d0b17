import type { Person } from '../../contract/customer.ts'
import type { CustomerValue } from '../../contract/insight.ts'
import type { Promised, SidebarPerson } from '../../contract/sidebar.ts'
import { shownFollows } from '../acquisition/index.ts'
import { listReplies, showReplies } from '../care/index.ts'
import { listDeliveries, openTasksOf } from '../channel/index.ts'
import { listOrders } from '../commerce/index.ts'
import { namedAssociates } from '../corp/index.ts'
import {
  everyRowOf,
  type Follower,
  findPerson,
  openPromises,
  peopleBook,
  type Promised as StoredPromise,
} from '../customer/index.ts'
import { customerValue, personTie } from '../insight/index.ts'
import { Problem, showId } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import { materialsFor } from './materials.ts'
import { mayNowOf } from './may-now.ts'
import { nextAction } from './next-action.ts'
import type { Asking, SidebarDeps } from './route-deps.ts'
import { shownTasks, whoseTasks } from './tasks.ts'

const ORDERS_SHOWN = 5
const MESSAGES_SHOWN = 5
/** Below this chance of still being there somebody counts as gone. */
const GONE_BELOW = 0.3
const DAY_MS = 86_400_000

/** One of an associate's customers in one screen, with the one thing to do next. */
export async function sidebarPerson(
  deps: SidebarDeps,
  asking: Asking,
  follower: Follower,
): Promise<SidebarPerson> {
  const { tenant, now, today } = asking
  const value = await customerValue({ ...deps, people: peopleBook }, tenant, follower.id)
  const tie = await personTie(deps, tenant, follower.id)
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const person = await findPerson(tx, tenant, { customerId: follower.id, now })
    if (!person) throw new Problem('not_your_customer')
    const rows = await everyRowOf(tx, tenant.id, follower.id)
    const promises = await shownPromises(tx, asking, rows)
    const waits = await waitsFor(tx, asking, rows)
    const tasks = await tasksFor(tx, deps, asking, rows)
    const may = await mayNowOf(tx, asking, follower.id)
    const orders = await lastOrders(tx, asking, rows)
    const worth = worthOf(value)
    const materials = await materialsFor(tx, deps, asking, { follower, may })
    const best = materials.find(({ may: no, reasons, read }) => {
      return no.reason === null && read !== null && reasons[0]?.kind === 'need'
    })
    const mayValue = may.find(({ purpose }) => purpose === 'value')
    const bought = orders.find(({ state }) => state === 'paid')
    return {
      id: person.id,
      name: follower.name,
      remark: follower.remark,
      followedAt: follower.followedAt.toISOString(),
      ...(await cameFrom(tx, asking, follower)),
      lastSeenAt: person.lastSeenAt,
      orders: person.orders,
      total: person.total,
      value: worth,
      tie,
      needs: person.needs,
      lastOrders: orders,
      lastMessages: await lastMessages(tx, asking, rows),
      may,
      promises,
      waits,
      tasks,
      next: nextAction({
        today,
        now,
        waits,
        promises,
        tasks,
        lastOrder: bought ? { at: new Date(bought.at), item: bought.items[0]?.name ?? '' } : null,
        dueOn: worth?.dueOn ?? null,
        hasNeeds: hasNeeds(person),
        best: best ? { materialId: best.id, title: best.title, reasons: best.reasons } : null,
        mayValue: mayValue?.reason ? { reason: mayValue.reason, until: mayValue.until } : null,
      }),
    }
  })
}

const WAITS_SHOWN = 5

/** What waits for an answer of hers. */
async function waitsFor(tx: Tx, { tenant, now, associate }: Asking, customerIds: string[]) {
  const from = { state: 'waiting', limit: WAITS_SHOWN, from: 0, now } as const
  const { items } = await listReplies(tx, tenant, {
    ...from,
    userid: associate.userid,
    customerIds,
  })
  return showReplies(tx, { tenant, now }, items)
}

function hasNeeds({ needs }: Pick<Person, 'needs'>): boolean {
  return needs.some(({ level }) => level !== 'none')
}

/** What they are expected to bring, and the day on which half of all people would have come again. */
function worthOf({ person, medianGapDays }: CustomerValue): SidebarPerson['value'] {
  if (!person || person.ltv12 === null) return null
  const isGone = person.pAlive !== null && person.pAlive < GONE_BELOW
  const dueOn =
    medianGapDays === null || isGone
      ? null
      : new Date(Date.parse(person.lastOn) + Math.round(medianGapDays) * DAY_MS)
          .toISOString()
          .slice(0, 10)
  return { expected: person.ltv12, dueOn, isGone }
}

async function cameFrom(tx: Tx, { tenant, now, associate }: Asking, follower: Follower) {
  const follows = await shownFollows(tx, tenant, { customerId: follower.id, present: now })
  const own = follows?.find(
    ({ associate: { userid }, endedAt }) => userid === associate.userid && endedAt === null,
  )
  return { source: own?.source?.name ?? null, way: own?.way?.name ?? null }
}

async function lastOrders(
  tx: Tx,
  { tenant }: Asking,
  customerIds: string[],
): Promise<SidebarPerson['lastOrders']> {
  const { items } = await listOrders(tx, tenant.id, { customerIds, limit: ORDERS_SHOWN })
  return items.map((order) => ({
    id: showId('order', order.id),
    at: order.orderedAt.toISOString(),
    amount: order.amount,
    state: order.state,
    items: order.items.map(({ name, quantity }) => ({ name, quantity: quantity ?? 1 })),
  }))
}

async function lastMessages(
  tx: Tx,
  { tenant }: Asking,
  customerIds: string[],
): Promise<SidebarPerson['lastMessages']> {
  const filter = { customerIds, state: 'sent', limit: MESSAGES_SHOWN } as const
  const { items } = await listDeliveries(tx, tenant, filter)
  return items.map(({ sentAt, plannedAt, text, clickedAt }) => ({
    at: (sentAt ?? plannedAt).toISOString(),
    text,
    isClicked: clickedAt !== null,
  }))
}

async function tasksFor(tx: Tx, deps: SidebarDeps, asking: Asking, customerIds: string[]) {
  const { tenant } = asking
  const userids = await whoseTasks(tx, asking)
  const open = await openTasksOf(tx, tenant, { userids, customerIds, now: asking.now })
  return shownTasks(tx, deps, asking, open)
}

/** Promises with who gave them. @param rows all rows of the person. */
export async function shownPromises(
  tx: Tx,
  { tenant, today }: Pick<Asking, 'tenant' | 'today'>,
  rows: readonly string[],
): Promise<Promised[]> {
  const all = await openPromises(tx, tenant, rows)
  const associates = await namedAssociates(tx, tenant)
  const names = new Map(associates.map(({ userid, name }) => [userid, name]))
  const staff = await namesOfStaff(
    tx,
    tenant.id,
    all.map(({ madeBy }) => madeBy),
  )
  const giver = ({ userid, madeBy }: StoredPromise) =>
    userid === null ? (staff.get(madeBy ?? '') ?? '') : (names.get(userid) ?? userid)
  return all.map((one) => ({
    id: showId('promise', one.id),
    text: one.text,
    dueOn: one.dueOn,
    madeAt: one.madeAt.toISOString(),
    madeBy: giver(one),
    keptAt: one.keptAt?.toISOString() ?? null,
    isOverdue: one.keptAt === null && one.dueOn !== null && one.dueOn < today,
  }))
}
