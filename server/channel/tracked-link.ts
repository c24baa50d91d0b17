import { timingSafeEqual } from 'node:crypto'
import type { Seal, Tenant } from '../kernel/index.ts'

/**
 * What a tracked link (雷达) stands for: a message to one person, by its delivery, so that a click is theirs; or a message to
 * many, by itself, so that clicks are only counted.
 */
export type Tracked = { kind: 'delivery' | 'message'; id: string }
/** The way out of letters (退订), by the delivery that it stands in. */
export type WayOut = { kind: 'unsubscribe'; id: string }
/** Where an SMS provider tells of deliveries and replies, by a number that only the account's settings know. */
export type Hook = { kind: 'hook'; id: string }

/** A link that was followed, and whose workspace it is (by its short number). */
export type Followed = (Tracked | WayOut | Hook) & { workspaceNo: number }

export type LinkTracker = {
  /** Our own address in the place of the brand's; null: this installation has none that a customer's phone could open. */
  urlOf(tenant: Pick<Tenant, 'no'>, tracked: Tracked | WayOut | Hook): string | null
  /** What a token stands for; null: not made here. The address behind it is never in the link, but in our ledger. */
  read(token: string): Followed | null
}

const KINDS = ['delivery', 'message', 'unsubscribe', 'hook'] as const
const PATHS = { delivery: 'r', message: 'r', unsubscribe: 'u', hook: 'hooks/sms' } as const
const ID_BYTES = 16
const MAC_BYTES = 12
const PAYLOAD_BYTES = 1 + 4 + ID_BYTES
/** Characters of a token: 33 bytes in base64url. */
export const TOKEN_CHARACTERS = 44

/**
 * Links of this installation: kind, workspace, id and a keyed hash over them, so that no row has to be kept for each and
 * nobody can make one up (96 bits).
 * @param base where customers reach this installation, without a slash at its end.
 */
export function createLinkTracker({
  seal,
  base,
}: {
  seal: Pick<Seal, 'index'>
  base: string | null
}): LinkTracker {
  const macOf = (payload: Buffer) =>
    seal.index('tracked link', payload.toString('base64url')).subarray(0, MAC_BYTES)
  return {
    urlOf({ no }, { kind, id }) {
      if (base === null) return null
      const payload = Buffer.alloc(PAYLOAD_BYTES)
      payload.writeUInt8(KINDS.indexOf(kind), 0)
      payload.writeUInt32BE(no, 1)
      payload.write(id.replaceAll('-', ''), 5, 'hex')
      return `${base}/${PATHS[kind]}/${Buffer.concat([payload, macOf(payload)]).toString('base64url')}`
    },
    read(token) {
      const bytes = Buffer.from(token, 'base64url')
      if (bytes.length !== PAYLOAD_BYTES + MAC_BYTES) return null
      const payload = bytes.subarray(0, PAYLOAD_BYTES)
      if (!timingSafeEqual(bytes.subarray(PAYLOAD_BYTES), macOf(payload))) return null
      const kind = KINDS[payload.readUInt8(0)]
      if (!kind) return null
      const id = payload.subarray(5).toString('hex')
      const uuid = id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
      return { kind, id: uuid, workspaceNo: payload.readUInt32BE(1) }
    },
  }
}
