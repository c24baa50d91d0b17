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
/** Where WeChat Pay tells of transfers, by the workspace. */
export type PayHook = { kind: 'pay'; id: string }
/** A page of the brand's own (H5), by what it shows. */
export type PageLink = {
  kind: 'form' | 'landing' | 'hook_claim' | 'flash' | 'invite' | 'reward' | 'article'
  id: string
}
/** Somebody in a link or a form: a customer whose own link it is, or a browser that has been here before. */
export type Somebody = { kind: 'person' | 'visitor' | 'arrival'; id: string }

/** In an article: a look at it, which tells how long it lasts; and a browser whose sharing brought somebody, never who that is. */
export type Reading = { kind: 'view' | 'share'; id: string }

export type Linked = Tracked | WayOut | Hook | PayHook | PageLink

/** A link that was followed, and whose workspace it is (by its short number). */
export type Followed = (Linked | Somebody | Reading) & { workspaceNo: number }

export type LinkTracker = {
  /** Our own address in the place of the brand's; null: this installation has none that a customer's phone could open. */
  urlOf(tenant: Pick<Tenant, 'no'>, linked: Linked): string | null
  /** The same without the host: for what stands inside a page of ours. */
  pathOf(tenant: Pick<Tenant, 'no'>, linked: Linked): string
  /** Somebody, or what is read, as a word in an address or a form that nobody can make up. */
  tokenOf(tenant: Pick<Tenant, 'no'>, meant: Somebody | Reading | PageLink): string
  /** What a token stands for; null: not made here. The address behind it is never in the link, but in our ledger. */
  read(token: string): Followed | null
}

/** New kinds go to the end: a kind is written by its place. */
const KINDS = [
  'delivery',
  'message',
  'unsubscribe',
  'hook',
  'form',
  'landing',
  'hook_claim',
  'flash',
  'invite',
  'reward',
  'person',
  'visitor',
  'arrival',
  'pay',
  'article',
  'view',
  'share',
] as const
const PATHS = {
  delivery: 'r',
  message: 'r',
  unsubscribe: 'u',
  hook: 'hooks/sms',
  form: 'f',
  landing: 'l',
  hook_claim: 'k',
  flash: 'q',
  invite: 'i',
  reward: 'w',
  pay: 'hooks/pay',
  article: 'a',
} as const
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
  const written = ({ no }: Pick<Tenant, 'no'>, { kind, id }: Linked | Somebody | Reading) => {
    const payload = Buffer.alloc(PAYLOAD_BYTES)
    payload.writeUInt8(KINDS.indexOf(kind), 0)
    payload.writeUInt32BE(no, 1)
    payload.write(id.replaceAll('-', ''), 5, 'hex')
    return Buffer.concat([payload, macOf(payload)]).toString('base64url')
  }
  const pathOf = (tenant: Pick<Tenant, 'no'>, linked: Linked) =>
    `/${PATHS[linked.kind]}/${written(tenant, linked)}`
  return {
    urlOf: (tenant, linked) => (base === null ? null : base + pathOf(tenant, linked)),
    pathOf,
    tokenOf: written,
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
