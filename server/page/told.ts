import { z } from 'zod'
import { type IdentityClaim, type IdentityKind, identityKinds } from '../../contract/identity.ts'
import { type Decode, PRIVATE, type RiverEvent, receive } from '../event/index.ts'
import { idFrom, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import type { Visitor } from './visitor.ts'

/** The kind of inbox rows that hold what visitors of the brand's own pages did. */
export const PAGES = 'pages'
const SOURCE = 'page'

/** What a visitor did. */
export type Deed = {
  visitor: Visitor
  /** `noun.happened`. */
  name: string
  at: Date
  /** The same id is the same deed, for ever. */
  messageId: string
  value?: number | null
  /** Nothing personal: it reaches ClickHouse. */
  props: Record<string, unknown>
  /** What they said of themselves, a phone number for instance. */
  claims?: readonly IdentityClaim[]
  /** For the appliers alone: `{ traits: { name, … } }` and whatever else is personal. */
  personal?: Record<string, unknown>
}

/**
 * Tells the river what a visitor did, in the transaction that keeps it. Who it is, is looked up by the pump; robots are not
 * told of.
 */
export async function tellOfVisitor(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { visitor, claims = [], personal, value = null, ...deed }: Deed,
  now: Date,
): Promise<void> {
  if (visitor.isRobot) return
  // Whoever is known by their row alone is named by it; whatever else they said would have to be matched by a claim.
  const isNamed = visitor.customer !== null && visitor.isByLinkAlone
  const told: Told = {
    ...deed,
    at: deed.at.toISOString(),
    visitorId: visitor.id,
    customer: isNamed ? visitor.customer : null,
    claims: isNamed ? [] : [...visitor.claims, ...claims],
    value,
    personal: personal ?? null,
  }
  await receive(tx, {
    tenantId: tenant.id,
    lane: 'journey',
    kind: PAGES,
    source: SOURCE,
    items: 1,
    body: JSON.stringify(told),
    receivedAt: now,
  })
}

const stored = z.object({
  name: z.string(),
  at: z.coerce.date(),
  messageId: z.string(),
  visitorId: z.uuid(),
  customer: z.object({ id: z.uuid(), no: z.number() }).nullable(),
  claims: z.array(z.object({ kind: z.string(), value: z.string() })),
  value: z.number().nullable(),
  props: z.record(z.string(), z.unknown()),
  personal: z.record(z.string(), z.unknown()).nullable(),
})
type Told = Omit<z.infer<typeof stored>, 'at'> & { at: string }

/** Turns what visitors did into events. */
export const decodePages: Decode = (tenant, row) => {
  const read = stored.safeParse(JSON.parse(row.body))
  if (!read.success)
    return { events: [], poison: [{ item: row.body, error: z.prettifyError(read.error) }] }
  const { messageId, visitorId, customer, claims, personal, props, ...told } = read.data
  const event: RiverEvent = {
    ...told,
    eventId: idFrom('page', tenant.id, messageId),
    receivedAt: row.receivedAt,
    source: SOURCE,
    claims: claims.filter(isClaim),
    ...(customer ? { customer } : {}),
    props: { ...props, visitor: visitorId, ...(personal ? { [PRIVATE]: personal } : {}) },
    importNo: 0,
  }
  return { events: [event], poison: [] }
}

function isClaim(claim: { kind: string; value: string }): claim is {
  kind: IdentityKind
  value: string
} {
  return claim.kind in identityKinds
}
