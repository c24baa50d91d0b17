import type { Hook, HookClaim, HookDetail } from '../../contract/hook.ts'
import { peopleBook } from '../customer/index.ts'
import { presentOf, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type StoredHook, stateOf } from './hook.ts'
import { qualityOf, valuedOf } from './hook-quality.ts'
import type { AcquisitionDeps } from './route-deps.ts'
import { namesOfSources } from './source.ts'
import { visitsOf } from './visit.ts'

const DAYS_SHOWN = 90

/** Hooks as they are shown, with how many looked, claimed and went on. */
export async function shownHooks(
  tx: Tx,
  deps: AcquisitionDeps,
  { tenant, hooks }: { tenant: Tenant; hooks: readonly StoredHook[] },
): Promise<Hook[]> {
  const ids = hooks.map(({ id }) => id)
  const claims = await claimsOf(tx, tenant, ids)
  const visits = await visitsOf(tx, tenant, ids)
  const sources = await namesOfSources(
    tx,
    tenant,
    hooks.flatMap(({ sourceId }) => (sourceId === null ? [] : [sourceId])),
  )
  const ways = await namesOfWays(
    tx,
    tenant,
    hooks.flatMap(({ wayId }) => (wayId === null ? [] : [wayId])),
  )
  const present = presentOf(tenant, deps.clock)
  return hooks.map((hook) => {
    const { id, title, words, url, stock, left, sourceId, wayId, madeAt } = hook
    const { name, pain, kind, rule, version, untilOn } = hook
    const counted = claims.find(({ hookId }) => hookId === id)
    return {
      ...{ name, pain, kind, rule, version, untilOn },
      id: showId('hook', id),
      source: named('source', sourceId, sources),
      way: named('contactWay', wayId, ways),
      asset: { title, words, url },
      stock: stock === null ? null : { all: stock, left },
      state: stateOf(hook, { tenant, present }),
      url: deps.links.urlOf(tenant, { kind: 'hook_claim', id }),
      viewed: visits
        .filter(({ pageId }) => pageId === id)
        .reduce((sum, { visitors }) => sum + visitors, 0),
      claimed: counted?.claimed ?? 0,
      opened: counted?.opened ?? 0,
      madeAt: madeAt.toISOString(),
    }
  })
}

function named(
  kind: 'source' | 'contactWay',
  id: string | null,
  names: ReadonlyMap<string, string>,
): Hook['source'] {
  return id === null ? null : { id: showId(kind, id), name: names.get(id) ?? '' }
}

function claimsOf(tx: Tx, tenant: Pick<Tenant, 'id'>, ids: readonly string[]) {
  return tx.rows(sql<{ hookId: string; claimed: number; opened: number }>`
    select hook_id as "hookId", count(*)::int as claimed, count(opened_at)::int as opened
    from acquisition.hook_claim
    where workspace_id = ${tenant.id}
      and hook_id = any(${[...ids]}::uuid[])
    group by hook_id
  `)
}

/** What codes are called, by their ids. */
async function namesOfWays(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.rows(sql<{ id: string; name: string }>`
    select id, name
    from acquisition.contact_way
    where workspace_id = ${tenant.id}
      and id = any(${[...ids]}::uuid[])
  `)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** One hook with its versions, what came of it day by day, and what kind of people it draws. */
export async function hookDetailOf(
  deps: AcquisitionDeps,
  tenant: Tenant,
  hook: StoredHook,
): Promise<HookDetail> {
  const now = presentOf(tenant, deps.clock)
  const told = await deps.db.inWorkspace(tenant.id, async (tx) => ({
    shown: (await shownHooks(tx, deps, { tenant, hooks: [hook] }))[0],
    versions: await versionsOf(tx, tenant, hook.id),
    ways: await tx.rows(sql<{ id: string; name: string }>`
      select id, name
      from acquisition.contact_way
      where workspace_id = ${tenant.id}
        and hook_id = ${hook.id}
        and archived_at is null
      order by created_at, id
    `),
    days: await tx.rows(sql<{ on: string; claimed: number }>`
      select ((claimed_at at time zone ${tenant.timeZone})::date)::text as on, count(*)::int as claimed
      from acquisition.hook_claim
      where workspace_id = ${tenant.id}
        and hook_id = ${hook.id}
      group by 1
      order by 1 desc
      limit ${DAYS_SHOWN}
    `),
  }))
  if (!told.shown) throw new Error('a hook that was found is not shown')
  const asked = { hookId: hook.id, now }
  const [quality, valued] = await Promise.all([
    qualityOf(deps.clickhouse, tenant, asked),
    valuedOf(deps.clickhouse, tenant, asked),
  ])
  return {
    ...told.shown,
    versions: told.versions,
    ways: told.ways.map(({ id, name }) => ({ id: showId('contactWay', id), name })),
    days: told.days.toReversed(),
    quality,
    valued,
  }
}

async function versionsOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  hookId: string,
): Promise<HookDetail['versions']> {
  type Row = Omit<HookDetail['versions'][number], 'madeAt'> & { madeAt: Date }
  const rows = await tx.rows(sql<Row>`
    select no, title, words, url, made_at as "madeAt"
    from acquisition.hook_version
    where workspace_id = ${tenant.id}
      and hook_id = ${hookId}
    order by no desc
    limit 100
  `)
  return rows.map(({ madeAt, ...one }) => ({ ...one, madeAt: madeAt.toISOString() }))
}

/** Who claimed a hook, the latest first; one more than asked for where there are more. */
export async function listClaims(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  asked: {
    hookId: string
    kind: 'claimed' | 'opened' | 'unopened'
    limit: number
    skip: number
  },
): Promise<HookClaim[]> {
  type Row = {
    id: string
    no: number | null
    version: number
    code: string
    claimedAt: Date
    openedAt: Date | null
  }
  const rows = await tx.rows(sql<Row>`
    select c.id, c.customer_no as no, c.version, coalesce(u.code, '') as code, c.claimed_at as "claimedAt",
           c.opened_at as "openedAt"
    from acquisition.hook_claim c
    left join acquisition.hook_unit u
      on u.workspace_id = c.workspace_id
      and u.claim_id = c.id
    where c.workspace_id = ${tenant.id}
      and c.hook_id = ${asked.hookId}
      and (${asked.kind} = 'claimed' or (c.opened_at is not null) = ${asked.kind === 'opened'})
    order by c.claimed_at desc, c.id desc
    limit ${asked.limit + 1} offset ${asked.skip}
  `)
  const known = await peopleBook.describe(
    tx,
    tenant,
    rows.flatMap(({ no }) => (no === null ? [] : [no])),
  )
  return rows.map(({ id, no, claimedAt, openedAt, ...one }) => {
    const who = no === null ? undefined : known.get(no)
    return {
      ...one,
      id: showId('hookClaim', id),
      customer: who ? { id: showId('customer', who.id), name: who.name } : null,
      claimedAt: claimedAt.toISOString(),
      openedAt: openedAt?.toISOString() ?? null,
    }
  })
}
