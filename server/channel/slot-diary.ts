import type { Carrier, Purpose } from '../../contract/delivery.ts'
import { addMs } from '../kernel/index.ts'
import { type Counts, noCounts } from './judge.ts'

const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS
const RECENT_MS = 30 * DAY_MS

type Slot = { on: string; at: Date; carrier: Carrier; purpose: Purpose }
type Asked = Slot & { personId: string; lastSeenAt: Date }

/** What a rehearsal has handed out so far; the ledger knows nothing of it. */
export type SlotDiary = {
  /** @param workday the day of the workspace, by which an associate's tasks are counted. */
  note(slot: Slot & { personId: string; userid: string; workday: string }): void
  /** The slots of one person around an instant, counted as the ledger counts its own. */
  countsOf(asked: Asked): Counts
  tasksOf(userid: string, workday: string): number
}

/**
 * Slots that exist in a rehearsal only.
 * @param weight how many people one stands for, when only a part of them is looked at: their tasks fill an associate's day.
 */
export function slotDiary(weight: number): SlotDiary {
  const slots = new Map<string, Slot[]>()
  const tasks = new Map<string, number>()
  const keyOf = (userid: string, workday: string) => `${userid} ${workday}`
  return {
    note({ personId, userid, workday, ...slot }) {
      const known = slots.get(personId)
      if (known) known.push(slot)
      else slots.set(personId, [slot])
      if (slot.carrier !== 'staff_task') return
      const key = keyOf(userid, workday)
      tasks.set(key, (tasks.get(key) ?? 0) + weight)
    },
    countsOf: ({ personId, ...asked }) =>
      (slots.get(personId) ?? []).reduce(
        (counts, slot) => withSlot(counts, slot, asked),
        noCounts(),
      ),
    tasksOf: (userid, workday) => Math.round(tasks.get(keyOf(userid, workday)) ?? 0),
  }
}

function withSlot(counts: Counts, slot: Slot, asked: Omit<Asked, 'personId'>): Counts {
  const isNear = Math.abs(slot.at.getTime() - asked.at.getTime()) < WEEK_MS
  const isRecent = slot.at > addMs(asked.at, -RECENT_MS)
  const one = {
    day: slot.on === asked.on ? 1 : 0,
    week: isNear ? 1 : 0,
    month: slot.on.slice(0, 7) === asked.on.slice(0, 7) ? 1 : 0,
  }
  const isPromotion = slot.purpose === 'promotion'
  return {
    overall: sum(counts.overall, one),
    carrier: slot.carrier === asked.carrier ? sum(counts.carrier, one) : counts.carrier,
    purpose: slot.purpose === asked.purpose ? sum(counts.purpose, one) : counts.purpose,
    mass: slot.carrier === 'wecom_mass' ? sum(counts.mass, one) : counts.mass,
    helpful: counts.helpful + (isRecent && !isPromotion ? 1 : 0),
    promotions: counts.promotions + (isRecent && isPromotion ? 1 : 0),
    unanswered: counts.unanswered + (isRecent && slot.at > asked.lastSeenAt ? 1 : 0),
  }
}

/** Both together: what the ledger holds and what was only rehearsed. */
export function together(one: Counts, other: Counts): Counts {
  return {
    overall: sum(one.overall, other.overall),
    carrier: sum(one.carrier, other.carrier),
    purpose: sum(one.purpose, other.purpose),
    mass: sum(one.mass, other.mass),
    helpful: one.helpful + other.helpful,
    promotions: one.promotions + other.promotions,
    unanswered: one.unanswered + other.unanswered,
  }
}

function sum(one: Counts['overall'], other: Counts['overall']): Counts['overall'] {
  return { day: one.day + other.day, week: one.week + other.week, month: one.month + other.month }
}
