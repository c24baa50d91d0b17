import { waySchedule } from '../../contract/way-schedule.ts'
import type { Wecom } from '../../wecom/index.ts'
import { awayOn } from '../channel/index.ts'
import { namedAssociates } from '../corp/index.ts'
import { addedSince } from '../customer/index.ts'
import {
  addMs,
  type Clock,
  companyOf,
  dayOf,
  dayStart,
  type Log,
  presentOf,
  type Tenant,
  type TenantCompany,
} from '../kernel/index.ts'
import {
  type Database,
  type Rounds,
  sql,
  startRounds,
  type Tx,
  tenantsDue,
} from '../postgres/index.ts'
import type { StoredWay } from './contact-way.ts'
import { changeAtWecom } from './make-way.ts'
import { servedAt } from './serving.ts'

/** How late a shift that begins is told to WeCom. */
const IDLE_MS = 20_000
/** Codes that one round changes at WeCom; the rest waits for the next, so that a change of shift costs a bounded number of calls. */
const CALLS_A_ROUND = 50
const WAYS_MAX = 5_000
const AGAIN_MS = 5 * 60_000
/** WeCom did not answer. */
const SILENT = 0

export type ServeDeps = {
  db: Database
  clock: Clock
  log: Log
  tenants: () => Promise<Tenant[]>
  isFenced: () => Promise<boolean>
  remoteOf: (company: TenantCompany) => Promise<Pick<Wecom, 'updateContactWay'> | null>
}

/** Leads codes to whoever is on duty, until it is stopped. Any number of processes may: the same is written over the same. */
export function startServing(deps: ServeDeps): Rounds {
  return startRounds({
    log: deps.log,
    waits: 'codes wait for their shift',
    idleMs: IDLE_MS,
    due: async () =>
      (await deps.isFenced())
        ? []
        : tenantsDue(
            deps,
            sql`
              select d.id
              from acquisition.scheduled() as d (id)
            `,
          ),
    step: async (tenant) => {
      await serveStep(deps, tenant)
      return false
    },
  })
}

type Scheduled = Pick<
  StoredWay,
  'id' | 'name' | 'userids' | 'state' | 'skipVerify' | 'configId'
> & {
  schedule: unknown
  served: string[] | null
}
type Change = { way: Scheduled; wanted: string[] | null }

/** One round for a workspace: every code that leads to others than it should is told so, WeCom first. @returns how many. */
export async function serveStep(
  deps: Pick<ServeDeps, 'db' | 'clock' | 'remoteOf'>,
  tenant: Tenant,
): Promise<number> {
  const real = deps.clock.now()
  const at = presentOf(tenant, deps.clock)
  const changes = await deps.db.inWorkspace(tenant.id, (tx) => changesOf(tx, tenant, { at, real }))
  let changed = 0
  for (const { way, wanted } of changes.slice(0, CALLS_A_ROUND)) {
    const remote = await deps.remoteOf({ id: tenant.id, company: companyOf(way.userids[0] ?? '') })
    if (!remote) continue
    const answer = await changeAtWecom(remote, way, { ...way, userids: wanted ?? way.userids })
    await deps.db.inWorkspace(tenant.id, (tx) =>
      noteServed(tx, tenant, {
        id: way.id,
        ...(answer.ok
          ? { served: wanted, errcode: null, after: null }
          : {
              served: way.served,
              errcode: answer.errcode ?? SILENT,
              after: addMs(real, AGAIN_MS),
            }),
      }),
    )
    if (answer.ok) changed += 1
  }
  return changed
}

async function changesOf(
  tx: Tx,
  tenant: Tenant,
  { at, real }: { at: Date; real: Date },
): Promise<Change[]> {
  const ways = await tx.rows(sql<Scheduled>`
    select id, name, userids, state, skip_verify as "skipVerify", config_id as "configId", schedule, served
    from acquisition.contact_way
    where workspace_id = ${tenant.id}
      and (schedule is not null or served is not null)
      and phase = 'live'
      and archived_at is null
      and (serve_after is null or serve_after <= ${real})
    order by id
    limit ${WAYS_MAX}
  `)
  if (ways.length === 0) return []
  const away = await awayOn(tx, tenant, dayOf(at, tenant.timeZone))
  const active = new Set(
    (await namedAssociates(tx, tenant)).flatMap(({ userid, isActive }) =>
      isActive ? [userid] : [],
    ),
  )
  const states = ways.map(({ state }) => state)
  const added = new Map(
    (await addedSince(tx, tenant, { states, since: dayStart(at, tenant.timeZone) })).map((one) => [
      `${one.state} ${one.userid}`,
      one.added,
    ]),
  )
  return ways.flatMap((way) => {
    const schedule = waySchedule.nullable().parse(way.schedule)
    const wanted =
      schedule &&
      servedAt(
        { userids: way.userids, schedule },
        {
          isActive: (userid) => active.has(userid),
          isAway: (userid) => away.has(userid),
          addedToday: (userid) => added.get(`${way.state} ${userid}`) ?? 0,
        },
        { at, timeZone: tenant.timeZone },
      )
    const isSame = (wanted ?? way.userids).join('\n') === (way.served ?? way.userids).join('\n')
    return isSame && (wanted !== null || way.served === null) ? [] : [{ way, wanted }]
  })
}

function noteServed(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  {
    id,
    served,
    errcode,
    after,
  }: { id: string; served: string[] | null; errcode: number | null; after: Date | null },
): Promise<number> {
  return tx.run(sql`
    update acquisition.contact_way
    set served = ${served}::text[], serve_errcode = ${errcode}, serve_after = ${after}
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
}
