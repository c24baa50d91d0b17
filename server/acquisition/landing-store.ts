import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Landing, type NewLanding, type Variant, variant } from '../../contract/landing.ts'
import { newId, type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'
import { codeOf, sql, type Tx } from '../postgres/index.ts'

const UNIQUE_VIOLATION = '23505'
type TenantId = Pick<Tenant, 'id'>

/** A landing page (落地页) as it is kept, with the names of what it points at. */
export type StoredLanding = Pick<Landing, 'name' | 'template' | 'deed'> & {
  id: string
  sourceId: string | null
  sourceName: string | null
  wayId: string | null
  wayName: string | null
  wayState: string | null
  hookId: string | null
  hookName: string | null
  variants: Variant[]
  madeAt: Date
  archivedAt: Date | null
}

export type WantedLanding = Omit<NewLanding, 'sourceId' | 'wayId' | 'hookId'> & {
  sourceId: string | null
  wayId: string | null
  hookId: string | null
  by: string | null
  now: Date
}

export async function makeLanding(
  tx: Tx,
  tenant: TenantId,
  wanted: WantedLanding,
): Promise<Outcome<string, 'name_taken'>> {
  const id = newId()
  const { name, sourceId, template, deed, wayId, hookId, variants, by, now } = wanted
  const made = await tx.run(sql`
    insert into acquisition.landing_page (
      workspace_id, id, name, source_id, template, deed, way_id, hook_id, variants, made_at, made_by, changed_at
    )
    values (
      ${tenant.id}, ${id}, ${name}, ${sourceId}, ${template}, ${deed}, ${wayId}, ${hookId},
      ${JSON.stringify(variants)}::jsonb, ${now}, ${by}, ${now}
    )
    on conflict (workspace_id, name) where archived_at is null do nothing
  `)
  return made === 0 ? refused('name_taken') : ok(id)
}

/** Writes a page anew. @returns false when there is none. */
export async function changeLanding(
  tx: Tx,
  tenant: TenantId,
  { id, ...wanted }: WantedLanding & { id: string },
): Promise<Outcome<boolean, 'name_taken'>> {
  const { name, sourceId, template, deed, wayId, hookId, variants, now } = wanted
  return orTaken(() =>
    tx.run(sql`
      update acquisition.landing_page
      set name = ${name}, source_id = ${sourceId}, template = ${template}, deed = ${deed}, way_id = ${wayId},
          hook_id = ${hookId}, variants = ${JSON.stringify(variants)}::jsonb, changed_at = ${now}
      where workspace_id = ${tenant.id}
        and id = ${id}
    `),
  )
}

/** Puts a page away, or takes it out again. @returns false when there is none. */
export async function archiveLanding(
  tx: Tx,
  tenant: TenantId,
  { id, isArchived, now }: { id: string; isArchived: boolean; now: Date },
): Promise<Outcome<boolean, 'name_taken'>> {
  return orTaken(() =>
    tx.run(sql`
      update acquisition.landing_page
      set archived_at = ${isArchived ? now : null}
      where workspace_id = ${tenant.id}
        and id = ${id}
    `),
  )
}

async function orTaken(write: () => Promise<number>): Promise<Outcome<boolean, 'name_taken'>> {
  try {
    return ok((await write()) > 0)
  } catch (error) {
    if (codeOf(error) === UNIQUE_VIOLATION) return refused('name_taken')
    throw error
  }
}

export type LandingFilter = { search: string; isArchived: boolean; limit: number; skip: number }

/** One page of landing pages, the newest first; one more than asked for where there are more. */
export async function landingsMatching(
  tx: Tx,
  tenant: TenantId,
  { search, isArchived, limit, skip }: LandingFilter,
): Promise<StoredLanding[]> {
  const rows = await tx.rows(sql<Row>`
    select ${columns}
    from acquisition.landing_page p
    ${joins}
    where p.workspace_id = ${tenant.id}
      and (p.archived_at is not null) = ${isArchived}
      and (${search} = '' or strpos(lower(p.name), lower(${search})) > 0)
    order by p.made_at desc, p.id desc
    limit ${limit + 1} offset ${skip}
  `)
  return rows.map(read)
}

export async function storedLanding(
  tx: Tx,
  tenant: TenantId,
  id: string,
): Promise<StoredLanding | null> {
  const row = await tx.maybe(sql<Row>`
    select ${columns}
    from acquisition.landing_page p
    ${joins}
    where p.workspace_id = ${tenant.id}
      and p.id = ${id}
  `)
  return row && read(row)
}

type Row = Omit<StoredLanding, 'variants'> & { variants: unknown }
const columns = sql`
  p.id, p.name, p.template, p.deed, p.source_id as "sourceId", s.name as "sourceName", p.way_id as "wayId",
  w.name as "wayName", w.state as "wayState", p.hook_id as "hookId", h.name as "hookName", p.variants,
  p.made_at as "madeAt", p.archived_at as "archivedAt"
`
const joins = sql`
  left join acquisition.source s on s.workspace_id = p.workspace_id and s.id = p.source_id
  left join acquisition.contact_way w on w.workspace_id = p.workspace_id and w.id = p.way_id
  left join acquisition.hook h on h.workspace_id = p.workspace_id and h.id = p.hook_id
`

function read({ variants, ...row }: Row): StoredLanding {
  return { ...row, variants: z.array(variant).parse(variants) }
}

/** Which wording somebody reads: by a hash of page and visitor, so that the same one reads the same words. */
export function variantFor(
  { id, variants }: Pick<StoredLanding, 'id' | 'variants'>,
  visitorId: string,
): Variant {
  const hash = createHash('sha256').update(`${id} ${visitorId}`).digest()
  const place = hash.readUInt32BE(0) % 100
  let end = 0
  for (const one of variants) {
    end += one.share
    if (place < end) return one
  }
  const [first] = variants
  if (!first) throw new Error('a landing page without words')
  return first
}
