import type { JourneyPlan, JourneyStep } from '../../contract/journey.ts'
import { armsOf, flowOf } from '../../contract/journey-flow.ts'
import { spanMs } from './lateness.ts'

const DAY_MS = 86_400_000

/** The least time that anybody needs to come to a step; without end when no way leads there. */
export function shortestMs(plan: Pick<JourneyPlan, 'steps'>, stepId: string): number {
  const flow = flowOf(plan)
  const best = new Map<string, number>()
  const open: [string | null, number][] = [[flow.first, 0]]
  for (let next = open.pop(); next; next = open.pop()) {
    const [at, ms] = next
    const step = at === null ? undefined : flow.steps.get(at)
    if (!step || ms >= (best.get(step.id) ?? Number.POSITIVE_INFINITY)) continue
    best.set(step.id, ms)
    if (step.kind === 'wait_event' || step.kind === 'wait_reply' || step.kind === 'wait_task') {
      const late = step.kind === 'wait_task' ? 'expired' : 'silent'
      for (const { id } of armsOf(step))
        open.push([flow.arm(step.id, id), ms + (id === late ? spanMs(step.within) : 0)])
      continue
    }
    const arms = armsOf(step)
    if (arms.length > 0) for (const { id } of arms) open.push([flow.arm(step.id, id), ms])
    else open.push([flow.next(step.id), ms + lastsMs(step)])
  }
  return best.get(stepId) ?? Number.POSITIVE_INFINITY
}

function lastsMs(step: JourneyStep): number {
  if (step.kind === 'wait') return spanMs(step.for)
  // The hour of the day may be near: the days are what is sure.
  return step.kind === 'wait_until' ? Math.max(0, step.afterDays - 1) * DAY_MS : 0
}
