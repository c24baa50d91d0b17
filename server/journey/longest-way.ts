import type { JourneyPlan } from '../../contract/journey.ts'
import { armsOf, flowOf } from '../../contract/journey-flow.ts'

type Effects = { send: number; staffTask: number }

/** The most messages and tasks that anybody could get on one way through a plan: of the arms of a fork, the fullest. */
export function longestWay(plan: Pick<JourneyPlan, 'steps'>): Effects {
  const flow = flowOf(plan)
  const known = new Map<string, Effects>()
  return from(flow.first)

  function from(at: string | null): Effects {
    const step = at === null ? undefined : flow.steps.get(at)
    if (!step) return { send: 0, staffTask: 0 }
    const before = known.get(step.id)
    if (before) return before
    const arms = armsOf(step)
    const ways =
      arms.length === 0
        ? [from(flow.next(step.id))]
        : arms.map(({ id }) => from(flow.arm(step.id, id)))
    const rest = ways.reduce((most, way) => (sumOf(way) > sumOf(most) ? way : most))
    const all = {
      send: rest.send + (step.kind === 'send' ? 1 : 0),
      staffTask: rest.staffTask + (step.kind === 'staff_task' ? 1 : 0),
    }
    known.set(step.id, all)
    return all
  }
}

const sumOf = ({ send, staffTask }: Effects) => send + staffTask
