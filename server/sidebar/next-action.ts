import type { Reason } from '../../contract/delivery.ts'
import type { ReplyWait } from '../../contract/reply.ts'
import type { NextAction, RankReason } from '../../contract/sidebar.ts'

type PromiseView = Extract<NextAction, { kind: 'promise' }>['promise']

/** What the next step is chosen from. Days are days of the workspace. */
export type Situation = {
  today: string
  /** Messages that she has not answered, the longest wait first. */
  waits: readonly ReplyWait[]
  promises: readonly PromiseView[]
  tasks: readonly { id: string; closesAt: string }[]
  /** The newest paid order. */
  lastOrder: { at: Date; item: string } | null
  now: Date
  /** When they are expected to buy again, where that can be told. */
  dueOn: string | null
  hasNeeds: boolean
  /** The best material that may be sent now and that a need speaks for. */
  best: { materialId: string; title: string; reasons: RankReason[] } | null
  /** What the policy says of something useful now. */
  mayValue: { reason: Reason; until: string | null } | null
}

const DAY_MS = 86_400_000
/** How a purchase went is asked after this long, and not later. */
const ASK_AFTER_DAYS = { from: 3, to: 10 } as const
/** So many days before somebody is expected again it is worth a word. */
const DUE_SOON_DAYS = 7

/**
 * The one thing to do next, the first that applies: a message without an answer; a promise that is due; what the SOP asks for; how the last purchase went;
 * somebody who is due again; a material that answers a need; leaving them in peace where the policy says so; and else finding out
 * what they need.
 */
export function nextAction(at: Situation): NextAction {
  const [wait] = at.waits
  if (wait) return { kind: 'answer', wait }
  const due = at.promises.find(
    ({ keptAt, dueOn }) => keptAt === null && (dueOn === null || dueOn <= at.today),
  )
  if (due) return { kind: 'promise', promise: due }
  const [task] = at.tasks
  if (task) return { kind: 'task', taskId: task.id, closesAt: task.closesAt }
  const bought = at.lastOrder
  if (bought && isBetween(daysSince(bought.at, at.now), ASK_AFTER_DAYS))
    return { kind: 'ask_after', boughtAt: bought.at.toISOString(), item: bought.item }
  if (at.dueOn !== null && isDueSoon(at.dueOn, at.today))
    return { kind: 'due_again', dueOn: at.dueOn }
  if (at.best) return { kind: 'content', ...at.best }
  if (at.mayValue) return { kind: 'leave', ...at.mayValue }
  return { kind: at.hasNeeds ? 'nothing' : 'ask_needs' }
}

function daysSince(at: Date, now: Date): number {
  return (now.getTime() - at.getTime()) / DAY_MS
}

function isBetween(days: number, { from, to }: { from: number; to: number }): boolean {
  return days >= from && days <= to
}

function isDueSoon(dueOn: string, today: string): boolean {
  const days = (Date.parse(dueOn) - Date.parse(today)) / DAY_MS
  return days >= -DUE_SOON_DAYS && days <= DUE_SOON_DAYS
}
