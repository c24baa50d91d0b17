import { z } from 'zod'

/** A trait (属性) as a customer's row keeps it: its value and the instant it was true, in milliseconds. */
export type Trait = { v: unknown; at: number }
export type Traits = Record<string, Trait>

const TRAITS_MAX = 200
const KEY_CHARACTERS_MAX = 100
const VALUE_CHARACTERS_MAX = 2_000

/** Personal data that is kept as an identity, sealed, and hence never as a trait. */
const SEALED =
  /^(phones?|phone_?number|mobile|mobile_?phone|tel|telephone|e?mail|email_?address|id_?card|id_?number|手机|手机号|手机号码|电话|联系电话|邮箱|电子邮箱|身份证|身份证号)$/i

export const storedTraits = z.record(z.string(), z.object({ v: z.unknown(), at: z.number() }))

/**
 * Adds traits told at `at` to those known: per key the newest instant counts, so what arrives late overwrites nothing;
 * at the same instant what comes later counts. Null and empty texts take a value away (the instant stays, so that an
 * older one does not come back).
 * @returns `known` itself when nothing changed.
 */
export function learn(known: Traits, told: Record<string, unknown>, at: Date): Traits {
  const learned: Traits = { ...known }
  let isChanged = false
  for (const [key, value] of Object.entries(told)) {
    if (!isKept(key, value)) continue
    const before = learned[key]
    if (before ? before.at > at.getTime() : Object.keys(learned).length >= TRAITS_MAX) continue
    const v = value === '' || value === undefined ? null : trimmed(value)
    if (before && before.at === at.getTime() && JSON.stringify(before.v) === JSON.stringify(v))
      continue
    learned[key] = { v, at: at.getTime() }
    isChanged = true
  }
  return isChanged ? learned : known
}

function isKept(key: string, value: unknown): boolean {
  return (
    key !== '' &&
    // Ours, not the brand's.
    !key.startsWith('$') &&
    key.length <= KEY_CHARACTERS_MAX &&
    !SEALED.test(key) &&
    (JSON.stringify(value) ?? '').length <= VALUE_CHARACTERS_MAX
  )
}

function trimmed(value: unknown): unknown {
  // Postgres' jsonb holds no zero character.
  return typeof value === 'string' ? value.replaceAll('\0', '').trim() : value
}

/** The values of the rows of one person, newest first per key, without those taken away. */
export function traitsOf(rows: readonly Traits[]): { key: string; value: unknown; at: Date }[] {
  const newest = new Map<string, Trait>()
  for (const traits of rows) {
    for (const [key, trait] of Object.entries(traits)) {
      const known = newest.get(key)
      if (!known || trait.at > known.at) newest.set(key, trait)
    }
  }
  return [...newest]
    .filter(([, trait]) => trait.v !== null)
    .map(([key, trait]) => ({ key, value: trait.v, at: new Date(trait.at) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}

const NAMES = [
  'name',
  'fullName',
  'full_name',
  '姓名',
  '真实姓名',
  'nickname',
  'nick_name',
  '昵称',
  'firstName',
]

/** What to call somebody, from the traits that brands use for it. */
export function withName(told: Record<string, unknown>): Record<string, unknown> {
  if (typeof told.name === 'string') return told
  const { firstName, lastName } = told
  if (typeof firstName === 'string' && typeof lastName === 'string')
    return { ...told, name: `${firstName} ${lastName}`.trim() }
  const known = NAMES.map((key) => told[key]).find((value) => typeof value === 'string')
  return known === undefined ? told : { ...told, name: known }
}
