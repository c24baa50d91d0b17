import { type IdentityKind, identityKinds } from '../../contract/identity.ts'
import type { Identity } from './identity.ts'
import {
  addRow,
  areApart,
  contradict,
  giveIdentity,
  join,
  type People,
  type Person,
  type Row,
} from './people.ts'

/** An event that names more people than this is a broken export, not evidence. */
export const PERSONS_OF_AN_EVENT_MAX = 10

/** What one event says about whom it concerns. `identities` as `readIdentities` gives them. */
export type Sighting = {
  eventId: string
  at: Date
  receivedAt: Date
  source: string
  /** The number of the import that says it, 0 otherwise. */
  importNo: number
  identities: Identity[]
}

/** One line of the reason for a merge or a conflict, without personal data. `no` is the customer it belonged to before. */
export type Evidence = { kind: IdentityKind; masked: string; no: number | null }

export type NewRow = { row: Row; at: Date; source: string; importNo: number }
export type NewIdentity = { row: Row; identity: Identity; at: Date; source: string }
export type NewMerge = {
  kept: Row
  gone: Row
  reason: 'shared_identity' | 'anonymous_claimed'
  evidence: Evidence[]
  eventId: string
  importNo: number
  at: Date
}
export type ConflictReason = 'contradiction' | 'separated' | 'too_many'
export type NewConflict = {
  reason: ConflictReason
  /** The rows that stood for the persons. */
  customerIds: string[]
  /** What else makes this conflict the same one again: an identity that nobody has yet. */
  about: string
  evidence: Evidence[]
  eventId: string
  importNo: number
  at: Date
  person: Row
}

/** What a batch found out; written down by `resolve`. */
export type Findings = {
  rows: NewRow[]
  identities: NewIdentity[]
  merges: NewMerge[]
  conflicts: NewConflict[]
}

export function noFindings(): Findings {
  return { rows: [], identities: [], merges: [], conflicts: [] }
}

/** Gives a row that nobody had before: the next id and the next number. */
export type Arrive = () => { id: string; no: number }

/**
 * Whom an event concerns. Deterministic: the identities are looked at in the order of `identityKinds`.
 * - A strong identity that two persons share makes them one, and the older customer stays, unless they contradict each
 *   other or were told apart: then it is a conflict, and the event goes to the person of the first identity.
 * - A person of whom only anonymous ids are known is claimed by the first strong identity that comes with one of them.
 *   An anonymous id that belongs to somebody known moves nothing: devices are shared.
 * The event belongs to the customer row that had its first known identity, so that undoing a merge moves nothing back.
 * @returns null when the event names nobody.
 */
export function recognize(
  people: People,
  findings: Findings,
  sighting: Sighting,
  arrive: Arrive,
): Row | null {
  const { identities } = sighting
  if (identities.length === 0) return null
  const owners = identities.flatMap((identity) => people.ownerOf.get(identity.name) ?? [])
  const persons = new Set(owners.map((row) => row.person))
  const [first] = owners
  if (first && persons.size > PERSONS_OF_AN_EVENT_MAX) {
    const rows = [...persons].map((person) => person.root)
    findings.conflicts.push(conflictOf(people, sighting, 'too_many', first, rows))
    return first
  }
  const seat = seatOf(people, findings, sighting)
  const row = seat.row ?? arriving(people, findings, sighting, arrive)
  for (const identity of seat.unknown) {
    giveIdentity(people, row, identity)
    findings.identities.push({ row, identity, at: sighting.at, source: sighting.source })
  }
  for (const clash of seat.clashes) {
    const rows = clash.other ? [row.person.root, clash.other.root] : [row.person.root]
    const about = clash.other ? '' : clash.identity.name
    findings.conflicts.push(conflictOf(people, sighting, clash.reason, row, rows, about))
  }
  return row
}

/** Where an event sits down: at a known row or, when `row` is null, at a new one; with what nobody had before. */
type Seat = {
  row: Row | null
  unknown: Identity[]
  clashes: { reason: ConflictReason; identity: Identity; other: Person | null }[]
}

