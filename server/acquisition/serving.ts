import { isOpenAt } from '../../contract/hours.ts'
import type { WaySchedule } from '../../contract/way-schedule.ts'
import { wallClock } from '../kernel/index.ts'

/** What is known of associates at an instant. */
export type Roster = {
  /** Who is a member that may be added. */
  isActive: (userid: string) => boolean
  isAway: (userid: string) => boolean
  /** Whom the code has brought to each today. */
  addedToday: (userid: string) => number
}

/**
 * Whom a code leads to at an instant: those on duty who are there and have room; else the spare ones who are there and have
 * room; else whoever is on duty or spare and there, since somebody who scans is never sent away for a cap; else everybody of
 * the code. In the order of the code's own list, spare ones after it.
 */
export function servedAt(
  { userids, schedule }: { userids: readonly string[]; schedule: WaySchedule },
  roster: Roster,
  { at, timeZone }: { at: Date; timeZone: string },
): string[] {
  const duty = onDuty(schedule, { at, timeZone })
  const isThere = (userid: string) => roster.isActive(userid) && !roster.isAway(userid)
  const hasRoom = (userid: string) =>
    schedule.capPerDay === null || roster.addedToday(userid) < schedule.capPerDay
  const own = userids.filter((userid) => duty.has(userid) && isThere(userid))
  const spare = schedule.spare.filter((userid) => isThere(userid) && !own.includes(userid))
  const choices = [own.filter(hasRoom), spare.filter(hasRoom), own, spare, [...userids]]
  return choices.find((choice) => choice.length > 0) ?? []
}

/** Who is on duty by the shifts. */
function onDuty(
  { shifts }: WaySchedule,
  { at, timeZone }: { at: Date; timeZone: string },
): ReadonlySet<string> {
  const now = wallClock(at, timeZone)
  return new Set(shifts.flatMap((shift) => (isOpenAt(shift, now) ? shift.userids : [])))
}
