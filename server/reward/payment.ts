import type { Bill, PayAnswer } from '../../weixin/index.ts'
import { contactsOfPerson } from '../customer/index.ts'
import {
  addMs,
  type Chance,
  type Clock,
  type Log,
  presentOf,
  type Seal,
  type Tenant,
} from '../kernel/index.ts'
import { ofBrand } from '../ledger/index.ts'
import { type Database, type Rounds, sql, startRounds, type Tx } from '../postgres/index.ts'
import { causeOf, dueTo, returnsOf } from './accounts.ts'
import { tell } from './facts.ts'
import { addEntries, type GrantContext, type StoredGrant, takeGrants } from './grant-store.ts'
import { findPayAccount, noteTrouble, openedAccount, payOf } from './pay-account.ts'
import { change, move } from './turn.ts'

const IDLE_MS = 1_000
/** While a call is on its way nobody else looks; longer than it may take. */
const CALL_MS = 30_000
const SOON_MS = 2_000
const LATER_MS = 60_000
const HOUR_MS = 3_600_000

export type PayDeps = {
  db: Database
  clock: Clock
  chance: Chance
  log: Log
  seal: Seal
  tenants: () => Promise<Tenant[]>
  isFenced: () => Promise<boolean>
  /** Where WeChat Pay is: theirs, or a sandbox’s. */
  payUrl: string
  /** Where WeChat Pay tells of a workspace’s transfers; null: nowhere. */
  notifyUrl: (tenant: Tenant) => string | null
  /** The connected company, and the openid that a contact has there. Null: nobody is connected, or it is not known. */
  openidOf: (
    tenant: Tenant,
    contacts: readonly string[],
  ) => Promise<{ appId: string; openid: string } | null>
}

type State = 'asked' | 'sending' | 'unknown' | 'awaiting' | 'paid' | 'returned' | 'expired'
type Held = {
  grantId: string
  billNo: string
  amount: number
  openid: string
  state: State
  looks: number
}
type Due = { workspaceId: string; grantId: string }

/** Pays what is to be paid and follows it to its end, until it is stopped. Any number of processes may. */
export function startPayments(deps: PayDeps): Rounds {
  return startRounds<Due>({
    log: deps.log,
    waits: 'payments wait',
    idleMs: IDLE_MS,
    due: async () => {
      if (await deps.isFenced()) return []
      return deps.db.asSystem((tx) =>
        tx.rows(sql<Due>`
          select d.workspace_id as "workspaceId", d.grant_id as "grantId"
          from reward.due_payments(${deps.clock.now()}) as d (workspace_id, grant_id)
        `),
      )
    },
    step: async ({ workspaceId, grantId }) => {
      const tenant = (await deps.tenants()).find(({ id }) => id === workspaceId)
      return tenant ? lookAfter(deps, tenant, grantId) : false
    },
  })
}

/** One step of one payment. @returns whether it was taken. */
export async function lookAfter(deps: PayDeps, tenant: Tenant, grantId: string): Promise<boolean> {
  const real = deps.clock.now()
  const held = await take(deps, tenant, { grantId, real })
  if (!held) return false
  const next = await nextOf(deps, tenant, held)
  await settle(deps, tenant, held, next)
  return true
}

/** What was sending when its process died may have been done: nobody can say. */
function take(
  { db }: PayDeps,
  tenant: Tenant,
  { grantId, real }: { grantId: string; real: Date },
): Promise<Held | null> {
  return db.inWorkspace(tenant.id, (tx) =>
    tx.maybe(sql<Held>`
      update reward.payment p
      set look_at = ${addMs(real, CALL_MS)}, looks = p.looks + 1,
          state = case p.state when 'asked' then 'sending' when 'sending' then 'unknown' else p.state end
      where p.workspace_id = ${tenant.id}
        and p.grant_id in (
          select t.grant_id
          from reward.payment t
          where t.workspace_id = ${tenant.id}
            and t.grant_id = ${grantId}
            and t.state in ('asked', 'sending', 'unknown', 'awaiting')
            and t.look_at <= ${real}
          for update skip locked
        )
      returning p.grant_id as "grantId", p.bill_no as "billNo", p.amount, p.openid, p.state, p.looks
    `),
  )
}

type Next = {
  state: State
  waitMs: number
  openid?: string
  bill?: Bill
  errmsg?: string
}

async function nextOf(deps: PayDeps, tenant: Tenant, held: Held): Promise<Next> {
  const stored = await deps.db.inWorkspace(tenant.id, (tx) => findPayAccount(tx, tenant))
  const again: State = held.state === 'sending' ? 'asked' : held.state
  if (!stored) return { state: again, waitMs: HOUR_MS, errmsg: 'no_account' }
  const whose = await receiverOf(deps, tenant, held)
  if (!whose) return { state: again, waitMs: HOUR_MS, errmsg: 'no_openid' }
  const pay = payOf(openedAccount(stored, deps.seal, whose.appId), deps)
  if (held.state !== 'sending') return heard(held, await pay.bill(held.billNo))
  const openid = held.openid || whose.openid
  const answer = await pay.transfer({
    ...{ billNo: held.billNo, openid, amount: held.amount },
    ...{ remark: '活动奖励', activity: tenant.name.slice(0, 20) },
    notifyUrl: deps.notifyUrl(tenant),
  })
  return { ...heard(held, answer), openid }
}