function seatOf(people: People, findings: Findings, sighting: Sighting): Seat {
  const seat: Seat = { row: null, unknown: [], clashes: [] }
  for (const identity of sighting.identities) {
    const owner = people.ownerOf.get(identity.name) ?? null
    if (!identityKinds[identity.kind].strong)
      weighWeak(people, findings, sighting, seat, identity, owner)
    else if (owner) weighKnown(people, findings, sighting, seat, identity, owner)
    else weighUnknown(seat, identity)
  }
  return seat
}

/** A strong identity that nobody has yet joins the person, unless the person has another one of that kind. */
function weighUnknown(seat: Seat, identity: Identity): void {
  const { single } = identityKinds[identity.kind]
  if (single && singlesAt(seat).has(identity.kind))
    seat.clashes.push({ reason: 'contradiction', identity, other: null })
  else seat.unknown.push(identity)
}

function weighKnown(
  people: People,
  findings: Findings,
  sighting: Sighting,
  seat: Seat,
  identity: Identity,
  owner: Row,
): void {
  const other = owner.person
  const person = seat.row?.person ?? null
  if (other === person || seat.clashes.some((clash) => clash.other === other)) return
  if (contradict(singlesAt(seat), other.singles)) {
    seat.clashes.push({ reason: 'contradiction', identity, other })
    return
  }
  if (!person) {
    seat.row = owner
    return
  }
  if (areApart(people, person, other)) {
    seat.clashes.push({ reason: 'separated', identity, other })
    return
  }
  const [kept, gone] = person.root.no < other.root.no ? [person, other] : [other, person]
  merge(people, findings, sighting, { kept, gone, reason: 'shared_identity' })
}

function weighWeak(
  people: People,
  findings: Findings,
  sighting: Sighting,
  seat: Seat,
  identity: Identity,
  owner: Row | null,
): void {
  if (!owner) {
    seat.unknown.push(identity)
    return
  }
  const other = owner.person
  const namesSomebody = sighting.identities.some(({ kind }) => identityKinds[kind].strong)
  if (!seat.row) {
    if (!namesSomebody || !other.isStrong) seat.row = owner
    return
  }
  const person = seat.row.person
  const isClaimed = namesSomebody && !other.isStrong && person !== other
  if (!isClaimed || areApart(people, person, other)) return
  merge(people, findings, sighting, { kept: person, gone: other, reason: 'anonymous_claimed' })
}

function singlesAt(seat: Seat): Set<IdentityKind> {
  const singles = new Set(seat.row?.person.singles)
  for (const { kind } of seat.unknown) if (identityKinds[kind].single) singles.add(kind)
  return singles
}

function merge(
  people: People,
  findings: Findings,
  sighting: Sighting,
  { kept, gone, reason }: { kept: Person; gone: Person; reason: NewMerge['reason'] },
): void {
  const { eventId, importNo, receivedAt } = sighting
  const evidence = evidenceOf(people, sighting)
  const pair = { kept: kept.root, gone: gone.root }
  findings.merges.push({ ...pair, reason, evidence, eventId, importNo, at: receivedAt })
  join(kept, gone)
}

function arriving(people: People, findings: Findings, sighting: Sighting, arrive: Arrive): Row {
  const row = addRow(people, arrive())
  const { at, source, importNo } = sighting
  findings.rows.push({ row, at, source, importNo })
  return row
}

function conflictOf(
  people: People,
  sighting: Sighting,
  reason: ConflictReason,
  person: Row,
  rows: Row[],
  about = '',
): NewConflict {
  return {
    reason,
    customerIds: [...new Set(rows.map((row) => row.id))].sort(),
    about,
    evidence: evidenceOf(people, sighting),
    eventId: sighting.eventId,
    importNo: sighting.importNo,
    at: sighting.receivedAt,
    person,
  }
}

function evidenceOf(people: People, sighting: Sighting): Evidence[] {
  return sighting.identities.map(({ kind, masked, name }) => ({
    kind,
    masked,
    no: people.ownerOf.get(name)?.no ?? null,
  }))
}
