import { z } from 'zod'
import { identityKinds } from '../../contract/identity.ts'
import { idFrom } from '../kernel/index.ts'
import type { Decode, Fact, ResolvedEvent, RiverEvent, Tenant } from './event.ts'

/** A fact as an event that already knows its customer. The same cause gives the same id, so telling it twice is telling it once. */
export function eventOfFact(
  tenant: Pick<Tenant, 'id'>,
  fact: Fact,
  receivedAt: Date,
): ResolvedEvent {
  return {
    eventId: idFrom('fact', tenant.id, fact.name, ...fact.cause),
    name: fact.name,
    at: fact.at,
    receivedAt,
    source: 'liuyuan',
    claims: [],
    ...(fact.customer ? { customer: fact.customer } : {}),
    customerId: fact.customer?.id ?? null,
    customerNo: fact.customer?.no ?? 0,
    value: fact.value,
    props: fact.props,
    importNo: fact.importNo ?? 0,
  }
}

const stored = z.array(
  z.object({
    name: z.string(),
    at: z.coerce.date(),
    cause: z.array(z.string()),
    customer: z.object({ id: z.string(), no: z.number() }).nullable(),
    value: z.number().nullable(),
    props: z.record(z.string(), z.unknown()),
    importNo: z.number().optional(),
  }),
)

/** Decodes the inbox rows that `append` wrote. */
export const decodeFacts: Decode = (tenant, row) => {
  const facts = stored.parse(JSON.parse(row.body))
  const events = facts.map((fact) => eventOfFact(tenant, withoutGap(fact), row.receivedAt))
  return { events, poison: [] }
}

function withoutGap({ importNo, ...fact }: z.infer<typeof stored>[number]): Fact {
  return importNo === undefined ? fact : { ...fact, importNo }
}

const storedEvent = z.object({
  eventId: z.uuid(),
  name: z.string(),
  at: z.coerce.date(),
  receivedAt: z.coerce.date(),
  source: z.string(),
  claims: z.array(z.object({ kind: z.string(), value: z.string() })),
  customer: z.object({ id: z.string(), no: z.number() }).optional(),
  value: z.number().nullable(),
  props: z.record(z.string(), z.unknown()),
  importNo: z.number(),
})

/** The kind of inbox rows that bring a parked event back: its body is the event itself, its key was seen before. */
export const REPLAY = 'replay'

/** Decodes an event that was parked while it was applied. */
export const decodeReplay: Decode = (_tenant, row) => {
  const { customer, claims, ...event } = storedEvent.parse(JSON.parse(row.body))
  const known: RiverEvent = {
    ...event,
    claims: claims.filter(isClaim),
    ...(customer ? { customer } : {}),
  }
  return { events: [known], poison: [] }
}

function isClaim(claim: { kind: string; value: string }): claim is RiverEvent['claims'][number] {
  return claim.kind in identityKinds
}
