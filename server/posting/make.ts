import type { PostCause, PostContent } from '../../contract/group-post.ts'
import { groupsById } from '../group/index.ts'
import { newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** What is said, with its picture as it is kept. */
export type PlannedContent = {
  text: string
  picture: Buffer | null
  pictureType: string
  link: unknown
}

export type NewPost = {
  cause: { kind: PostCause; id: string | null }
  name: string
  content: PlannedContent
  groupIds: readonly string[]
  way: 'task' | 'manual'
  priority: number
  whenTaken: 'manual' | 'leave_out'
  startsAt: Date
  notAfter: Date
  by: string | null
  real: Date
}
/** Of posts that somebody sends by hand; SOPs and columns say their own. */
export const HAND_PRIORITY = 50

/** What somebody gave, as it is kept. */
export function contentOf({ text, picture, link }: PostContent): PlannedContent {
  return {
    text,
    picture: picture ? Buffer.from(picture.base64, 'base64') : null,
    pictureType: picture?.type ?? '',
    link,
  }
}

/** Writes a post down, one row for each of its groups; whoever hands over does the rest. @returns its id. */
export async function makePost(tx: Tx, tenant: Pick<Tenant, 'id'>, post: NewPost): Promise<string> {
  const id = newId()
  const { content, cause } = post
  await tx.run(sql`
    insert into posting.post
      (workspace_id, id, cause, cause_id, name, text, picture, picture_type, link, way, priority, when_taken, starts_at,
       not_after, made_at, made_by)
    values (
      ${tenant.id}, ${id}, ${cause.kind}, ${cause.id}, ${post.name}, ${content.text},
      ${content.picture}, ${content.pictureType}, ${content.link ? JSON.stringify(content.link) : null}::jsonb, ${post.way}, ${post.priority}, ${post.whenTaken}, ${post.startsAt},
      ${post.notAfter}, ${post.real}, ${post.by}
    )
  `)
  const groups = await groupsById(tx, tenant, post.groupIds)
  const known = [...groups.values()]
  await tx.run(sql`
    insert into posting.target
      (workspace_id, id, post_id, group_id, chat_id, group_name, owner, members, state, due_at, turned_at)
    select ${tenant.id}, n.id, ${id}, n.group_id, n.chat_id, n.name, n.owner, n.members, 'planned', ${post.startsAt},
           ${post.real}
    from unnest(
      ${known.map(() => newId())}::uuid[],
      ${known.map((one) => one.id)}::uuid[],
      ${known.map(({ chatId }) => chatId)}::text[],
      ${known.map(({ name }) => name)}::text[],
      ${known.map(({ owner }) => owner)}::text[],
      ${known.map(({ members }) => members)}::integer[]
    ) as n (id, group_id, chat_id, name, owner, members)
  `)
  return id
}
