import { type IdentityKind, identityKinds } from '../../contract/identity.ts'
import type { Identity } from './identity.ts'

/** A customer as somebody arrived; several of them can be one person. */
export type Row = { id: string; no: number; person: Person }

/** The rows that are one person. `root` stands for it. */
export type Person = {
  root: Row
  rows: Row[]
  /** Kinds of which a person has at most one and this one has one. */
  singles: Set<IdentityKind>
  /** Whether anything but an anonymous id is known of it. */
  isStrong: boolean
}

/** Everybody whom a batch may touch, in memory. `ownerOf` answers by an identity's `name`. */
export type People = {
  ownerOf: Map<string, Row>
  /** The imports that alone told an identity; null: something else told it too. */
  toldBy: Map<string, number[] | null>
  rows: Map<string, Row>
  /** Row ids that a person has told apart, in both directions. */
  apart: Map<string, Set<string>>
}

export function noPeople(): People {
  return { ownerOf: new Map(), toldBy: new Map(), rows: new Map(), apart: new Map() }
}

/** Adds a row that is a person of its own. */
export function addRow(people: People, { id, no }: { id: string; no: number }): Row {
  const person: Person = { root: emptyRow, rows: [], singles: new Set(), isStrong: false }
  const row: Row = { id, no, person }
  person.root = row
  person.rows.push(row)
  people.rows.set(id, row)
  return row
}

/** Says that an identity belongs to a row. */
export function giveIdentity(people: People, row: Row, identity: Pick<Identity, 'name' | 'kind'>) {
  people.ownerOf.set(identity.name, row)
  tellKind(row.person, identity.kind)
}

/** Says that a person has an identity of a kind. */
export function tellKind(person: Person, kind: IdentityKind): void {
  const { single, strong } = identityKinds[kind]
  if (single) person.singles.add(kind)
  if (strong) person.isStrong = true
}

/** Makes `gone` part of `kept`. */
export function join(kept: Person, gone: Person): void {
  for (const row of gone.rows) {
    row.person = kept
    kept.rows.push(row)
  }
  for (const kind of gone.singles) kept.singles.add(kind)
  kept.isStrong ||= gone.isStrong
}

/** Remembers that a person has told two rows apart. */
export function tellApart(people: People, one: string, other: string): void {
  for (const [a, b] of [
    [one, other],
    [other, one],
  ] as const) {
    const known = people.apart.get(a) ?? new Set<string>()
    people.apart.set(a, known.add(b))
  }
}

/** Whether somebody has said that these two are not one person. */
export function areApart(people: People, one: Person, other: Person): boolean {
  return one.rows.some((row) => {
    const others = people.apart.get(row.id)
    return others !== undefined && other.rows.some((far) => others.has(far.id))
  })
}

/**
 * Whether two persons contradict each other: both have an identity of a kind of which a person has at most one. An
 * identity belongs to one row only, so their values are never the same.
 */
export function contradict(one: Set<IdentityKind>, other: Set<IdentityKind>): boolean {
  for (const kind of one) if (other.has(kind)) return true
  return false
}

// Stands in until the row that needs its person, and the person that needs its row, are both there.
const emptyRow: Row = {
  id: '',
  no: 0,
  get person(): Person {
    throw new Error('a person without a row')
  },
}
