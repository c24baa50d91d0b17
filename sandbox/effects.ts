import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/**
 * What was really done, in order and for ever: the judge of every test. An effect is written when it happens, whatever the
 * caller gets to hear of it.
 */
export type Effect = {
  no: number
  at: Date
} /** Two became friends; the code is empty when WeCom gave none. */ & (
  | { kind: 'added'; userid: string; externalUserId: string; state: string; code: string }
  /** The customer deleted the member, or the member the customer. */
  | { kind: 'deleted'; userid: string; externalUserId: string; by: 'customer' | 'member' }
  | {
      kind: 'welcome'
      code: string
      userid: string
      externalUserId: string
      text: string
      ageMs: number
    }
  | { kind: 'task_made'; msgid: string; userid: string; receivers: string[]; text: string }
  | { kind: 'task_cancelled'; msgid: string }
  | { kind: 'task_reminded'; msgid: string }
  /** A member confirmed; `sent` of the receivers got it. */
  | { kind: 'task_confirmed'; msgid: string; userid: string; sent: number }
  | { kind: 'mass_received'; msgid: string; userid: string; externalUserId: string; text: string }
  | { kind: 'app_message'; userid: string; text: string }
  | { kind: 'remarked'; userid: string; externalUserId: string }
  | { kind: 'tags_marked'; userid: string; externalUserId: string; add: string[]; remove: string[] }
  | { kind: 'tags_made'; group: string; names: string[] }
  | { kind: 'way_made'; configId: string; state: string; userids: string[] }
  | {
      kind: 'chat'
      userid: string
      externalUserId: string
      from: 'member' | 'customer'
      /** Empty where a link or a picture is all there is. */
      text: string
      link?: string
      mediaId?: string
    }
  | { kind: 'opened'; userid: string; externalUserId: string; url: string }
  | { kind: 'group_made'; chatId: string; owner: string }
  | { kind: 'group_joined'; chatId: string; id: string; scene: number; state: string }
  /** Went, or was shown out. */
  | { kind: 'group_left'; chatId: string; id: string; by: 'self' | 'owner' }
  | { kind: 'group_changed'; chatId: string; what: string }
  | { kind: 'group_dissolved'; chatId: string }
  | { kind: 'group_said'; chatId: string; id: string; text: string }
  | { kind: 'group_opened'; chatId: string; id: string; url: string }
  | { kind: 'group_welcomed'; chatId: string; id: string; text: string }
  | { kind: 'group_welcome_made'; templateId: string; text: string }
  | { kind: 'group_mass_received'; msgid: string; userid: string; chatId: string; text: string }
  | { kind: 'join_way_made'; configId: string; state: string; chatIds: string[] }
  | { kind: 'message_recalled'; msgid: string }
  | { kind: 'card_updated'; msgid: string; userid: string }
  | {
      kind: 'card_pressed'
      userid: string
      msgid: string
      key: string
      chosen: Record<string, string[]>
    }
  | { kind: 'link_made'; linkId: string; name: string }
  | { kind: 'link_opened'; linkId: string; externalUserId: string; state: string }
  | { kind: 'product_made'; productId: string }
  | { kind: 'intercept_rule_made'; ruleId: string; name: string }
  | {
      kind: 'intercepted'
      userid: string
      externalUserId: string
      ruleId: string
      isBlocking: boolean
    }
  | {
      kind: 'kf_said'
      openKfid: string
      externalUserId: string
      from: 'customer' | 'assistant' | 'servicer'
      text: string
    }
  | { kind: 'kf_moved'; openKfid: string; externalUserId: string; state: number }
  | { kind: 'official_subscribed'; openid: string; scene: string }
  | { kind: 'official_left'; openid: string }
  | { kind: 'official_message'; openid: string; text: string }
  | { kind: 'official_notice'; openid: string; templateId: string; msgid: string }
  | { kind: 'official_mass_made'; msgId: string; tagId: number; receivers: number; text: string }
  | { kind: 'official_mass_received'; msgId: string; openid: string; text: string }
  | {
      kind: 'archive_consent'
      userid: string
      externalUserId: string
      status: 'Agree' | 'Disagree'
    }
  | { kind: 'uploaded'; mediaId: string; use: string; bytes: number }
  | { kind: 'moment_made'; momentId: string; userids: string[] }
  | { kind: 'moment_cancelled'; momentId: string }
  | { kind: 'moment_posted'; momentId: string; userid: string; viewers: number }
  | {
      kind: 'moment_liked'
      momentId: string
      userid: string
      externalUserId: string
      isLiked: boolean
    }
  | {
      kind: 'moment_commented'
      momentId: string
      userid: string
      externalUserId: string
      text: string
    }
  | { kind: 'temporary_chat_ended'; userid: string; externalUserId: string }
  | { kind: 'transfer_begun'; from: string; to: string; externalUserId: string }
  | { kind: 'transferred'; from: string; to: string; externalUserId: string }
  | { kind: 'transfer_failed'; from: string; to: string; externalUserId: string; reason: string }
  | { kind: 'group_transferred'; chatId: string; from: string; to: string }
  | { kind: 'hired'; userid: string; departments: number[] }
  | { kind: 'moved'; userid: string; departments: number[]; status: number }
  | { kind: 'resigned'; userid: string }
  | { kind: 'department'; change: 'made' | 'changed' | 'deleted'; id: number }
  | { kind: 'staff_tagged'; tag: string; add: string[]; remove: string[] }
)

type WithoutHead<E> = E extends Effect ? Omit<E, 'no' | 'at'> : never
export type NewEffect = WithoutHead<Effect>

export type EffectLog = {
  write(at: Date, effect: NewEffect): Effect
  /** @param after the last number that is known already. */
  read(after?: number): Effect[]
  clear(): void
}

const FILE = 'effects.jsonl'

/** @param dir where the log is also kept as lines of JSON, and taken up again; null: in memory only. */
export function openEffectLog(dir: string | null): EffectLog {
  if (dir) mkdirSync(dir, { recursive: true })
  const file = dir ? join(dir, FILE) : null
  let effects = file ? kept(file) : []
  return {
    write(at, effect) {
      const written = { ...effect, no: effects.length + 1, at }
      effects.push(written)
      if (file) appendFileSync(file, `${JSON.stringify(written)}\n`)
      return written
    },
    read: (after = 0) => effects.slice(after),
    clear() {
      effects = []
      if (file) rmSync(file, { force: true })
    },
  }
}

const line = z.looseObject({ no: z.number(), at: z.coerce.date(), kind: z.string() })

/** The effects of earlier runs. A last line that was cut when the process died is left out. */
function kept(file: string): Effect[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text) => {
      const effect = effectIn(text)
      return effect ? [effect] : []
    })
}

function effectIn(text: string): Effect | null {
  try {
    const parsed: unknown = JSON.parse(text, (key, value: unknown) =>
      key === 'at' && typeof value === 'string' ? new Date(value) : value,
    )
    return isEffect(parsed) ? parsed : null
  } catch {
    return null
  }
}

/** The file is our own: what has a number, an instant and a kind was written above. */
function isEffect(value: unknown): value is Effect {
  return line.safeParse(value).success
}
