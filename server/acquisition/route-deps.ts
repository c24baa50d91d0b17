import type { WecomDeps } from '../corp/index.ts'
import { type IdKind, Problem, readId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'

/** What the room's routes are given. */
export type AcquisitionDeps = WecomDeps & {
  /** Names of tags by their ids (the customer room's verb). */
  tagNames: (tx: Tx, tenant: Tenant) => Promise<ReadonlyMap<string, string>>
}

/** An id of the address or a body. What is no such id is not found, like one of another workspace. */
export function idIn(kind: IdKind, shown: string): string {
  const id = readId(kind, shown)
  if (id === null) throw new Problem('not_found')
  return id
}
