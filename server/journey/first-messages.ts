import type { JourneyPlan, JourneyStep } from '../../contract/journey.ts'
import { armsOf, type Flow, flowOf } from '../../contract/journey-flow.ts'
import type { Neighbours, Scope } from './neighbours.ts'
import { armByLot } from './take-step.ts'

export type Effect = Extract<JourneyStep, { kind: 'send' | 'staff_task' }>

/** Who comes to a message before any other. `isAtMost`: what decides it has not happened yet, so that fewer may come. */
export type FirstCrowd = { step: Effect; numbers: number[]; isAtMost: boolean }

type Asked = {
  scope: Scope
  neighbours: Pick<Neighbours, 'evaluate'>
  journeyId: string
  flow: Flow
}

/**
 * The messages that people would get first, each with who comes to it: behind a fork everybody goes another way. A split is
 * known beforehand, a branch is asked as of today; who will hear an event nobody knows, and both of its arms count everybody.
 * @param numbers customer numbers of those who would enter.
 * @returns in the order of the plan; whoever comes to no message at all is in none.
 */
export async function firstMessages(
  asked: Omit<Asked, 'flow'>,
  plan: Pick<JourneyPlan, 'steps'>,
  numbers: readonly number[],
): Promise<FirstCrowd[]> {
  const flow = flowOf(plan)
  const found = new Map<string, FirstCrowd>()
  const waiting: Crowd[] = [{ at: flow.first, numbers: [...numbers], isAtMost: false }]
  // A loop leads back only past what came first anyway, so that it is passed by here and every crowd comes to an end.
  for (let crowd = waiting.pop(); crowd; crowd = waiting.pop()) {
    const step = crowd.at === null ? undefined : flow.steps.get(crowd.at)
    if (!step || crowd.numbers.length === 0) continue
    if (step.kind === 'send' || step.kind === 'staff_task') {
      const known = found.get(step.id)
      found.set(step.id, {
        step,
        numbers: [...new Set([...(known?.numbers ?? []), ...crowd.numbers])],
        isAtMost: crowd.isAtMost || (known?.isAtMost ?? false),
      })
    } else waiting.push(...(await after({ ...asked, flow }, step, crowd)))
  }
  const order = plan.steps.map(({ id }) => id)
  return [...found.values()].sort((a, b) => order.indexOf(a.step.id) - order.indexOf(b.step.id))
}

type Crowd = { at: string | null; numbers: number[]; isAtMost: boolean }

/** Where a crowd goes from a step that is no message. */
async function after(
  { scope, neighbours, journeyId, flow }: Asked,
  step: JourneyStep,
  crowd: Crowd,
): Promise<Crowd[]> {
  const { numbers } = crowd
  const into = (arm: string, some: number[], isAtMost = crowd.isAtMost): Crowd => ({
    at: flow.arm(step.id, arm),
    numbers: some,
    isAtMost,
  })
  if (step.kind === 'split')
    return step.arms.map(({ id }) =>
      into(
        id,
        numbers.filter((no) => armByLot(journeyId, step, no) === id),
      ),
    )
  if (step.kind === 'wait_event' || step.kind === 'wait_reply' || step.kind === 'wait_task')
    return armsOf(step).map(({ id }) => into(id, numbers, true))
  if (step.kind !== 'branch') return [{ ...crowd, at: flow.next(step.id) }]
  const taken = await branchOf(neighbours, scope, step, numbers)
  if (taken === 'away') return armsOf(step).map(({ id }) => into(id, numbers, true))
  return armsOf(step).map(({ id }) =>
    into(
      id,
      numbers.filter((no) => (taken.get(no) ?? 'otherwise') === id),
    ),
  )
}

/** The arm of each for whom a tree holds today. */
async function branchOf(
  neighbours: Pick<Neighbours, 'evaluate'>,
  { tenant, now }: Scope,
  step: Extract<JourneyStep, { kind: 'branch' }>,
  numbers: readonly number[],
): Promise<Map<number, string> | 'away'> {
  const taken = new Map<number, string>()
  for (const { id, tree } of step.arms) {
    const among = numbers.filter((no) => !taken.has(no))
    if (among.length === 0) break
    const holds = await neighbours.evaluate(tenant, tree, { among, now })
    if (holds === 'away') return 'away'
    for (const no of holds) taken.set(no, id)
  }
  return taken
}
