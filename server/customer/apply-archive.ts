import { type ApplyStep, nothingApplied } from '../event/index.ts'
import { sql } from '../postgres/index.ts'

const SAID: Record<string, 'agreed' | 'refused'> = {
  'contact.archive_agreed': 'agreed',
  'contact.archive_refused': 'refused',
}

/**
 * The line of the table of appliers that keeps what customers said to their chats being kept (会话存档). It belongs to the
 * friendship in which they said it; the newest word counts, and what comes late turns nothing back.
 */
export const archiveStep: ApplyStep = {
  name: 'archive',
  on: Object.keys(SAID),
  async apply(tx, { tenant }, events) {
    const words = events.flatMap(({ name, at, props }) => {
      const { userid, external_userid: contact } = props
      const said = SAID[name]
      if (!said || typeof userid !== 'string' || typeof contact !== 'string') return []
      return [{ said, at, userid, contact }]
    })
    if (words.length === 0) return nothingApplied
    await tx.run(sql`
      update customer.follow f
      set archive_said = n.said, archive_said_at = n.at
      from (
        select distinct on (told.userid, told.contact) told.userid, told.contact, told.said, told.at
        from unnest(
          ${words.map(({ userid }) => userid)}::text[],
          ${words.map(({ contact }) => contact)}::text[],
          ${words.map(({ said }) => said)}::text[],
          ${words.map(({ at }) => at)}::timestamptz[]
        ) as told (userid, contact, said, at)
        order by told.userid, told.contact, told.at desc
      ) n
      where f.workspace_id = ${tenant.id}
        and f.userid = n.userid
        and f.external_userid = n.contact
        and f.started_at <= n.at
        and (f.ended_at is null or f.ended_at >= n.at)
        and (f.archive_said_at is null or f.archive_said_at <= n.at)
    `)
    return nothingApplied
  },
}
