import type { CareSettings, ReplyClock } from '../../contract/care.ts'
import type { ReplyOutcome } from '../../contract/reply.ts'
import type { Fact } from '../event/index.ts'
import { addMs, showId } from '../kernel/index.ts'
import type { ReplyWait } from './reply-wait.ts'
import { addWorking, workingMinutes } from './working-hours.ts'

const HOUR_MS = 3_600_000

export type ReplyScope = { settings: CareSettings; zone: string }
type Asked = Pick<ReplyWait, 'id' | 'customerId' | 'customerNo' | 'userid' | 'heard'> & { at: Date }

/** A wait that begins with a message. */
export function beginWait({ at, ...asked }: Asked, scope: ReplyScope): ReplyWait {
  return {
    ...asked,
    ...clockFrom(at, scope),
    askedAt: at,
    lastAt: at,
    messages: 1,
    outcome: null,
    endedAt: null,
    endedBy: null,
    answerMinutes: null,
    escalatedAt: null,
    seenAt: null,
  }
}

/** One message more; one that is told late may turn out to be the first. */
export function askedAgain(wait: ReplyWait, at: Date, scope: ReplyScope): ReplyWait {
  const isFirst = at < wait.askedAt
  return {
    ...wait,
    ...(isFirst ? { askedAt: at, ...clockFrom(at, scope) } : {}),
    lastAt: at > wait.lastAt ? at : wait.lastAt,
    messages: wait.messages + 1,
  }
}

type End = { outcome: ReplyOutcome; at: Date; by: string | null }

export function endWait(wait: ReplyWait, { outcome, at, by }: End, scope: ReplyScope): ReplyWait {
  const { settings, zone } = scope
  const isAnswered = outcome === 'answered' || outcome === 'noted'
  return {
    ...wait,
    outcome,
    endedAt: at,
    endedBy: by,
    answerMinutes: isAnswered
      ? workingMinutes(wait.askedAt, at, { hours: settings.hours, zone })
      : null,
  }
}

/** It was no answer after all: the clock goes on from where it began. */
export function resumeWait(wait: ReplyWait): ReplyWait {
  return { ...wait, outcome: null, endedAt: null, endedBy: null, answerMinutes: null }
}

function clockFrom(at: Date, { settings, zone }: ReplyScope): { dueAt: Date; lapseAt: Date } {
  const { minutes, lapseHours }: ReplyClock = settings.reply
  const dueAt = addWorking(at, minutes, { hours: settings.hours, zone })
  // Nobody is given up on before somebody was to have answered.
  const lapseAt = Math.max(addMs(at, lapseHours * HOUR_MS).getTime(), dueAt.getTime())
  return { dueAt, lapseAt: new Date(lapseAt) }
}

/** What the river is told: that somebody waits, or no longer does. What they wrote is never here. */
export function replyFact(wait: ReplyWait, at: Date): Fact {
  const { id, customerId, customerNo, userid, outcome } = wait
  return {
    name: outcome === null ? 'reply.awaited' : 'reply.ended',
    at: wait.endedAt ?? at,
    cause: [id, outcome ?? '', String(wait.endedAt?.getTime() ?? '')],
    customer: { id: customerId, no: customerNo },
    value: null,
    props: {
      reply_id: showId('replyWait', id),
      ...(userid === '' ? {} : { userid }),
      ...(outcome === null ? {} : { outcome }),
    },
  }
}
