import type { JourneyPlan, JourneyStep } from '../../contract/journey.ts'
import { armsOf, flowOf, lapOf, MAIN } from '../../contract/journey-flow.ts'

type Effects = { send: number; staffTask: number }

/** The most messages and tasks that anybody could get on one way through a plan: of the arms of a fork the fullest, and of a loop
 * every lap. */
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
    const below = ways.reduce((most, way) => (sumOf(way) > sumOf(most) ? way : most))
    const rest = step.kind === 'loop' ? added(below, lapsOf(plan, step)) : below
    const all = {
      send: rest.send + (step.kind === 'send' ? 1 : 0),
      staffTask: rest.staffTask + (step.kind === 'staff_task' ? 1 : 0),
    }
    known.set(step.id, all)
    return all
  }
}

/** What all laps of a loop can bring: the fullest way from where it leads to, until it comes to the loop again. */
function lapsOf(
  plan: Pick<JourneyPlan, 'steps'>,
  loop: Extract<JourneyStep, { kind: 'loop' }>,
): Effects {
  // A lap's own loops count once, where they stand.
  const lap = lapOf(plan, loop).filter(({ kind }) => kind !== 'loop')
  const [first] = lap
  if (!first) return { send: 0, staffTask: 0 }
  const steps = lap.map((step) => (step.lane === first.lane ? { ...step, lane: MAIN } : step))
  const { send, staffTask } = longestWay({ steps })
  return { send: send * loop.times, staffTask: staffTask * loop.times }
}

const added = (one: Effects, other: Effects): Effects => ({
  send: one.send + other.send,
  staffTask: one.staffTask + other.staffTask,
})
const sumOf = ({ send, staffTask }: Effects) => send + staffTask
