import { createHash } from 'node:crypto'
import { z } from 'zod'
import { identityKinds } from '../../contract/identity.ts'
import { ORDER_RECORDED } from '../commerce/index.ts'
import { type Decode, PRIVATE, type RiverEvent } from '../event/index.ts'
import { idFrom, type Tenant } from '../kernel/index.ts'
import { openCells } from './personal-column.ts'

/** The kinds of inbox rows that hold a chunk of a file. */
export const IMPORTED_ORDERS = 'import.orders'
export const IMPORTED_CUSTOMERS = 'import.customers'
const CUSTOMER_IMPORTED = 'customer.imported'

const kinds = Object.keys(identityKinds)
const claim = z.object({
  kind: z.custom<keyof typeof identityKinds>((kind) => kinds.includes(String(kind))),
  value: z.string(),
})
const chunk = z.object({ importId: z.uuid(), importNo: z.number().int(), source: z.string() })
const orders = chunk.extend({
  rows: z.array(
    z.object({
      line: z.number(),
      order: z.looseObject({ key: z.string(), orderedAt: z.string().nullable() }),
      attributes: z.record(z.string(), z.string()),
      claims: z.array(claim),
      name: z.string().nullable(),
    }),
  ),
})
const customers = chunk.extend({
  rows: z.array(
    z.object({
      line: z.number(),
      joinedAt: z.string().nullable(),
      claims: z.array(claim),
      name: z.string().nullable(),
      traits: z.record(z.string(), z.string()),
      tags: z.array(z.object({ group: z.string(), name: z.string() })),
    }),
  ),
})

/**
 * An event's id is made from what the row says, not from the import that brought it: the same row in a second file is the
 * same event, and a row that says more than before is a new one.
 */
function eventIdOf(tenant: Tenant, name: string, said: unknown): string {
  const content = createHash('sha256').update(JSON.stringify(said)).digest('base64url')
  return idFrom('import', tenant.id, name, content)
}

export const decodeOrders: Decode = (tenant, row) => {
  const { importId, importNo, source, rows } = orders.parse(JSON.parse(row.body))
  const common = { receivedAt: row.receivedAt, source, value: null, importNo }
  const events = rows.flatMap(({ line: _line, order, attributes, claims, name }): RiverEvent[] => {
    const at = new Date(order.orderedAt ?? refundedAt(order.refunds) ?? row.receivedAt)
    const said = { order, attributes, claims }
    const told: RiverEvent = {
      ...common,
      eventId: eventIdOf(tenant, ORDER_RECORDED, said),
      name: ORDER_RECORDED,
      at,
      claims,
      props: { ...order, [PRIVATE]: { attributes, importId } },
    }
    if (name === null || claims.length === 0) return [told]
    // The buyer's name is a trait of theirs and tells nothing of the order.
    const named = { ...common, name: CUSTOMER_IMPORTED, at, claims }
    const eventId = eventIdOf(tenant, CUSTOMER_IMPORTED, { claims, name })
    return [told, { ...named, eventId, props: { [PRIVATE]: { traits: { name } } } }]
  })
  return { events, poison: [] }
}

const refundTimes = z.array(z.object({ at: z.string() }))
function refundedAt(refunds: unknown): string | null {
  const read = refundTimes.safeParse(refunds)
  return read.success ? (read.data[0]?.at ?? null) : null
}

export const decodeCustomers: Decode = (tenant, row) => {
  const { importNo, source, rows } = customers.parse(JSON.parse(row.body))
  const events = rows.map(({ line: _line, joinedAt, claims, name, traits, tags }): RiverEvent => {
    const all = name === null ? traits : { ...traits, name }
    return {
      eventId: eventIdOf(tenant, CUSTOMER_IMPORTED, { joinedAt, claims, name, traits, tags }),
      name: CUSTOMER_IMPORTED,
      at: joinedAt === null ? row.receivedAt : new Date(joinedAt),
      receivedAt: row.receivedAt,
      source,
      claims,
      value: null,
      props: { traits: openTraits(traits), tags, [PRIVATE]: { traits: all } },
      importNo,
    }
  })
  return { events, poison: [] }
}

/** What history may hold of a person's traits. */
function openTraits(traits: Record<string, string>): Record<string, string> {
  return openCells(Object.entries(traits).map(([header, text]) => ({ header, text })))
}
