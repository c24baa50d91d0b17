import { release } from '../channel/index.ts'
import { lockPeople } from '../customer/index.ts'
import { append } from '../event/index.ts'
import { presentOf, type Tenant } from '../kernel/index.ts'
import { type Rounds, sql, startRounds, tenantsDue } from '../postgres/index.ts'
import { endWait, replyFact } from './reply-life.ts'
import { keepWaits, type ReplyWait, replyColumns } from './reply-wait.ts'
import type { CareDeps } from './run-clocks.ts'
import { settingsOf } from './settings.ts'

/** How late a clock that has run out is found. */
const IDLE_MS = 5_000
const BATCH = 500

/** Finds customers who have waited too long, until it is stopped. Any number of processes may. */
export function startReplies(deps: CareDeps): Rounds {
  return startRounds({
    log: deps.log,
    waits: 'answers wait',
    idleMs: IDLE_MS,
    due: () =>
      tenantsDue(
        deps,
        sql`
          select d.id
          from care.due_reply(${deps.clock.now()}) as d (id)
        `,
      ),
    step: (tenant) => runReplies(deps, tenant),
  })
}

/** One round for a workspace: who has waited too long is told of once, who is given up on is let go. @returns whether anything was done. */
export function runReplies({ db, clock }: Pick<CareDeps, 'db' | 'clock'>, tenant: Tenant) {
  const now = presentOf(tenant, clock)
  return db.inWorkspace(tenant.id, async (tx) => {
    // In the order of the pump, which holds this lock when it comes to the waits.
    await lockPeople(tx, tenant.id)
    const { settings } = await settingsOf(tx, tenant)
    const scope = { settings, zone: tenant.timeZone }
    const due = await tx.rows(sql<ReplyWait>`
      select ${replyColumns}
      from care.reply_wait r
      where r.workspace_id = ${tenant.id}
        and r.ended_at is null
        and r.due_at <= ${now}
        and (r.escalated_at is null or r.lapse_at <= ${now})
      order by r.due_at, r.id
      limit ${BATCH}
      for update skip locked
    `)
    const changed = due.map((one) => {
      const told = { ...one, escalatedAt: one.escalatedAt ?? now }
      const end = { outcome: 'lapsed', at: now, by: null } as const
      return one.lapseAt <= now ? endWait(told, end, scope) : told
    })
    await keepWaits(tx, tenant, changed)
    const lapsed = changed.filter(({ outcome }) => outcome === 'lapsed')
    const ids = lapsed.map(({ id }) => id)
    await release(tx, { tenant, now }, ids)
    const facts = lapsed.map((one) => replyFact(one, now))
    await append(tx, tenant, facts, { lane: 'journey', now: clock.now() })
    return due.length > 0
  })
}
