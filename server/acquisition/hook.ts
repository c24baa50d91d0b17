import type { Asset, Hook, NewHook } from '../../contract/hook.ts'
import { dayOf, newId, type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'
import { codeOf, sql, type Tx } from '../postgres/index.ts'

const UNIQUE_VIOLATION = '23505'
type TenantId = Pick<Tenant, 'id'>

/** A hook (引流抓手) as it is kept, with what it gives now. */
export type StoredHook = Asset &
  Pick<Hook, 'name' | 'pain' | 'kind' | 'rule' | 'version' | 'untilOn'> & {
    id: string
    sourceId: string | null
    wayId: string | null
    stock: number | null
    left: number
    madeAt: Date
    archivedAt: Date | null
  }

/** What a hook is read as; `h` is the hook, `v` its version. */
const columns = sql`
  h.id, h.name, h.pain, h.kind, h.rule, h.version, h.until_on::text as "untilOn", h.source_id as "sourceId",
  h.way_id as "wayId", h.stock, h.made_at as "madeAt", h.archived_at as "archivedAt", v.title, v.words, v.url,
  (
    select count(*)
    from acquisition.hook_unit u
    where u.workspace_id = h.workspace_id
      and u.hook_id = h.id
      and u.claim_id is null
  ) as left
`

export function storedHook(tx: Tx, tenant: TenantId, id: string): Promise<StoredHook | null> {
  return tx.maybe(sql<StoredHook>`
    select ${columns}
    from acquisition.hook h
    join acquisition.hook_version v
      on v.workspace_id = h.workspace_id
      and v.hook_id = h.id
      and v.no = h.version
    where h.workspace_id = ${tenant.id}
      and h.id = ${id}
  `)
}

export type HookFilter = { search: string; isArchived: boolean; limit: number; skip: number }

/** One page of hooks, the newest first; one more than asked for where there are more. */
export function hooksMatching(
  tx: Tx,
  tenant: TenantId,
  { search, isArchived, limit, skip }: HookFilter,
): Promise<StoredHook[]> {
  return tx.rows(sql<StoredHook>`
    select ${columns}
    from acquisition.hook h
    join acquisition.hook_version v
      on v.workspace_id = h.workspace_id
      and v.hook_id = h.id
      and v.no = h.version
    where h.workspace_id = ${tenant.id}
      and (h.archived_at is not null) = ${isArchived}
      and (${search} = '' or strpos(lower(h.name), lower(${search})) > 0 or strpos(h.pain, ${search}) > 0)
    order by h.made_at desc, h.id desc
    limit ${limit + 1} offset ${skip}
  `)
}

/** How a hook stands. */
export function stateOf(
  { archivedAt, untilOn, stock, left }: StoredHook,
  { tenant, present }: { tenant: Pick<Tenant, 'timeZone'>; present: Date },
): Hook['state'] {
  if (archivedAt !== null) return 'archived'
  if (untilOn !== null && dayOf(present, tenant.timeZone) > untilOn) return 'ended'
  return stock !== null && left === 0 ? 'sold_out' : 'open'
}

export type WantedHook = Omit<NewHook, 'sourceId' | 'wayId'> & {
  sourceId: string | null
  wayId: string | null
  by: string | null
  now: Date
}

/** Writes a hook with its first version and its stock. */
export async function makeHook(
  tx: Tx,
  tenant: TenantId,
  wanted: WantedHook,
): Promise<Outcome<string, 'name_taken'>> {
  const id = newId()
  const { name, pain, kind, rule, asset, codes, by, now } = wanted
  const stock = codes.length > 0 ? codes.length : wanted.stock
  const made = await tx.run(sql`
    insert into acquisition.hook (
      workspace_id, id, name, pain, kind, rule, source_id, way_id, version, stock, until_on, made_at, made_by
    )
    values (
      ${tenant.id}, ${id}, ${name}, ${pain}, ${kind}, ${rule}, ${wanted.sourceId}, ${wanted.wayId}, 1, ${stock},
      ${wanted.untilOn}::date, ${now}, ${by}
    )
    on conflict (workspace_id, name) where archived_at is null do nothing
  `)
  if (made === 0) return refused('name_taken')
  await addVersion(tx, tenant, { hookId: id, no: 1, asset, by, now })
  if (stock !== null)
    await cutUnits(tx, tenant, { hookId: id, codes: unitsOf(codes, stock), from: 1 })
  return ok(id)
}

function unitsOf(codes: readonly string[], more: number): string[] {
  return codes.length > 0 ? [...codes] : Array.from({ length: more }, () => '')
}

async function addVersion(
  tx: Tx,
  tenant: TenantId,
  version: { hookId: string; no: number; asset: Asset; by: string | null; now: Date },
): Promise<void> {
  const { title, words, url } = version.asset
  await tx.run(sql`
    insert into acquisition.hook_version (workspace_id, hook_id, no, title, words, url, made_at, made_by)
    values (${tenant.id}, ${version.hookId}, ${version.no}, ${title}, ${words}, ${url}, ${version.now}, ${version.by})
  `)
}

async function cutUnits(
  tx: Tx,
  tenant: TenantId,
  { hookId, codes, from }: { hookId: string; codes: readonly string[]; from: number },
): Promise<void> {
  await tx.run(sql`
    insert into acquisition.hook_unit (workspace_id, hook_id, no, code)
    select ${tenant.id}, ${hookId}, ${from}::int + n.place::int - 1, n.code
    from unnest(${[...codes]}::text[]) with ordinality as n (code, place)
  `)
}

/** Adds to a stock. @returns false: the hook has no limit. */
export async function addStock(
  tx: Tx,
  tenant: TenantId,
  { id, codes, more }: { id: string; codes: readonly string[]; more: number },
): Promise<boolean> {
  const units = [...codes, ...Array.from({ length: more }, () => '')]
  const row = await tx.maybe(sql<{ stock: number }>`
    update acquisition.hook
    set stock = stock + ${units.length}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and stock is not null
    returning stock
  `)
  if (!row) return false
  await cutUnits(tx, tenant, { hookId: id, codes: units, from: row.stock - units.length + 1 })
  return true
}

export type HookWish = {
  id: string
  name?: string | undefined
  pain?: string | undefined
  rule?: Hook['rule'] | undefined
  wayId?: string | null | undefined
  untilOn?: string | null | undefined
  asset?: Asset | undefined
  isArchived?: boolean | undefined
  by: string | null
  now: Date
}

/** Changes a hook; what it gives becomes a new version when it differs. @returns the version that stands, null: no such hook. */
export async function changeHook(
  tx: Tx,
  tenant: TenantId,
  wish: HookWish,
): Promise<Outcome<number | null, 'name_taken'>> {
  const before = await storedHook(tx, tenant, wish.id)
  if (!before) return ok(null)
  const { asset, by, now } = wish
  const isNew =
    asset !== undefined &&
    (asset.title !== before.title || asset.words !== before.words || asset.url !== before.url)
  const version = isNew ? before.version + 1 : before.version
  if (isNew) await addVersion(tx, tenant, { hookId: wish.id, no: version, asset, by, now })
  try {
    await tx.run(sql`
      update acquisition.hook
      set name = coalesce(${wish.name ?? null}, name),
          pain = coalesce(${wish.pain ?? null}, pain),
          rule = coalesce(${wish.rule ?? null}, rule),
          way_id = case when ${wish.wayId === undefined} then way_id else ${wish.wayId ?? null}::uuid end,
          until_on = case when ${wish.untilOn === undefined} then until_on else ${wish.untilOn ?? null}::date end,
          archived_at = case
            when ${wish.isArchived === undefined} then archived_at
            when ${wish.isArchived === true} then ${now}::timestamptz
          end,
          version = ${version}
      where workspace_id = ${tenant.id}
        and id = ${wish.id}
    `)
    return ok(version)
  } catch (error) {
    if (codeOf(error) === UNIQUE_VIOLATION) return refused('name_taken')
    throw error
  }
}
