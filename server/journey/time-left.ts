import type { JourneyPlan, JourneyStep } from '../../contract/journey.ts'
import { armsOf, flowOf, lapOf } from '../../contract/journey-flow.ts'
import { spanMs } from './lateness.ts'

const DAY_MS = 86_400_000
const WEEK_DAYS = 7

/**
 * The longest that anybody can take from a step's end to the end of the plan: of the arms of a fork the slowest, of a loop every lap,
 * of a wait for an event all of it. What a policy puts off is not in it.
 */
export function longestAfter(plan: Pick<JourneyPlan, 'steps'>, stepId: string): number {
  const flow = flowOf(plan)
  const known = new Map<string, number>()
  const step = flow.steps.get(stepId)
  return step ? below(step) : 0

  /** From the moment at which somebody comes to a step. */
  function from(at: string | null): number {
    const here = at === null ? undefined : flow.steps.get(at)
    if (!here) return 0
    const before = known.get(here.id)
    if (before !== undefined) return before
    const all = lastsMs(here) + below(here)
    known.set(here.id, all)
    return all
  }

  function below(here: JourneyStep): number {
    const arms = armsOf(here)
    const ways =
      arms.length === 0 ? [flow.next(here.id)] : arms.map(({ id }) => flow.arm(here.id, id))
    const rest = Math.max(...ways.map(from))
    return here.kind === 'loop' ? rest + here.times * lapMs(plan, here) : rest
  }
}

/** One lap with everything in it, whatever arms are taken: no shorter than any. */
function lapMs(
  plan: Pick<JourneyPlan, 'steps'>,
  loop: Extract<JourneyStep, { kind: 'loop' }>,
): number {
  return lapOf(plan, loop).reduce((sum, step) => sum + lastsMs(step), 0)
}

function lastsMs(step: JourneyStep): number {
  if (step.kind === 'wait') return spanMs(step.for)
  if ('within' in step) return spanMs(step.within)
  if (step.kind !== 'wait_until') return 0
  return (step.afterDays + (step.weekdays.length > 0 ? WEEK_DAYS : 1)) * DAY_MS
}
