import type { Version } from './version.ts'

/** Somebody inside whose timer has rung, as the worker claimed them. */
export type Traveller = {
  id: string
  version: number
  customerId: string
  customerNo: number
  enteredAt: Date
  state: 'timer' | 'listening' | 'control'
  step: string | null
  occurrence: number
  /** The occurrence with which a migration brought them to their version; null: they came in by it. */
  movedOccurrence: number | null
  isBegun: boolean
  stepAt: Date
  dueAt: Date
  /** Why they waited, as it was written down when they began to. */
  note: Note | null
  tries: number
}

/** A step that a traveller stands before, and when it was due. */
export type Arrival = {
  traveller: Traveller
  step: string
  dueAt: Date
  stepAt: Date
  isBegun: boolean
}

/** What one step makes of one arrival. */
export type Verdict =
  /** @property isLap they begin anew: what they did before at these steps they may do once more. */
  | { kind: 'go'; to: string | null; dueAt: Date; passage: Passed; isLap?: true }
  | { kind: 'stay'; dueAt: Date; stepAt: Date; listensTo: string | null; note: Note | null }
  | { kind: 'leave'; reason: LeaveReason; passage: Passed | null }

/** @property note what it rested on, where that is not plain from the step. */
export type Passed = { outcome: string; detail?: string; ref?: string; note?: Note }

/**
 * Why somebody waits, where the step does not say it: a policy's reason, or what failed. Of an hour of their own: the hour, how
 * many reactions are known, and how many of them fell near it; of the stated hour: how many are known.
 */
export type Note = {
  why:
    | 'deferred'
    | 'late'
    | 'failed'
    | 'analytics_away'
    | 'task'
    | 'own_hour'
    | 'stated_hour'
    | 'winner'
  reason: string
}

export const leaveReasons = [
  'completed',
  'goal',
  'exit',
  'replied',
  'merged',
  'removed',
  'moved_out',
  'journey_ended',
  'measured',
  'failed',
] as const
export type LeaveReason = (typeof leaveReasons)[number]

/** Where a traveller's row stands after the batch. */
export type Moved = {
  id: string
  state: 'timer' | 'listening' | 'left'
  step: string | null
  occurrence: number
  isBegun: boolean
  stepAt: Date
  dueAt: Date | null
  listensTo: string | null
  note: Note | null
  tries: number
  leftReason: LeaveReason | null
}

export type PassageRow = Passed & {
  enrollmentId: string
  step: string
  occurrence: number
  version: number
}

export type Group = { version: Version; step: string; arrivals: Arrival[] }
