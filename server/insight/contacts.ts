import { type ContactKind, contactKinds } from '../../contract/tie.ts'
import { relationshipRule } from '../../science/relationship.ts'
import type { WorkspaceHistory } from './workspace-history.ts'

const DAY_MS = 86_400_000
/** What is older weighs less than a hundredth, even with the long half-life. */
export const CONTACT_DAYS = 200
/** The days that the reasons tell of. */
export const RECENT_DAYS = 90
/** Three cuts: now, one horizon ago (what is learned from), two horizons ago (what is learned from and then judged). */
export const CUTS = 3
/** People of one pass: its answer is some 30 MB. */
const PASS_PEOPLE = 100_000
const PASS_SECONDS = 300
/** A tag that more people got within a minute was given to a crowd and says nothing of contact. */
const CROWD_TAGGED = 3

/** Everybody there is with their contact, seen from each cut; arrays by cut, all in one order. */
export type Contacts = {
  numbers: Float64Array
  /** When they were first heard of, in milliseconds. */
  firstMs: Float64Array
  inbound: Float64Array[]
  outbound: Float64Array[]
  slow: Float64Array[]
  activeDays: Float64Array[]
  /** Days since they last came; NaN: not within {@link CONTACT_DAYS}. */
  lastInboundDays: Float64Array[]
  /** Whether they came within the horizon after the cut; nobody knows of the newest. */
  came: Uint8Array[]
  recentCame: Float64Array
  recentSpokenTo: Float64Array
  /** Levels of the snapshot before; '' for who was not in it. */
  before: string[]
}

/**
 * Adds up contact per person from what happened between them and the brand: what they did (orders, clicks, forms, groups,
 * pages, words that we see), and what associates did one to one (tasks that were sent, answers, tags by hand). The same thing
 * within an hour counts once. Mass messages are no contact.
 * @param before the snapshot whose levels are looked at, or 0
 */
export async function readContacts(
  history: WorkspaceHistory,
  { asOf, timeZone, before }: { asOf: Date; timeZone: string; before: number },
): Promise<Contacts> {
  const passes = Math.max(1, Math.ceil((await countPeople(history)) / PASS_PEOPLE))
  const params = { ...cutParams(asOf), zone: timeZone, passes, before }
  const rows: ContactRow[] = []
  for (let pass = 0; pass < passes; pass++) {
    const found = await history.rows<ContactRow>({
      sql: CONTACTS,
      params: { ...params, pass },
      settings: { max_execution_time: PASS_SECONDS },
      comment: 'insight.contacts',
    })
    for (const row of found) rows.push(row)
  }
  return columnsOf(rows, asOf)
}

/** Contacts of the last 90 days by what they were: which signs stand in for talk that nobody sees. */
export async function countSigns(
  history: WorkspaceHistory,
  { asOf, timeZone }: { asOf: Date; timeZone: string },
): Promise<{ kind: ContactKind; count: number }[]> {
  const rows = await history.rows<{ kind: string; signs: number }>({
    sql: `
      select kind, count() as signs
      from (${SIGNS}
      )
      where at_ms > {now_ms:Int64} - ${RECENT_DAYS * DAY_MS}
      group by kind`,
    params: { ...cutParams(asOf), zone: timeZone, passes: 1, pass: 0 },
    settings: { max_execution_time: PASS_SECONDS },
    comment: 'insight.signs',
  })
  const counts = new Map(rows.map(({ kind, signs }) => [kind, signs]))
  return contactKinds.map((kind) => ({ kind, count: counts.get(kind) ?? 0 }))
}

function cutParams(asOf: Date): Record<string, unknown> {
  const now = asOf.getTime()
  const horizon = relationshipRule.horizonDays * DAY_MS
  const cuts = Array.from({ length: CUTS }, (_, i) => now - i * horizon)
  return {
    now_ms: now,
    from_ms: now - (CUTS - 1) * horizon - CONTACT_DAYS * DAY_MS,
    cuts,
    no_sign: NO_SIGN,
    task: 'staff_task',
  }
}

/** An upper bound, merged customers counted each. */
async function countPeople(history: WorkspaceHistory): Promise<number> {
  const [found] = await history.rows<{ people: number }>({
    sql: `
      select count() as people
      from customer_arrival
      where workspace = {workspace:UInt32}`,
    comment: 'insight.contacts people',
  })
  return found?.people ?? 0
}

