import { z } from 'zod'
import { addEvidence, type NewEvidence } from '../customer/index.ts'
import { type ApplyStep, nothingApplied, PRIVATE, type ResolvedEvent } from '../event/index.ts'
import { idFrom, readId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type Handed = { event: ResolvedEvent; customerId: string; responseId: string }

const givenTags = z.object({
  tags: z.array(
    z.object({
      questionId: z.string(),
      tagId: z.uuid(),
      weight: z.number(),
      quote: z.string(),
    }),
  ),
})

/**
 * The line of the table of appliers that gives a form's answers to the person who gave them: whose response it is, and the
 * tags of what they chose or wrote, quoted.
 */
export const formStep: ApplyStep = {
  name: 'form',
  on: ['form.started', 'form.submitted'],
  async apply(tx, { tenant }, events) {
    const handed = events.flatMap((event): Handed[] => {
      const responseId = readId('formResponse', String(event.props.response_id ?? ''))
      const { customerId } = event
      return responseId === null || customerId === null ? [] : [{ event, customerId, responseId }]
    })
    if (handed.length === 0) return nothingApplied
    await nameResponses(tx, tenant, handed)
    return { facts: await addEvidence(tx, tenant, handed.flatMap(evidenceOf)), landings: [] }
  },
}

async function nameResponses(tx: Tx, tenant: Tenant, handed: readonly Handed[]): Promise<void> {
  const byResponse = new Map(handed.map((one) => [one.responseId, one.customerId]))
  await tx.run(sql`
    update form.response r
    set customer_id = n.customer_id
    from unnest(
      ${[...byResponse.keys()]}::uuid[],
      ${[...byResponse.values()]}::uuid[]
    ) as n (response_id, customer_id)
    where r.workspace_id = ${tenant.id}
      and r.id = n.response_id
  `)
}

function evidenceOf({ event, customerId }: Handed): NewEvidence[] {
  const read = givenTags.safeParse(event.props[PRIVATE])
  if (!read.success) return []
  return read.data.tags.map(({ questionId, ...tag }) => ({
    ...tag,
    id: idFrom('form tagging', event.eventId, questionId, tag.tagId),
    customerId,
    source: 'form' as const,
    eventId: event.eventId,
    at: event.at,
  }))
}
