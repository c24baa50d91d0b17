import { createHash, randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const RANDOM_BYTES = 16
/** Random bytes of many ids are fetched at once: a call for each was a tenth of letting a crowd into a journey. */
const pool = new Uint8Array(RANDOM_BYTES * 256)
let poolUsed = pool.length
let last = { msecs: 0, seq: 0 }

/**
 * A UUIDv7 in its canonical text form: sorts by the instant it was made, and those of one process by the order in which
 * they were made. Made by the application, never by the database.
 */
export function newId(): string {
  const random = nextRandom()
  last = following(last, Date.now(), random)
  return v7({ random, ...last })
}

/** Within a millisecond, and when the clock goes back, ids count on (RFC 9562, section 6.2, method 1). */
function following(before: typeof last, now: number, random: Uint8Array): typeof last {
  if (now > before.msecs) {
    // The highest bit is left free, so that the count has room.
    const seq = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1
    return { msecs: now, seq }
  }
  const seq = (before.seq + 1) >>> 0
  return { msecs: seq === 0 ? before.msecs + 1 : before.msecs, seq }
}

function nextRandom(): Uint8Array {
  if (poolUsed >= pool.length) {
    randomFillSync(pool)
    poolUsed = 0
  }
  const random = pool.subarray(poolUsed, poolUsed + RANDOM_BYTES)
  poolUsed += RANDOM_BYTES
  return random
}

/** The prefixes under which ids are shown outside (`cus_0198…`). */
export const prefixes = {
  customer: 'cus',
  staff: 'stf',
  workspace: 'wsp',
  import: 'imp',
  merge: 'mrg',
  conflict: 'cfl',
  tagGroup: 'tgg',
  tag: 'tag',
  tagging: 'tgn',
  tagJob: 'tgj',
  order: 'ord',
  product: 'prd',
  productMerge: 'prg',
  sku: 'sku',
  event: 'evt',
  key: 'key',
  parked: 'prk',
  diagnosis: 'dgn',
  valueFit: 'fit',
  segment: 'seg',
  corp: 'crp',
  notice: 'ntc',
  official: 'ofa',
  officialCode: 'ofc',
  groupChat: 'grp',
  membership: 'gmb',
  source: 'src',
  sourceCost: 'cst',
  contactWay: 'cwy',
  wayBatch: 'cwb',
  bill: 'bil',
  hook: 'hok',
  hookClaim: 'hkc',
  landingPage: 'ldp',
  journey: 'jny',
  enrollment: 'enr',
  admission: 'adm',
  approval: 'apv',
  broadcast: 'bcs',
  rehearsal: 'rhs',
  moment: 'mom',
  groupPost: 'gpo',
  groupTarget: 'gpt',
  groupTask: 'gpk',
  groupPlan: 'gpl',
  groupPlanStep: 'gps',
  delivery: 'dlv',
  sendTask: 'stk',
  staffTask: 'tsk',
  absence: 'abs',
  smsTemplate: 'smt',
  pause: 'pse',
  consent: 'cst',
  experiment: 'exp',
  retrospective: 'rtr',
  endpoint: 'ept',
  webhookMessage: 'msg',
  serviceCase: 'cse',
  caseEntry: 'cen',
  replyWait: 'rpw',
  form: 'frm',
  formResponse: 'frs',
  flashTopic: 'fla',
  article: 'art',
  opening: 'opn',
  material: 'mat',
  poster: 'pst',
  quickReply: 'qrp',
  promise: 'prm',
  handover: 'hov',
  move: 'mov',
  handoverEntry: 'hoe',
  reward: 'rwd',
  grant: 'rwg',
  grantEntry: 'rge',
  stockBatch: 'rwb',
  account: 'acc',
  transfer: 'trf',
  referral: 'rfl',
  inviter: 'inv',
  referralFriend: 'rff',
} as const

export type IdKind = keyof typeof prefixes

/** uuid → `cus_<32 hex>`: no dashes, so that a double click selects the whole id. */
export function showId(kind: IdKind, uuid: string): string {
  return `${prefixes[kind]}_${uuid.replaceAll('-', '')}`
}

const SHOWN = /^([a-z]{3})_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/

/** `cus_<32 hex>` → uuid, or null when it is not an id of that kind. */
export function readId(kind: IdKind, shown: string): string | null {
  const parts = SHOWN.exec(shown)
  if (!parts || parts[1] !== prefixes[kind]) return null
  return parts.slice(2).join('-')
}

/**
 * A UUIDv8 made from a hash of the parts: the same cause always gives the same id, so the id is at once the
 * deduplication key and the seed of every effect's key. Parts are length-prefixed: ('ab','c') ≠ ('a','bc').
 */
export function idFrom(...parts: string[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part)
  const hex = hash.digest('hex')
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
