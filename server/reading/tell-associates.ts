import { atWorkFrom, awayOn, type StaffWayOf, workOf } from '../channel/index.ts'
import { liveCorps } from '../corp/index.ts'
import { listedPersons, sendersOf } from '../customer/index.ts'
import { type Clock, companyOf, dayOf, presentOf, type Tenant } from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import { type DueAlert, dueAlerts, postponeAlerts, settleAlerts } from './alert-store.ts'
import { alertText } from './alert-text.ts'

const BATCH = 100
/** What was read longer ago is no news any more. */
const NEWS_MS = 24 * 3_600_000

export type TellDeps = {
  db: Database
  clock: Clock
  isFenced: () => Promise<boolean>
  staffWayOf: StaffWayOf
}
type Going = DueAlert & { userid: string; name: string }

/**
 * Tells associates what customers of theirs have read: while they are at work, and whoever stands in for one who is away. It is
 * written down before the call, so that nobody is told twice. @returns how many alerts were looked at.
 */
export async function tellAssociates(deps: TellDeps, tenant: Tenant): Promise<number> {
  if (await deps.isFenced()) return 0
  const now = presentOf(tenant, deps.clock)
  const { looked, going } = await deps.db.inWorkspace(tenant.id, async (tx) => {
    const due = await dueAlerts(tx, tenant, { now, limit: BATCH })
    const { rules } = await workOf(tx, tenant)
    const until = atWorkFrom(now, tenant.timeZone, rules)
    if (until > now) {
      await postponeAlerts(tx, tenant, { ids: due.map(({ id }) => id), until })
      return { looked: due.length, going: [] }
    }
    const told = rules.nudge.isOn ? await toWhom(tx, tenant, { due, now }) : []
    const ids = new Map(told.map((one) => [one.id, one.userid]))
    const settled = due.map(({ id }) => {
      const userid = ids.get(id) ?? null
      return { id, userid, error: '', state: userid === null ? 'dropped' : 'told' } as const
    })
    await settleAlerts(tx, tenant, settled, now)
    return { looked: due.length, going: told }
  })
  for (const one of going) await tell(deps, tenant, one)
  return looked
}

/** Whom each is told to; what is no news, or has nobody, is left out. */
async function toWhom(
  tx: Tx,
  tenant: Tenant,
  { due, now }: { due: readonly DueAlert[]; now: Date },
): Promise<Going[]> {
  const news = due.filter(({ readAt }) => now.getTime() - readAt.getTime() < NEWS_MS)
  const customerIds = news.map(({ customerId }) => customerId)
  const companies = (await liveCorps(tx, tenant)).map(({ company }) => company)
  const senders = await sendersOf(tx, tenant, customerIds, { companies, away: [] })
  const away = await awayOn(tx, tenant, dayOf(now, tenant.timeZone))
  const persons = await listedPersons(tx, tenant.id, customerIds)
  return news.flatMap((one) => {
    const own = senders.get(one.customerId)?.userid ?? null
    const userid = own !== null && away.has(own) ? (away.get(own) ?? null) : own
    return userid === null
      ? []
      : [{ ...one, userid, name: persons.get(one.customerId)?.name ?? '' }]
  })
}

async function tell({ db, clock, staffWayOf }: TellDeps, tenant: Tenant, one: Going) {
  const way = await staffWayOf({ id: tenant.id, company: companyOf(one.userid) })
  const answer = await way?.wecom.sendToStaff({
    agentId: way.agentId,
    to: { userids: [one.userid] },
    content: { msgtype: 'text', text: { content: alertText(one, tenant.timeZone) } },
  })
  if (answer?.ok) return
  const error = answer ? `${answer.errcode ?? ''} ${answer.errmsg}`.trim() : 'not connected'
  const failed = { id: one.id, userid: one.userid, state: 'failed', error } as const
  await db.inWorkspace(tenant.id, (tx) => settleAlerts(tx, tenant, [failed], clock.now()))
}
