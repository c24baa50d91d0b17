import { clickhouseInstant, type Landing, type PumpContext } from '../event/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { NewIdentity, NewRow } from './recognize.ts'
import { storedTraits, type Traits } from './trait.ts'

/** Under which version rows of mirrors are written, and for whom. */
export type MirrorScope = Pick<PumpContext, 'batchNo'> & { tenant: { id: string; no: number } }

/** Who arrived, for ClickHouse. */
export function arrivalLanding({ tenant, batchNo }: MirrorScope, added: NewRow[]): Landing {
  return {
    table: 'customer_arrival',
    rows: added.map(({ row, source, at }) => ({
      workspace: tenant.no,
      customer: row.no,
      source,
      at: clickhouseInstant(at),
      version: batchNo,
    })),
  }
}

/** By which kinds of identity customers are known from now on. */
export function identityLanding({ tenant, batchNo }: MirrorScope, added: NewIdentity[]): Landing {
  return {
    table: 'customer_identity',
    rows: added.map(({ row, identity }) => ({
      workspace: tenant.no,
      kind: identity.kind,
      customer: row.no,
      gone: 0,
      version: batchNo,
    })),
  }
}

/** Tables with rows of one customer's own, to be emptied of customers who are no more. */
export const mirrors = [
  'customer_arrival',
  'customer_identity',
  'customer_trait',
  'customer_tagging',
  'customer_override',
] as const

/** Kinds of identity that customers have no longer. */
export function goneIdentityLanding(
  { tenant, batchNo }: MirrorScope,
  gone: { kind: string; no: number }[],
): Landing {
  const rows = gone.map(({ kind, no }) => ({
    workspace: tenant.no,
    kind,
    customer: no,
    gone: 1,
    version: batchNo,
  }))
  return { table: 'customer_identity', rows }
}

export type TraitChange = { no: number; traits: Traits; keys: Iterable<string> }
/** An instant before everything. */
export const NEVER = 0

/** Traits as they stand now, the given keys of each customer only. */
export function traitLanding({ tenant, batchNo }: MirrorScope, changed: TraitChange[]): Landing {
  const rows = changed.flatMap(({ no, traits, keys }) =>
    [...keys].flatMap((key) => {
      const trait = traits[key]
      if (!trait) return []
      return {
        workspace: tenant.no,
        key,
        customer: no,
        value: textOf(trait.v),
        empty: trait.v === null ? 1 : 0,
        at: clickhouseInstant(new Date(trait.at)),
        version: batchNo,
      }
    }),
  )
  return { table: 'customer_trait', rows }
}

/** A value as conditions look at it: a text as it is, everything else as JSON writes it. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** All traits of customers as they stand now. */
export async function traitsAsTheyStand(
  tx: Tx,
  scope: MirrorScope,
  customerIds: string[],
): Promise<Landing> {
  const rows = await tx.rows(sql<{ no: number; traits: unknown }>`
    select no, traits
    from customer.customer
    where workspace_id = ${scope.tenant.id}
      and id = any(${customerIds}::uuid[])
  `)
  const read = rows.map(({ no, traits }) => ({ no, traits: storedTraits.parse(traits) }))
  return traitLanding(
    scope,
    read.map((row) => ({ ...row, keys: Object.keys(row.traits) })),
  )
}

export type MirroredTagging = {
  id: string
  tag: string
  customer: number
  source: string
  sign: number
  weight: number
  at: Date
  gone: boolean
}

export function taggingLanding(
  { tenant, batchNo }: MirrorScope,
  taggings: MirroredTagging[],
): Landing {
  return {
    table: 'customer_tagging',
    rows: taggings.map(({ at, gone, ...row }) => ({
      ...row,
      workspace: tenant.no,
      at: clickhouseInstant(at),
      gone: gone ? 1 : 0,
      version: batchNo,
    })),
  }
}

/** All evidence for tags that customers ever had, as it stands now. */
export async function taggingsAsTheyStand(
  tx: Tx,
  scope: MirrorScope,
  customerIds: string[],
): Promise<Landing> {
  const rows = await tx.rows(sql<MirroredTagging>`
    select a.id, a.tag_id as tag, c.no as customer, a.source, a.sign, a.weight, a.tagged_at as at,
           a.withdrawn_at is not null as gone
    from customer.tagging a
    join customer.customer c
      on c.workspace_id = a.workspace_id
      and c.id = a.customer_id
    where a.workspace_id = ${scope.tenant.id}
      and a.customer_id = any(${customerIds}::uuid[])
  `)
  return taggingLanding(scope, rows)
}
