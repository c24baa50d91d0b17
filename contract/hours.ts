import { z } from 'zod'

/** A time of the day in the workspace's zone, as `09:30`. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** 1 is Monday. */
export const weekdays = z.array(z.number().int().min(1).max(7)).min(1).max(7)

/** What a clock on the wall shows: the weekday (1 is Monday) and minutes since midnight. */
export type WallClock = { weekday: number; minute: number }
export type Window = { weekdays: readonly number[]; from: string; to: string }

/**
 * Whether a window is open at a moment. `to` is no part of it; one that ends before or when it begins goes over midnight and
 * belongs to the day it began.
 */
export function isOpenAt({ weekdays: days, from, to }: Window, at: WallClock): boolean {
  const [begin, end] = [minuteOf(from), minuteOf(to)]
  const isToday = days.includes(at.weekday)
  if (end > begin) return isToday && at.minute >= begin && at.minute < end
  const yesterday = at.weekday === 1 ? 7 : at.weekday - 1
  return (isToday && at.minute >= begin) || (days.includes(yesterday) && at.minute < end)
}

/** Minutes since midnight. @param time as `09:30` */
export function minuteOf(time: string): number {
  const [hour = '0', minute = '0'] = time.split(':')
  return Number(hour) * 60 + Number(minute)
}
