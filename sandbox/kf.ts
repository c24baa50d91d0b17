import type { World } from './world.ts'

/** Messages can be fetched for three days; a session and the right to answer last 48 h (documents 94670, 94677). */
export const KF_KEPT_MS = 3 * 86_400_000
export const KF_OPEN_MS = 48 * 3_600_000
export const KF_TOKEN_MS = 600_000
const ROWS_MAX = 20_000

export type KfAccount = {
  openKfid: string
  name: string
  /** Who answers, and whether they take customers now. */
  servicers: Map<string, boolean>
}
/** 0 new, 1 the assistant answers, 2 in the pool, 3 a servicer, 4 ended or not begun. */
export type KfStateNo = 0 | 1 | 2 | 3 | 4
export type KfBubble = { at: Date; from: 'customer' | 'assistant' | 'servicer'; text: string }
export type KfSession = {
  openKfid: string
  externalUserId: string
  state: KfStateNo
  servicer: string
  lastWordAt: Date | null
  /** Messages of the interface since the customer's last word. */
  sent: number
  welcomedAt: Date | null
  bubbles: KfBubble[]
}
/** A row as it is fetched. */
export type KfRow = { no: number; openKfid: string; at: Date; wire: Record<string, unknown> }
/** `welcome` and `ended` live 20 s, what is said at the pool 48 h. */
export type KfCode = {
  key: string
  kind: 'welcome' | 'waiting' | 'taken' | 'ended'
  at: Date
  isUsed: boolean
}
export type Kf = {
  accounts: Map<string, KfAccount>
  sessions: Map<string, KfSession>
  rows: KfRow[]
  codes: Map<string, KfCode>
  tokens: Map<string, { openKfid: string; at: Date }>
  /** Ids that callers gave to what they sent. */
  msgids: Set<string>
}

export function noKf(): Kf {
  return {
    accounts: new Map(),
    sessions: new Map(),
    rows: [],
    codes: new Map(),
    tokens: new Map(),
    msgids: new Set(),
  }
}

export function sessionKey(openKfid: string, externalUserId: string): string {
  return `${openKfid}/${externalUserId}`
}

export function sessionOf(
  { corp }: World,
  openKfid: string,
  externalUserId: string,
): KfSession | null {
  return corp.kf.sessions.get(sessionKey(openKfid, externalUserId)) ?? null
}

export function keepRow(world: World, openKfid: string, wire: Record<string, unknown>): KfRow {
  const { rows } = world.corp.kf
  const no = (rows.at(-1)?.no ?? 0) + 1
  const row = { no, openKfid, at: world.clock.now(), wire }
  rows.push(row)
  if (rows.length > ROWS_MAX) rows.shift()
  return row
}
