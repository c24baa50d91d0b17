import type { RawBuilder } from 'kysely'
import type { CustomerFilter } from '../../contract/customer-filter.ts'
import { readId } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** What a list asks about follows: with whom, by which source or code, and whether they stand. */
export type FollowQuestion = {
  userids: string[]
  sourceIds: string[]
  codes: string[]
  relation: 'friend' | 'lost' | 'never' | 'any'
}

const NO_ID = '00000000-0000-0000-0000-000000000000'
const SEVERAL_MAX = 50

/** Reads the filters about follows; null: nothing is asked. Who asks for an associate means friends of now. */
export function readFollowQuestion(filter: CustomerFilter): FollowQuestion | null {
  const userids = several(filter.associate)
  const sourceIds = several(filter.from).map((shown) => readId('source', shown) ?? NO_ID)
  const codes = several(filter.code)
  const isAsked = [userids, sourceIds, codes].some((all) => all.length > 0)
  if (!isAsked && filter.relation === undefined) return null
  const relation = filter.relation ?? (userids.length > 0 ? 'friend' : 'any')
  return { userids, sourceIds, codes, relation }
}

function several(text: string | undefined): string[] {
  return (text ?? '').split(',').filter(Boolean).slice(0, SEVERAL_MAX)
}

/** Persons with such a follow, or more than `most` of them (null). Whoever is lost or was never a friend is asked row by row. */
export async function byFollow(
  tx: Tx,
  workspaceId: string,
  question: FollowQuestion,
  most: number,
): Promise<string[] | null> {
  if (question.relation === 'lost' || question.relation === 'never') return null
  const rows = await tx.rows(sql<{ id: string }>`
    select distinct c.person_id as id
    from customer.follow f
    join customer.customer c
      on c.workspace_id = ${workspaceId}
      and c.id = f.customer_id
    where f.workspace_id = ${workspaceId}
      and ${suits(question)}
      and ${stands(question.relation)}
    limit ${most + 1}
  `)
  return rows.length > most ? null : rows.map(({ id }) => id)
}

/** The same as a condition over `c`, the row that stands for the person. */
export function followCondition(
  workspaceId: string,
  question: FollowQuestion,
): RawBuilder<unknown> {
  const { relation } = question
  const live = sql`${stands('friend')}`
  if (relation === 'never') return sql`not ${has(workspaceId, sql`true`)}`
  const met = has(workspaceId, sql`${suits(question)} and ${stands(relation)}`)
  return relation === 'lost' ? sql`(${met} and not ${has(workspaceId, live)})` : met
}

/** Whether a row of the person has a follow of which something is true. */
function has(workspaceId: string, what: RawBuilder<unknown>): RawBuilder<unknown> {
  const followOf = (row: RawBuilder<unknown>) => sql`
    select from customer.follow f
    where f.workspace_id = ${workspaceId}
      and f.customer_id = ${row}
      and ${what}
  `
  return sql`(
    exists (${followOf(sql`c.id`)})
    or exists (
      select from customer.customer r
      where r.workspace_id = ${workspaceId}
        and r.person_id = c.id
        and r.person_id <> r.id
        and exists (${followOf(sql`r.id`)})
    )
  )`
}

function suits({ userids, sourceIds, codes }: FollowQuestion): RawBuilder<unknown> {
  return sql`
    (${userids.length} = 0 or f.userid = any(${userids}::text[]))
    and (${sourceIds.length} = 0 or f.source_id = any(${sourceIds}::uuid[]))
    and (${codes.length} = 0 or f.state = any(${codes}::text[]))
  `
}

function stands(relation: FollowQuestion['relation']): RawBuilder<unknown> {
  if (relation === 'friend')
    return sql`f.left_at is null and f.removed_at is null and f.confirmed_at is not null`
  if (relation === 'lost') return sql`(f.left_at is not null or f.removed_at is not null)`
  return sql`true`
}
