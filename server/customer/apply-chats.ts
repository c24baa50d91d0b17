import { type ApplyStep, type Fact, nothingApplied, type ResolvedEvent } from '../event/index.ts'
import { sql } from '../postgres/index.ts'

/** Who came by an acquisition link (获客链接) wrote for the first time: all that WeCom tells of chats without an archive. */
const LINK_CHAT = 'acquisition_link.chat_started'

/**
 * The line of the table of appliers that keeps when a pair last chatted: people are spoken to through the associate whom
 * they talked to last. What comes late turns nothing back.
 */
export const chatStep: ApplyStep = {
  name: 'chat',
  on: ['message.replied', 'chat.answered', LINK_CHAT],
  async apply(tx, { tenant }, events) {
    const chats = events.flatMap(({ at, props: { userid, external_userid: contact } }) =>
      typeof userid === 'string' && typeof contact === 'string' ? [{ at, userid, contact }] : [],
    )
    if (chats.length === 0) return nothingApplied
    await tx.run(sql`
      update customer.follow f
      set last_chat_at = greatest(f.last_chat_at, n.at)
      from (
        select told.userid, told.contact, max(told.at) as at
        from unnest(
          ${chats.map(({ userid }) => userid)}::text[],
          ${chats.map(({ contact }) => contact)}::text[],
          ${chats.map(({ at }) => at)}::timestamptz[]
        ) as told (userid, contact, at)
        group by told.userid, told.contact
      ) n
      where f.workspace_id = ${tenant.id}
        and f.userid = n.userid
        and f.external_userid = n.contact
        and f.started_at <= n.at
        and (f.ended_at is null or f.ended_at >= n.at)
    `)
    return { facts: events.flatMap(repliedBy), landings: [] }
  },
}

/** Whoever waits for an answer waits for this one, too. */
function repliedBy({ name, eventId, at, customerId, customerNo, props }: ResolvedEvent): Fact[] {
  if (name !== LINK_CHAT || customerId === null) return []
  const { userid, external_userid } = props
  return [
    {
      name: 'message.replied',
      at,
      cause: ['message.replied', eventId],
      customer: { id: customerId, no: customerNo },
      value: null,
      props: { userid, external_userid },
    },
  ]
}
