import type { RawBuilder } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { CustomerFilter } from '../../contract/customer-filter.ts'
import { type IdentityKind, identityKinds } from '../../contract/identity.ts'
import { readId, type Seal, type Tenant } from '../kernel/index.ts'
import { sql } from '../postgres/index.ts'
import { type Identity, readIdentity } from './identity.ts'
import { type FollowQuestion, readFollowQuestion } from './list-follows.ts'
import { searchQuery } from './search.ts'

/** A list's question, read: conditions over `c` (customer.customer), and what may be cheaper to start from. */
export type Question = {
  /** What the engine's own statistics handle well: columns of the row. */
  plain: RawBuilder<unknown>[]
  /** Evidence for tags; each says: has one of these. */
  tagged: string[][]
  untagged: string[]
  has: IdentityKind[]
  follow: FollowQuestion | null
  search: Search | null
}

/** `words` asks `customer.find`; `identities` and `no` name exactly one person each. */
export type Search = { words: string | null; identities: Identity[]; no: number | null }

const SEVERAL_MAX = 50

/** Reads the filters of a request. Ids of no such kind match nobody, as an id of another workspace does. */
export function readQuestion(
  filter: CustomerFilter,
  tenant: Pick<Tenant, 'timeZone'>,
  seal: Pick<Seal, 'index'>,
): Question {
  const all = several(filter.tagsAll).map((id) => [tagId(id)])
  const any = several(filter.tags).map(tagId)
  const typed = filter.search?.trim() ?? ''
  return {
    plain: plainConditions(filter, tenant.timeZone),
    tagged: any.length > 0 ? [any, ...all] : all,
    untagged: several(filter.tagsNone).map(tagId),
    has: several(filter.has).filter(isKind),
    follow: readFollowQuestion(filter),
    search: typed === '' ? null : readSearch(typed, seal),
  }
}

const NO_ID = '00000000-0000-0000-0000-000000000000'

function tagId(shown: string): string {
  return readId('tag', shown) ?? NO_ID
}

function isKind(kind: string): kind is IdentityKind {
  return kind in identityKinds
}

function several(text: string | undefined): string[] {
  return (text ?? '').split(',').filter(Boolean).slice(0, SEVERAL_MAX)
}

const searched: IdentityKind[] = [
  'phone',
  'email',
  'member_no',
  'user_id',
  'unionid',
  'external_userid',
  'openid',
  'shop_buyer',
]

function readSearch(typed: string, seal: Pick<Seal, 'index'>): Search {
  const identities = searched.flatMap((kind) => readIdentity({ kind, value: typed }, seal) ?? [])
  const no = /^#?(\d{1,12})$/.exec(typed)?.[1]
  return { words: searchQuery(typed), identities, no: no === undefined ? null : Number(no) }
}

function plainConditions(filter: CustomerFilter, timeZone: string): RawBuilder<unknown>[] {
  const dayStart = (day: string) =>
    new Date(Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds)
  // The end of a day is the start of the next one: days have 23 or 25 hours somewhere.
  const dayEnd = (day: string) =>
    new Date(
      Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds,
    )
  const sources = several(filter.source)
  return [
    filter.firstFrom && sql`c.first_seen_at >= ${dayStart(filter.firstFrom)}`,
    filter.firstTo && sql`c.first_seen_at < ${dayEnd(filter.firstTo)}`,
    filter.lastFrom && sql`c.last_seen_at >= ${dayStart(filter.lastFrom)}`,
    filter.lastTo && sql`c.last_seen_at < ${dayEnd(filter.lastTo)}`,
    filter.ordersMin !== undefined && sql`c.order_count >= ${filter.ordersMin}`,
    filter.ordersMax !== undefined && sql`c.order_count <= ${filter.ordersMax}`,
    filter.totalMin !== undefined && sql`c.order_total >= ${filter.totalMin}`,
    filter.totalMax !== undefined && sql`c.order_total <= ${filter.totalMax}`,
    sources.length > 0 && sql`c.source = any(${sources}::text[])`,
  ].filter((condition) => typeof condition === 'object')
}
