import type { Wecom } from '../../wecom/index.ts'
import { type WecomDeps, wecomsOf } from '../corp/index.ts'
import {
  type DueMarks,
  type MarkOutcome,
  settleMarks,
  takeMarks,
  workspacesWithMarks,
} from '../customer/index.ts'
import { companyOf, type Log, type Tenant } from '../kernel/index.ts'
import { type Rounds, startRounds, tenantsDue } from '../postgres/index.ts'

/** Marks of one workspace in one go, and pairs that are written at once. */
const MARKS_A_GO = 200
const AT_ONCE = 4
/** How long the loop looks away when nothing is due. */
const IDLE_MS = 500

export type MarkerDeps = WecomDeps & {
  log: Log
  tenants: () => Promise<Tenant[]>
  /** True while nothing may leave this installation. */
  isFenced: () => Promise<boolean>
}

/** Brings to WeCom which tags customers wear here, until it is stopped. Any number of processes may. */
export function startMarker(deps: MarkerDeps): Rounds {
  return startRounds({
    log: deps.log,
    waits: 'tags wait to be brought to WeCom',
    idleMs: IDLE_MS,
    due: async () =>
      (await deps.isFenced()) ? [] : tenantsDue(deps, workspacesWithMarks(deps.clock.now())),
    step: async (tenant) => (await bringMarks(deps, tenant)) > 0,
  })
}

/** Brings what is due of one workspace. @returns how many pairs WeCom was told of. */
export async function bringMarks(deps: WecomDeps, tenant: Tenant): Promise<number> {
  const ways = new Map((await wecomsOf(deps, tenant)).map((one) => [one.company, one.wecom]))
  if (ways.size === 0) return 0
  const companies = [...ways.keys()]
  const due = await deps.db.inWorkspace(tenant.id, (tx) =>
    takeMarks(tx, tenant, { companies, now: deps.clock.now(), most: MARKS_A_GO }),
  )
  for (let at = 0; at < due.length; at += AT_ONCE) {
    const outcomes = await Promise.all(
      due.slice(at, at + AT_ONCE).flatMap((marks) => {
        const wecom = ways.get(companyOf(marks.userid))
        return wecom ? [bring(wecom, marks)] : []
      }),
    )
    await deps.db.inWorkspace(tenant.id, (tx) =>
      settleMarks(tx, tenant, outcomes, deps.clock.now()),
    )
  }
  return due.length
}

/** A set operation: what nobody can vouch for is simply done again. */
async function bring(wecom: Pick<Wecom, 'markTags'>, marks: DueMarks): Promise<MarkOutcome> {
  const { userid, contact: externalUserId, add, remove } = marks
  const answer = await wecom.markTags({ userid, externalUserId, add, remove })
  if (answer.ok) return { marks, how: 'done', error: null }
  if (answer.heldUntil) return { marks, how: 'again', error: null }
  const how = answer.retry === 'never' ? 'never' : 'again'
  return { marks, how, error: String(answer.errcode ?? 'silent') }
}
