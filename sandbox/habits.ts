import { z } from 'zod'
import type { Deeds } from './deeds.ts'
import type { Effect } from './effects.ts'
import { hashOf, seeded } from './machine.ts'
import { linkOf } from './wire-attachment.ts'
import { type Corp, followOf } from './world.ts'

const share = z.number().min(0).max(1).default(0)
const WEEK_MS = 7 * 86_400_000

/**
 * How customers answer by themselves what reaches them. All of it is known, so that whoever claims to measure fatigue or the
 * effect of a message can be held against it.
 */
export const habits = z.object({
  seed: z.number().int().default(1),
  /** Share of mass messages with a link whose link is followed. */
  opens: share,
  /** Share of mass messages that are answered. */
  replies: share,
  /** Share of followed links after which a friend comes by the code that the customer came by. */
  invites: share,
  /** Mass messages within the window that disturb nobody. */
  bears: z.number().int().min(0).default(1_000),
  windowMs: z.number().positive().default(WEEK_MS),
  /** Share of mass messages beyond those after which the customer deletes the associate. */
  leaves: share,
  /** Share of hand-overs that the customer agrees to; the others refuse. Null: nobody says a word. */
  accepts: z.number().min(0).max(1).nullable().default(null),
})
export type Habits = z.infer<typeof habits>

/** The share of customers who are lost by `messages` mass messages within one window. */
export function trueLoss({ bears, leaves }: Habits, messages: number): number {
  return 1 - (1 - leaves) ** Math.max(0, messages - bears)
}

/** The crowd of one corp. What it hears of is answered when time passes, not in the middle of somebody else's deed. */
export type Crowd = {
  /** @param wanted null: customers do nothing by themselves. */
  live(wanted: Habits | null): void
  habits(): Habits | null
  hear(effect: Effect): void
  passTime(): void
}

export function createCrowd(corp: Corp, deeds: Deeds): Crowd {
  let kept: Habits | null = null
  let heard: Effect[] = []
  return {
    live(wanted) {
      kept = wanted
      heard = []
    },
    habits: () => kept,
    hear(effect) {
      if (kept && (effect.kind === 'mass_received' || effect.kind === 'transfer_begun'))
        heard.push(effect)
    },
    passTime() {
      const now = heard
      heard = []
      for (const effect of now) if (kept) answer(corp, deeds, kept, effect)
    },
  }
}

function answer(corp: Corp, deeds: Deeds, kept: Habits, effect: Effect): void {
  if (effect.kind === 'transfer_begun') {
    const { externalUserId, to } = effect
    if (kept.accepts === null) return
    if (does(kept, kept.accepts, `accepts ${externalUserId} ${effect.no}`))
      deeds.agree({ externalUserId, to })
    else deeds.refuse({ externalUserId, to })
    return
  }
  if (effect.kind !== 'mass_received') return
  const { userid, externalUserId, msgid } = effect
  const pair = { userid, externalUserId }
  const key = `${externalUserId} ${msgid}`
  const url = linkOf(corp.tasks.get(msgid)?.attachments ?? [])?.url
  if (url && does(kept, kept.opens, `opens ${key}`)) {
    deeds.open({ ...pair, url })
    const state = followOf(corp, userid, externalUserId)?.state ?? ''
    if (state !== '' && does(kept, kept.invites, `invites ${key}`)) deeds.scan({ state }, null)
  }
  if (does(kept, kept.replies, `replies ${key}`))
    deeds.chat({ ...pair, from: 'customer', text: '收到，谢谢' })
  const since = effect.at.getTime() - kept.windowMs
  const received = corp.massReceived.get(externalUserId) ?? []
  const lately = received.filter((at) => at.getTime() > since && at <= effect.at).length
  if (lately > kept.bears && does(kept, kept.leaves, `leaves ${key}`)) deeds.deleteStaff(pair)
}

/** Each answer has a chance of its own, so that one habit changes nothing of another and of anybody else. */
function does({ seed }: Habits, share: number, what: string): boolean {
  return share > 0 && seeded(hashOf(`${seed}:${what}`))() < share
}
