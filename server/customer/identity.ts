import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/mobile'
import { type IdentityClaim, type IdentityKind, identityKinds } from '../../contract/identity.ts'
import type { Seal } from '../kernel/index.ts'
import { isPlaceholder } from './placeholder.ts'

/** A customer identity (客户身份) in its one written form. */
export type Identity = {
  kind: IdentityKind
  value: string
  /** What it is stored and looked up by: the value's bytes, or the blind index of a sealed kind. */
  key: Buffer
  /** `kind` and `key` as one text: the identity as a key of a map. */
  name: string
  /** What may be shown to everybody: `139****5678`. */
  masked: string
}

const VALUE_CHARACTERS_MAX = 256
const HOME: CountryCode = 'CN'
const EMAIL = /^[^\s@"<>]+@[^\s@"<>]+\.[^\s@"<>]{2,}$/

/** The place of a kind in the order of `identityKinds`: 0 decides first. */
export const priorities = new Map(Object.keys(identityKinds).map((kind, place) => [kind, place]))

/**
 * Brings a claim into its one written form: phones to E.164 (mainland China where no country is said), e-mail
 * addresses to lower case, everything trimmed.
 * @returns null when it identifies nobody: a placeholder, an invalid number or address, an endless text.
 */
export function readIdentity(claim: IdentityClaim, seal: Pick<Seal, 'index'>): Identity | null {
  const trimmed = claim.value.trim()
  if (trimmed.length > VALUE_CHARACTERS_MAX || isPlaceholder(trimmed)) return null
  const value = writtenForm(claim.kind, trimmed)
  if (value === null || isPlaceholder(value)) return null
  const { sealed } = identityKinds[claim.kind]
  const key = sealed ? seal.index(claim.kind, value) : Buffer.from(value, 'utf8')
  const name = `${claim.kind}:${key.toString('base64')}`
  return { kind: claim.kind, value, key, name, masked: maskIdentity(claim.kind, value) }
}

/** The identities of one event: each once, the deciding ones first, in an order that does not depend on the event's. */
export function readIdentities(claims: IdentityClaim[], seal: Pick<Seal, 'index'>): Identity[] {
  const found = new Map<string, Identity>()
  for (const claim of claims) {
    const identity = readIdentity(claim, seal)
    if (identity) found.set(identity.name, identity)
  }
  return [...found.values()].sort(byPriority)
}

function byPriority(a: Identity, b: Identity): number {
  const first = (priorities.get(a.kind) ?? 0) - (priorities.get(b.kind) ?? 0)
  if (first !== 0) return first
  return a.name < b.name ? -1 : 1
}

function writtenForm(kind: IdentityKind, trimmed: string): string | null {
  // Postgres holds no zero character.
  if (trimmed.includes('\0')) return null
  if (kind === 'phone') return phoneForm(trimmed)
  if (kind !== 'email') return trimmed
  const address = trimmed.normalize('NFKC').toLowerCase()
  return EMAIL.test(address) ? address : null
}

function phoneForm(trimmed: string): string | null {
  const phone = parsePhoneNumberFromString(trimmed.normalize('NFKC'), HOME)
  return phone?.isValid() ? phone.number : null
}

/** What of an identity may be shown without a reason given. @param value in its written form. */
export function maskIdentity(kind: IdentityKind, value: string): string {
  if (kind === 'phone') return maskPhone(value)
  if (kind === 'email') {
    const at = value.lastIndexOf('@')
    return `${value.slice(0, 1)}***${value.slice(at)}`
  }
  return value.length > 16 ? `${value.slice(0, 6)}…${value.slice(-4)}` : value
}

function maskPhone(e164: string): string {
  const local = e164.startsWith('+86') ? e164.slice(3) : e164
  return `${local.slice(0, 3)}****${local.slice(-4)}`
}
