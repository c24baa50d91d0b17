import { type Fact, nothingApplied, type Resolve, type RiverEvent } from '../event/index.ts'
import { newId, type Seal } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type Identity, readIdentities } from './identity.ts'
import { loadPeople } from './load-people.ts'
import { lockPeople } from './lock.ts'
import type { Row } from './people.ts'
import { type Findings, noFindings, recognize } from './recognize.ts'
import { refreshPersons } from './refresh.ts'
import { addConflicts, addIdentities, addMerges, addRows, type StoredMerge } from './store.ts'
import { touch } from './touch.ts'

/** Makes the pump's look-up of people. @param seal closes phones and e-mail addresses and gives their blind index. */
export function createResolve(deps: { seal: Seal }): Resolve {
  return async (tx, { tenant, now }, events) => {
    const read = events.map((event) => readIdentities(event.claims, deps.seal))
    await lockPeople(tx, tenant.id)
    const people = await loadPeople(tx, tenant.id, distinct(read))
    const numbers = numbering(await nextNo(tx, tenant.id))
    const findings = noFindings()
    const rows = events.map((event, i) => {
      const sighting = { ...event, identities: read[i] ?? [] }
      return event.customer ? null : recognize(people, findings, sighting, numbers.arrive)
    })
    const scope = { workspaceId: tenant.id, now, seal: deps.seal }
    await addRows(tx, scope, findings.rows, numbers.next())
    await addIdentities(tx, scope, findings.identities)
    const merges = await addMerges(tx, scope, findings.merges)
    const conflicts = await addConflicts(tx, scope, findings.conflicts)
    const gone = merges.map((merge) => merge.gone)
    await refreshPersons(
      tx,
      tenant.id,
      rootsOf(findings),
      gone.map((row) => row.id),
    )
    await touch(tx, tenant.id, seen(events, rows))
    return {
      ...nothingApplied,
      who: rows.map((row) => (row ? { id: row.id, no: row.no } : null)),
      facts: [...merges.map(mergedFact), ...conflicts],
    }
  }
}

function distinct(read: Identity[][]): Identity[] {
  return [...new Map(read.flat().map((identity) => [identity.name, identity])).values()]
}

async function nextNo(tx: Tx, workspaceId: string): Promise<number> {
  const counter = await tx.maybe(sql<{ no: number }>`
    select next_no as no
    from customer.counter
    where workspace_id = ${workspaceId}
  `)
  return counter?.no ?? 1
}

/** Numbers without gaps: they are written back only when the batch is. */
function numbering(start: number) {
  let next = start
  return {
    arrive: () => {
      const no = next
      next += 1
      return { id: newId(), no }
    },
    next: () => next,
  }
}

function rootsOf(findings: Findings): string[] {
  return [...new Set(findings.merges.map((merge) => merge.kept.person.root.id))]
}

function seen(events: RiverEvent[], rows: (Row | null)[]) {
  return events.flatMap(({ name, at, customer }, i) => {
    const id = customer?.id ?? rows[i]?.id
    return id === undefined ? [] : [{ id, name, at }]
  })
}

/** Two customers turned out to be one person. */
export function mergedFact({ id, kept, gone, reason, at }: StoredMerge): Fact {
  return {
    name: 'identity.merged',
    at,
    cause: ['merge', id],
    customer: { id: kept.id, no: kept.no },
    value: null,
    props: { kept: kept.no, gone: gone.no, reason },
  }
}
