import type { Fact } from '../event/index.ts'
import type { LeaveReason } from './traveller.ts'

type Inside = { id: string; version: number; customerId: string; customerNo: number }

/** Somebody came in. Those of the control group did too; they get nothing and are measured. */
export function enteredFact(
  journeyId: string,
  enrollment: Inside & { arm: 'treated' | 'control' },
  at: Date,
): Fact {
  return {
    name: 'journey.entered',
    at,
    cause: ['enrollment', enrollment.id],
    customer: { id: enrollment.customerId, no: enrollment.customerNo },
    value: null,
    props: {
      journey_id: journeyId,
      version: enrollment.version,
      enrollment_id: enrollment.id,
      arm: enrollment.arm,
    },
  }
}

export function leftFact(
  journeyId: string,
  enrollment: Inside,
  reason: LeaveReason,
  at: Date,
): Fact {
  return {
    name: 'journey.left',
    at,
    cause: ['enrollment', enrollment.id],
    customer: { id: enrollment.customerId, no: enrollment.customerNo },
    value: null,
    props: {
      journey_id: journeyId,
      version: enrollment.version,
      enrollment_id: enrollment.id,
      reason,
    },
  }
}

/** The journey is over: nobody is inside any more. The retrospective is written from here on. */
export function endedFact(journeyId: string, experimentId: string | null, at: Date): Fact {
  return {
    name: 'journey.ended',
    at,
    cause: ['journey', journeyId],
    customer: null,
    value: null,
    props: { journey_id: journeyId, experiment_id: experimentId },
  }
}