async function receiverOf(deps: PayDeps, tenant: Tenant, { grantId }: Held) {
  const contacts = await deps.db.inWorkspace(tenant.id, async (tx) => {
    const [grant] = await takeGrants(tx, tenant, { ids: [grantId], states: ['posted', 'awaiting'] })
    return grant ? contactsOfPerson(tx, tenant, grant.customerId) : null
  })
  return deps.openidOf(tenant, contacts ?? [])
}

/** What an answer of WeChat Pay means. Only its own word that it has no such number lets us ask for it again. */
function heard({ state, looks }: Held, answer: PayAnswer): Next {
  const wait = Math.min(LATER_MS, SOON_MS * Math.max(1, looks))
  if (answer.ok) return { ...nextOfBill(answer.bill, wait), bill: answer.bill, errmsg: '' }
  if (answer.certainty === 'missing')
    return { state: 'asked', waitMs: SOON_MS, errmsg: answer.code }
  if (answer.certainty === 'unknown' || state !== 'sending')
    return { state: state === 'sending' ? 'unknown' : state, waitMs: wait, errmsg: answer.code }
  // It was certainly not done: no money, no right. Somebody has to see to it; it is asked for again.
  return { state: 'asked', waitMs: LATER_MS, errmsg: answer.code }
}

function nextOfBill(
  { state, fail_reason: why }: Bill,
  waitMs: number,
): Pick<Next, 'state' | 'waitMs'> {
  switch (state) {
    case 'SUCCESS':
      return { state: 'paid', waitMs: 0 }
    case 'FAIL':
      return { state: why === 'OVERDUE_CLOSE' ? 'expired' : 'returned', waitMs: 0 }
    case 'CANCELLED':
      return { state: 'returned', waitMs: 0 }
    case 'ACCEPTED':
    case 'PROCESSING':
    case 'WAIT_USER_CONFIRM':
    case 'TRANSFERING':
    case 'CANCELING':
      return { state: 'awaiting', waitMs }
    default:
      return state satisfies never
  }
}

async function settle(deps: PayDeps, tenant: Tenant, held: Held, next: Next): Promise<void> {
  const real = deps.clock.now()
  const ctx = { tenant, now: presentOf(tenant, deps.clock), real }
  await deps.db.inWorkspace(
    tenant.id,
    async (tx) => {
      const isOver = next.state === 'paid' || next.state === 'returned' || next.state === 'expired'
      const hasMoved = next.state !== held.state
      const moved = await tx.run(sql`
        update reward.payment
        set state = ${next.state}, look_at = ${addMs(real, next.waitMs)},
            looks = case when ${hasMoved} then 0 else looks end,
            openid = coalesce(${next.openid ?? null}::text, openid),
            package = coalesce(nullif(${next.bill?.package_info ?? ''}::text, ''), package),
            transfer_no = coalesce(nullif(${next.bill?.transfer_bill_no ?? ''}::text, ''), transfer_no),
            errmsg = coalesce(${next.errmsg ?? null}::text, errmsg), ended_at = ${isOver ? real : null}
        where workspace_id = ${tenant.id}
          and grant_id = ${held.grantId}
          and state = ${held.state}
      `)
      if (moved === 0 || !hasMoved) return
      await noteTrouble(tx, tenant, {
        trouble: next.state === 'asked' ? (next.errmsg ?? '') : '',
        now: real,
      })
      await turnGrant(tx, ctx, held.grantId, next)
    },
    { retry: true },
  )
}

/** What the payment means for its grant and for the books. */
async function turnGrant(tx: Tx, ctx: GrantContext, grantId: string, next: Next): Promise<void> {
  const { tenant, now } = ctx
  const [grant] = await takeGrants(tx, tenant, { ids: [grantId], states: ['posted', 'awaiting'] })
  if (!grant) return
  const said = { by: null, reason: next.errmsg ?? '' }
  const { state } = next
  if (state === 'unknown')
    return addEntries(tx, tenant, [{ grantId, kind: 'unknown', at: now, ...said }])
  if (state === 'awaiting') {
    if (grant.state === 'awaiting') return
    await change(tx, ctx, [grant], { state, reason: '', isOver: false })
    return tell(tx, ctx, [grant], { kind: 'awaiting', ...said })
  }
  if (state === 'asked' || state === 'sending') return
  await move(tx, ctx, [endOf(grant, state, now)].flat())
  await change(tx, ctx, [grant], { state, reason: next.bill?.fail_reason ?? '', isOver: true })
  await tell(tx, ctx, [grant], { kind: state, by: null, reason: next.bill?.fail_reason ?? '' })
}

/** Paid: what was owed has left. Else it goes back to where it came from. */
function endOf(grant: StoredGrant, state: 'paid' | 'returned' | 'expired', at: Date) {
  const { id, customerId, campaign, cost } = grant
  if (state !== 'paid') return returnsOf(grant, { at, by: null, reason: 'payment_returned' })
  return {
    ...{ does: 'direct' as const, at, by: null, campaign, reason: 'paid' as const },
    ...{ from: dueTo(customerId), to: ofBrand('paid', 'fen'), amount: cost },
    cause: causeOf(id, 'payment'),
  }
}
