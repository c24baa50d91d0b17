import type { ClickHouse } from '../clickhouse/index.ts'
import { type IdKind, Problem, readId, type Tenant } from '../kernel/index.ts'
import type { PageDeps } from '../page/index.ts'
import type { Painter } from '../poster/index.ts'
import type { Tx } from '../postgres/index.ts'

/** Writes down who did what (the staff room's verb). */
export type Audit = (
  tx: Tx,
  entry: {
    workspaceId: string
    staffId: string | null
    at: Date
    action: string
    subject: string
    detail: Record<string, unknown>
  },
) => Promise<void>

/** What the room's routes are given. */
export type AcquisitionDeps = PageDeps & {
  clickhouse: Pick<ClickHouse, 'rows'>
  audit: Audit
  painter: Painter
  /** Names of tags by their ids (the customer room's verb). */
  tagNames: (tx: Tx, tenant: Tenant) => Promise<ReadonlyMap<string, string>>
}

/** An id of the address or a body. What is no such id is not found, like one of another workspace. */
export function idIn(kind: IdKind, shown: string): string {
  const id = readId(kind, shown)
  if (id === null) throw new Problem('not_found')
  return id
}
