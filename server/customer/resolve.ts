import type { Fact, Resolve, RiverEvent } from '../event/index.ts'
import { newId, type Seal } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type Identity, readIdentities } from './identity.ts'
import { loadPeople } from './load-people.ts'
import { lockPeople } from './lock.ts'
import { arrivalLanding, identityLanding } from './mirror.ts'
import type { People, Row } from './people.ts'
import { type Findings, noFindings, recognize } from './recognize.ts'
import { refreshPersons } from './refresh.ts'
import {
  addConflicts,
  addIdentities,
  addMerges,
  addRows,
  keepTellers,
  type StoredMerge,
} from './store.ts'
import { noteTold, type Telling } from './told.ts'
import { touch } from './touch.ts'

/** Makes the pump's look-up of people. @param seal closes phones and e-mail addresses and gives their blind index. */
export function createResolve(deps: { seal: Seal }): Resolve {
  return async (tx, { tenant, now, batchNo }, events) => {
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
    const tellers = tellersOf(people, events, read)
    await addRows(tx, scope, findings.rows, numbers.next())
    await addIdentities(tx, scope, findings.identities, people.toldBy)
    await keepTellers(tx, tenant.id, tellers)
    const merges = await addMerges(tx, scope, findings.merges)
    const conflicts = await addConflicts(tx, scope, findings.conflicts)
    const gone = merges.map((merge) => merge.gone)
    await refreshPersons(
      tx,
      tenant.id,
      rootsOf(findings),
      gone.map((row) => row.id),
    )
    const made = new Set(findings.rows.map(({ row }) => row.id))
    const tellings = tellingsOf(people, events, read, rows)
    await noteTold(tx, tenant.id, { tellings, made, now })
    await touch(tx, tenant.id, seen(events, rows))
    const mirrored = { tenant, batchNo }
    return {
      landings: [
        arrivalLanding(mirrored, findings.rows),
        identityLanding(mirrored, findings.identities),
      ],
      who: rows.map((row) => (row ? { id: row.id, no: row.no } : null)),
      facts: [...merges.map(mergedFact), ...conflicts],
    }
  }
}

function distinct(read: Identity[][]): Identity[] {
  return [...new Map(read.flat().map((identity) => [identity.name, identity])).values()]
}

/**
 * Who told the identities of a batch: the imports, as long as nothing else did. Brings `people.toldBy` up.
 * @returns what changed for identities that were known before.
 */
function tellersOf(people: People, events: RiverEvent[], read: Identity[][]) {
  const changed = new Map<string, Identity>()
  events.forEach(({ importNo }, i) => {
    for (const identity of read[i] ?? []) {
      const known = people.toldBy.get(identity.name)
      if (known === null || (importNo > 0 && known?.includes(importNo))) continue
      people.toldBy.set(identity.name, importNo === 0 ? null : [...(known ?? []), importNo])
      if (known) changed.set(identity.name, identity)
    }
  })
  return [...changed].map(([name, identity]) => ({
    identity,
    by: people.toldBy.get(name) ?? null,
  }))
}

/** An import tells of everybody whom its row names, and each of them has to be found when it is undone. */
function tellingsOf(
  people: People,
  events: RiverEvent[],
  read: Identity[][],
  rows: (Row | null)[],
): Telling[] {
  return events.flatMap(({ name, at, importNo, customer }, i) => {
    const id = customer?.id ?? rows[i]?.id
    if (id === undefined) return []
    const telling = { customerId: id, importNo, name, at }
    if (importNo === 0) return [telling]
    const named = (read[i] ?? []).flatMap((identity) => people.ownerOf.get(identity.name)?.id ?? [])
    const others = [...new Set(named)].filter((other) => other !== id)
    return [telling, ...others.map((other) => ({ ...telling, customerId: other, name: NAMED }))]
  })
}
/** Being named beside somebody is not being there. */
const NAMED = 'customer.imported'

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
export function mergedFact({ id, kept, gone, reason, importNo, at }: StoredMerge): Fact {
  return {
    name: 'identity.merged',
    at,
    cause: ['merge', id],
    customer: { id: kept.id, no: kept.no },
    value: null,
    props: { kept: kept.no, gone: gone.no, reason },
    importNo,
  }
}