/**
 * What is told of a customer without their having come: our own books, what others did, what WeCom reports of the pair.
 * Orders are taken from their mirror. Whatever else a brand tells of is something that the customer did.
 */
const NO_SIGN = [
  '^(identity|import|segment|journey|customer|contact|directory|corp_tag|consent|reward|case|reply|group_chat|handover|experiment)[.]',
  '^referral[.](came|brought|counted|friend_left)$',
  '^message[.](sent|failed|unknown)$',
  '^follow[.](found|ended)$',
  '^official[.](subscribed|unsubscribed|follower_read|notice_finished|mass_finished)$',
  '^subscription[.]ended$',
  '^group[.]member_(found|left)$',
  '^acquisition_(link[.](unavailable|deleted|contact_left)|balance[.].*)$',
  '^chat[.]answered$',
  // Whoever read an article has opened it: one contact, not two.
  '^article[.]read$',
  '^(order[.]|Order )',
].join('|')

/** What a name is, of those that the customer did. */
const KIND_OF_NAME = `multiIf(
            name in ('message.replied', 'official.message_received', 'acquisition_link.chat_started', 'service.entered'), 'talk',
            name in ('message.clicked', 'message.opened', 'link.opened', 'official.link_opened', 'official.menu_pressed', 'article.opened'), 'click',
            match(name, '^(form|flash_topic|hook|lead|landing)[.]'), 'form',
            match(name, '^group[.]'), 'group',
            'site')`

/** Whose a number is. */
const OVERRIDE = `
        left join (
          select customer, person
          from customer_override final
          where workspace = {workspace:UInt32}
            and gone = 0
        ) as v on v.customer = s.customer`
const PERSON = 'if(v.person = 0, s.customer, v.person)'
const OF_PASS = `${PERSON} % {passes:UInt32} = {pass:UInt32}`

/** One row for each contact: whose, when, what, and whether it came from the customer. */
const SIGNS = `
      select ${PERSON} as person, kind, name, is_in, max(toUnixTimestamp64Milli(s.at)) as at_ms
      from (
        select customer, at, name, ${KIND_OF_NAME} as kind, 1 as is_in
        from event
        where workspace = {workspace:UInt32}
          and customer > 0
          and at > fromUnixTimestamp64Milli({from_ms:Int64})
          and at <= fromUnixTimestamp64Milli({now_ms:Int64})
          and not match(name, {no_sign:String})
        union all
        select customer, at, name, 'task' as kind, 0 as is_in
        from event
        where workspace = {workspace:UInt32}
          and customer > 0
          and at > fromUnixTimestamp64Milli({from_ms:Int64})
          and at <= fromUnixTimestamp64Milli({now_ms:Int64})
          and (name = 'chat.answered' or (name = 'message.sent' and JSONExtractString(props, 'carrier') = {task:String}))
        union all
        select customer, ordered_at as at, 'order' as name, 'order' as kind, 1 as is_in
        from customer_order final
        where workspace = {workspace:UInt32}
          and customer > 0
          and gone = 0
          and state in ('paid', 'refunded')
          and ordered_at > fromUnixTimestamp64Milli({from_ms:Int64})
          and ordered_at <= fromUnixTimestamp64Milli({now_ms:Int64})
        union all
        select customer, at, 'note' as name, 'note' as kind, 0 as is_in
        from (
          select customer, at, count() over (partition by tag, toStartOfMinute(at)) as crowd
          from customer_tagging final
          where workspace = {workspace:UInt32}
            and gone = 0
            and source = 'staff'
            and at > fromUnixTimestamp64Milli({from_ms:Int64})
            and at <= fromUnixTimestamp64Milli({now_ms:Int64})
        )
        where crowd <= ${CROWD_TAGGED}
      ) as s${OVERRIDE}
      where ${OF_PASS}
      group by person, kind, name, is_in, toStartOfHour(s.at)`

const perCut = (sum: (cut: string) => string) =>
  `[${Array.from({ length: CUTS }, (_, i) => sum(`{cuts:Array(Int64)}[${i + 1}]`)).join(', ')}]`
