import type { Welcome } from '../../contract/acquisition.ts'
import {
  type Arrival,
  type Comer,
  fittingWelcome,
  type WayWelcome,
  type WelcomeLanguage,
  wayWelcomes,
} from '../../contract/way-welcome.ts'
import { type Tenant, wallClock } from '../kernel/index.ts'
import type { LinkTracker } from '../page/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type HookLink, hookLinks } from './hook-link.ts'

/** Who is to be welcomed. @param customer what we call them, empty for a stranger. */
export type Newcomer = {
  state: string
  comer: Comer
  /** Null: not known. */
  language: WelcomeLanguage | null
  at: Date
  customer: string
  associate: string
}

/**
 * What each newcomer is told: the first welcome of the scanned code that fits who comes and when, else the code's usual words,
 * else the workspace's own; null: nothing. Two statements however many come at once, and the choice in memory.
 * @public
 */
export async function welcomesOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'no' | 'name' | 'timeZone'>,
  { newcomers, links }: { newcomers: readonly Newcomer[]; links: Pick<LinkTracker, 'urlOf'> },
): Promise<({ text: string; link: HookLink | undefined } | null)[]> {
  const states = [...new Set(newcomers.map(({ state }) => state))]
  type Row = Welcome & { state: string; hookId: string | null; welcomes: unknown }
  const rows = await tx.rows(sql<Row>`
    select w.state, w.welcome_new as "welcomeNew", w.welcome_returning as "welcomeReturning",
           w.welcomes, h.id as "hookId"
    from acquisition.contact_way w
    left join acquisition.hook h
      on h.workspace_id = w.workspace_id
      and h.id = w.hook_id
      and h.archived_at is null
    where w.workspace_id = ${tenant.id}
      and w.state = any(${states}::text[])
      and w.archived_at is null
  `)
  const own = new Map(
    rows.map(({ state, welcomes, ...words }) => [
      state,
      { ...words, welcomes: wayWelcomes.parse(welcomes) },
    ]),
  )
  const hooks = await hookLinks(tx, tenant, {
    ids: rows.flatMap(({ hookId }) => (hookId === null ? [] : [hookId])),
    links,
  })
  const general = await welcomeOf(tx, tenant)
  const clockAt = wallClocks(tenant.timeZone)
  return newcomers.map((newcomer) => {
    const way = own.get(newcomer.state)
    const words =
      chosen(way?.welcomes ?? [], newcomer, clockAt) ||
      wordsFor(newcomer, way) ||
      wordsFor(newcomer, general)
    if (words === '') return null
    const text = filled(words, newcomer, tenant.name)
    return { text, link: hooks.get(way?.hookId ?? '') }
  })
}

/** The words of the first welcome that fits, or none. */
function chosen(
  welcomes: readonly WayWelcome[],
  { comer, language, at }: Newcomer,
  clockAt: (at: Date) => Arrival['at'],
): string {
  if (welcomes.length === 0) return ''
  return welcomes[fittingWelcome(welcomes, { comer, language, at: clockAt(at) })]?.words ?? ''
}

const MINUTE_MS = 60_000

/** Wall clocks by the minute: of a burst all read a few. */
function wallClocks(timeZone: string): (at: Date) => Arrival['at'] {
  const known = new Map<number, Arrival['at']>()
  return (at) => {
    const minute = Math.floor(at.getTime() / MINUTE_MS)
    const clock = known.get(minute) ?? wallClock(at, timeZone)
    known.set(minute, clock)
    return clock
  }
}

/** A returning friend without words of their own gets those for a new one. */
function wordsFor({ comer }: Newcomer, words: Welcome | undefined): string {
  if (!words) return ''
  return (comer !== 'new' && words.welcomeReturning) || words.welcomeNew
}

/** Fills the variables in; a name that is not known leaves a form of address that fits anybody. */
export function filled(
  words: string,
  { customer, associate }: Pick<Newcomer, 'customer' | 'associate'>,
  brand: string,
): string {
  const values: Record<string, string> = { customer: customer || '朋友', associate, brand }
  return words.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values[name] ?? whole)
}

/** The workspace's own welcome. */
export async function welcomeOf(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<Welcome> {
  const stored = await tx.maybe(sql<Welcome>`
    select welcome_new as "welcomeNew", welcome_returning as "welcomeReturning"
    from acquisition.welcome
    where workspace_id = ${tenant.id}
  `)
  return stored ?? { welcomeNew: '', welcomeReturning: '' }
}

export async function storeWelcome(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  words: Welcome & { by: string | null; now: Date },
): Promise<void> {
  await tx.run(sql`
    insert into acquisition.welcome (workspace_id, welcome_new, welcome_returning, changed_at, changed_by)
    values (${tenant.id}, ${words.welcomeNew}, ${words.welcomeReturning}, ${words.now}, ${words.by})
    on conflict (workspace_id) do update
    set welcome_new = excluded.welcome_new,
        welcome_returning = excluded.welcome_returning,
        changed_at = excluded.changed_at,
        changed_by = excluded.changed_by
  `)
}
