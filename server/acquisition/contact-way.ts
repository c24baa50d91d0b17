import type { ContactWay } from '../../contract/acquisition.ts'
import type { WayWelcome } from '../../contract/way-welcome.ts'
import { giveSource } from '../customer/index.ts'
import { newId, type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'
import { codeOf, sql, type Tx } from '../postgres/index.ts'

const UNIQUE_VIOLATION = '23505'
/** WeCom's bound. */
const STATE_CHARACTERS_MAX = 30

export type StoredWay = {
  id: string
  name: string
  sourceId: string
  sourceName: string
  userids: string[]
  state: string
  welcomeNew: string
  welcomeReturning: string
  /** As they are stored. */
  welcomes: unknown
  skipVerify: boolean
  tagIds: string[]
  hookId: string | null
  hookName: string | null
  phase: ContactWay['phase']
  errcode: number | null
  configId: string | null
  qrUrl: string | null
  createdAt: Date
  archivedAt: Date | null
}

/** One code (渠道活码), or null. */
export function storedWay(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  id: string,
): Promise<StoredWay | null> {
  return tx.maybe(sql<StoredWay>`
    select ${wayColumns}
    from acquisition.contact_way w
    join acquisition.source s
      on s.workspace_id = w.workspace_id
      and s.id = w.source_id
    ${joinHook}
    where w.workspace_id = ${tenant.id}
      and w.id = ${id}
  `)
}

/** The hook that its welcome carries, as `k`. */
export const joinHook = sql`
  left join acquisition.hook k
    on k.workspace_id = w.workspace_id
    and k.id = w.hook_id
`

/** What a code is read as; `w` is the code, `s` its source, `k` its hook. */
export const wayColumns = sql`
  w.id, w.name, w.source_id as "sourceId", s.name as "sourceName", w.userids, w.state,
  w.welcome_new as "welcomeNew", w.welcome_returning as "welcomeReturning", w.welcomes, w.skip_verify as "skipVerify",
  w.tag_ids as "tagIds", w.phase, w.errcode, w.config_id as "configId", w.qr_url as "qrUrl",
  w.created_at as "createdAt", w.archived_at as "archivedAt", w.hook_id as "hookId", k.name as "hookName"
`

/** A parameter for a code: the random end of its id, short and nobody else's. */
export function stateFor(id: string): string {
  return `cw_${id.replaceAll('-', '').slice(-16)}`.slice(0, STATE_CHARACTERS_MAX)
}

export type WantedWay = {
  name: string
  sourceId: string
  userids: string[]
  state: string | null
  welcomeNew: string
  welcomeReturning: string
  welcomes: WayWelcome[]
  skipVerify: boolean
  tagIds: string[]
  hookId: string | null
  by: string | null
  now: Date
}

/** Writes a code that WeCom has yet to make. */
export async function addWay(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  wanted: WantedWay,
): Promise<Outcome<{ id: string; state: string }, 'no_source' | 'state_taken'>> {
  const id = newId()
  const state = wanted.state ?? stateFor(id)
  try {
    const made = await tx.run(sql`
      insert into acquisition.contact_way (
        workspace_id, id, name, source_id, userids, state, welcome_new, welcome_returning, welcomes, skip_verify,
        tag_ids, hook_id, phase, created_at, created_by, changed_at
      )
      select ${tenant.id}, ${id}, ${wanted.name}, s.id, ${wanted.userids}::text[], ${state}, ${wanted.welcomeNew},
             ${wanted.welcomeReturning}, ${JSON.stringify(wanted.welcomes)}::jsonb, ${wanted.skipVerify},
             ${wanted.tagIds}::uuid[], ${wanted.hookId}, 'making', ${wanted.now}, ${wanted.by}, ${wanted.now}
      from acquisition.source s
      where s.workspace_id = ${tenant.id}
        and s.id = ${wanted.sourceId}
        and s.archived_at is null
    `)
    if (made === 0) return refused('no_source')
    await giveSource(tx, tenant, { state, sourceId: wanted.sourceId })
    return ok({ id, state })
  } catch (error) {
    if (codeOf(error) === UNIQUE_VIOLATION) return refused('state_taken')
    throw error
  }
}

/** Notes what WeCom answered. */
export async function noteMade(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  made: { id: string; now: Date } & (
    | { configId: string; qrUrl: string }
    | { errcode: number | null }
  ),
): Promise<void> {
  const isLive = 'configId' in made
  await tx.run(sql`
    update acquisition.contact_way
    set phase = ${isLive ? 'live' : 'failed'},
        config_id = ${isLive ? made.configId : null},
        qr_url = ${isLive ? made.qrUrl : null},
        errcode = ${isLive ? null : made.errcode},
        changed_at = ${made.now}
    where workspace_id = ${tenant.id}
      and id = ${made.id}
      and phase <> 'live'
  `)
}

export type WayChange = {
  id: string
  name?: string | undefined
  userids?: string[] | undefined
  skipVerify?: boolean | undefined
  welcomeNew?: string | undefined
  welcomeReturning?: string | undefined
  welcomes?: WayWelcome[] | undefined
  tagIds?: string[] | undefined
  hookId?: string | null | undefined
  isArchived?: boolean | undefined
  /** WeCom has been told the code's whole list of associates. */
  isTold?: boolean
  now: Date
}

/** Changes a code as we know it. @returns false when it is not there. */
export async function changeWay(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  change: WayChange,
): Promise<boolean> {
  const archivedAt = change.isArchived ? change.now : null
  const changed = await tx.run(sql`
    update acquisition.contact_way
    set name = coalesce(${change.name ?? null}, name),
        userids = coalesce(${change.userids ?? null}::text[], userids),
        skip_verify = coalesce(${change.skipVerify ?? null}::boolean, skip_verify),
        welcome_new = coalesce(${change.welcomeNew ?? null}, welcome_new),
        welcome_returning = coalesce(${change.welcomeReturning ?? null}, welcome_returning),
        welcomes = coalesce(${change.welcomes ? JSON.stringify(change.welcomes) : null}::jsonb, welcomes),
        tag_ids = coalesce(${change.tagIds ?? null}::uuid[], tag_ids),
        hook_id = case when ${change.hookId === undefined} then hook_id else ${change.hookId ?? null}::uuid end,
        -- WeCom was just told the whole list; whom the schedule leads to is told it again.
        served = case when ${change.isTold === true} then null else served end,
        archived_at = case when ${change.isArchived === undefined} then archived_at else ${archivedAt}::timestamptz end,
        changed_at = ${change.now}
    where workspace_id = ${tenant.id}
      and id = ${change.id}
  `)
  return changed > 0
}

/** Which source each code belongs to; what is nobody's code is left out. */
export async function sourcesOfStates(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  states: string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.rows(sql<{ state: string; sourceId: string }>`
    select state, source_id as "sourceId"
    from acquisition.contact_way
    where workspace_id = ${tenant.id}
      and state = any(${states}::text[])
  `)
  return new Map(rows.map(({ state, sourceId }) => [state, sourceId]))
}