const seen = (cut: string) => `at_ms <= ${cut} and at_ms > ${cut} - ${CONTACT_DAYS * DAY_MS}`
const decayed = (cut: string, halfLifeDays: number) =>
  `exp2((at_ms - ${cut}) / ${halfLifeDays * DAY_MS})`

/** Who came within the horizon after a cut. */
const CAME = (cut: string) =>
  `countIf(is_in = 1 and at_ms > ${cut} and at_ms <= ${cut} + ${relationshipRule.horizonDays * DAY_MS}) > 0`

/** Everybody, with the contact that there was; who had none gets empty arrays. */
const CONTACTS = `
  select p.person as person, p.first_ms as arrived, c.first_ms as first, in_sums, out_sums, slow_sums, day_counts, last_ms,
         cames, recent_in, recent_out, b.tie as tie_before
  from (
    select ${PERSON} as person, min(toUnixTimestamp64Milli(s.at)) as first_ms
    from (
      select customer, at
      from customer_arrival final
      where workspace = {workspace:UInt32}
    ) as s${OVERRIDE}
    where ${OF_PASS}
    group by person
  ) as p
  left join (
    select
      person,
      min(at_ms) as first_ms,
      ${perCut((cut) => `sumIf(${decayed(cut, relationshipRule.halfLifeDays)}, is_in = 1 and ${seen(cut)})`)} as in_sums,
      ${perCut((cut) => `sumIf(${decayed(cut, relationshipRule.halfLifeDays)}, is_in = 0 and ${seen(cut)})`)} as out_sums,
      ${perCut((cut) => `sumIf(${decayed(cut, relationshipRule.slowHalfLifeDays)}, ${seen(cut)})`)} as slow_sums,
      ${perCut((cut) => `uniqExactIf(toDate(fromUnixTimestamp64Milli(at_ms), {zone:String}), ${seen(cut)})`)} as day_counts,
      ${perCut((cut) => `maxIf(at_ms, is_in = 1 and ${seen(cut)})`)} as last_ms,
      ${perCut(CAME)} as cames,
      countIf(is_in = 1 and at_ms > {now_ms:Int64} - ${RECENT_DAYS * DAY_MS}) as recent_in,
      countIf(is_in = 0 and at_ms > {now_ms:Int64} - ${RECENT_DAYS * DAY_MS}) as recent_out
    from (${SIGNS}
    )
    group by person
  ) as c on c.person = p.person
  left join (
    select customer, tie
    from customer_layer
    where workspace = {workspace:UInt32}
      and snapshot = {before:UInt32}
  ) as b on b.customer = p.person`

type ContactRow = {
  person: number
  arrived: number
  first: number
  in_sums: number[]
  out_sums: number[]
  slow_sums: number[]
  day_counts: number[]
  last_ms: number[]
  cames: number[]
  recent_in: number
  recent_out: number
  tie_before: string
}

function columnsOf(rows: readonly ContactRow[], asOf: Date): Contacts {
  const cutMs = Array.from(
    { length: CUTS },
    (_, i) => asOf.getTime() - i * relationshipRule.horizonDays * DAY_MS,
  )
  const column = (of: (row: ContactRow) => number) => Float64Array.from(rows, of)
  const perCut = (of: (row: ContactRow) => number[]) =>
    cutMs.map((_, cut) => column((row) => of(row)[cut] ?? 0))
  return {
    numbers: column(({ person }) => person),
    firstMs: column(({ arrived, first }) => (first > 0 ? Math.min(arrived, first) : arrived)),
    inbound: perCut((row) => row.in_sums),
    outbound: perCut((row) => row.out_sums),
    slow: perCut((row) => row.slow_sums),
    activeDays: perCut((row) => row.day_counts),
    lastInboundDays: cutMs.map((ms, cut) =>
      column(({ last_ms: last }) => (last[cut] ? (ms - last[cut]) / DAY_MS : Number.NaN)),
    ),
    came: cutMs.map((_, cut) => Uint8Array.from(rows, ({ cames }) => cames[cut] ?? 0)),
    recentCame: column(({ recent_in }) => recent_in),
    recentSpokenTo: column(({ recent_out }) => recent_out),
    before: rows.map(({ tie_before }) => tie_before),
  }
}
