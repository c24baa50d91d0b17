import type { Fraction } from './machine.ts'

/** Shares from 0 to 1 of calls or callbacks that something happens to; zero everywhere is a WeCom in good health. */
export const noFaults = {
  /** -1, and it was executed. */
  busyExecuted: 0,
  /** -1, and it was not executed. */
  busyIdle: 0,
  /** 45009. */
  rateLimited: 0,
  /** 45033: too many calls at the same time. */
  crowded: 0,
  /** No answer, and it was not executed. */
  silentBefore: 0,
  /** No answer, and it was executed. */
  silentAfter: 0,
  /** 42001 although the token is not at its end; the next one is fine. */
  tokenExpired: 0,
  /** Of callbacks. */
  callbackDoubled: 0,
  callbackLate: 0,
  callbackLost: 0,
  callbackReordered: 0,
}
export type Faults = typeof noFaults
export type FaultName = keyof Faults

/** What happens to a call; at most one thing does. */
export type CallFault =
  | 'busyExecuted'
  | 'busyIdle'
  | 'rateLimited'
  | 'crowded'
  | 'silentBefore'
  | 'silentAfter'
  | 'tokenExpired'

export const CALL_FAULTS = [
  'busyExecuted',
  'busyIdle',
  'rateLimited',
  'crowded',
  'silentBefore',
  'silentAfter',
  'tokenExpired',
] as const satisfies readonly CallFault[]

/** What the next calls of a path come to, said in advance: a fault or an error code. */
export type Scripted = { path: string; what: CallFault | number; times: number }

/** How healthy WeCom is, and how fast. */
export type Weather = {
  faults: Faults
  /** Calls that the shares hold for, e.g. `externalcontact/add_msg_template`; none named: all but gettoken. */
  faultPaths: string[]
  scripted: Scripted[]
  /** How long an answer takes. */
  latencyMs: number
  /** How long a call that gets no answer is held before the connection ends. */
  silentMs: number
  /** Calls of one path in a minute and in an hour before 45009 (document 90312). */
  perMinute: number
  perHour: number
  /** Calls of one path under way at the same time before 45033; the number is not published. */
  callsAtOnce: number
  /** After a task is made: how long its results answer 41063, and how long the list does not show it. */
  dispatchMs: number
  listLagMs: number
  /** Callbacks under way at once. With one they arrive in the order in which things happened. */
  callbacksAtOnce: number
  /** How late a late callback is. */
  callbackLateMs: number
}

export function fineWeather(): Weather {
  return {
    faults: { ...noFaults },
    faultPaths: [],
    scripted: [],
    latencyMs: 0,
    silentMs: 0,
    perMinute: 10_000,
    perHour: 150_000,
    callsAtOnce: 1_000,
    dispatchMs: 1_500,
    listLagMs: 0,
    callbacksAtOnce: 64,
    callbackLateMs: 3_000,
  }
}

/** What happens to this call: what was said in advance, else what chance brings. */
export function fateOfCall(
  weather: Weather,
  path: string,
  chance: Fraction,
): CallFault | number | null {
  const said = weather.scripted.find((one) => one.path === path && one.times > 0)
  if (said) {
    said.times -= 1
    weather.scripted = weather.scripted.filter(({ times }) => times > 0)
    return said.what
  }
  const { faultPaths } = weather
  const isMeant = faultPaths.length === 0 ? path !== 'gettoken' : faultPaths.includes(path)
  return isMeant ? drawn(weather.faults, chance) : null
}

function drawn(faults: Faults, chance: Fraction): CallFault | null {
  const at = chance()
  let upTo = 0
  for (const fault of CALL_FAULTS) {
    upTo += faults[fault]
    if (at < upTo) return fault
  }
  return null
}

export function happens(share: number, chance: Fraction): boolean {
  return share > 0 && chance() < share
}
