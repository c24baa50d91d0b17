import type { EventCondition, JourneyPlan, JourneyStep } from './journey.ts'

export const MAIN = 'main'

export type Arm = { id: string; name: string }

/** The arms of a step, in the order in which they are drawn; none for most. */
export function armsOf(step: JourneyStep): Arm[] {
  if (earOf(step) !== null) return unnamed('heard', 'silent')
  if (step.kind === 'wait_task') return unnamed('done', 'left_out', 'expired')
  if (step.kind === 'split') return step.arms.map(({ id, name }) => ({ id, name }))
  if (step.kind === 'branch')
    return [...step.arms.map(({ id, name }) => ({ id, name })), { id: 'otherwise', name: '' }]
  return []
}

const unnamed = (...ids: string[]): Arm[] => ids.map((id) => ({ id, name: '' }))

/** A customer wrote to an associate: heard where chats are kept, by customer service, or written down by staff. */
export const REPLIED = 'message.replied'

/** By which event each measure of a split is heard. */
export const MEASURED = {
  replied: REPLIED,
  clicked: 'message.clicked',
  bought: 'order.paid',
} as const

/** What a step listens for; null for one that does not. */
export function earOf(step: JourneyStep): EventCondition | null {
  if (step.kind === 'wait_event') return step.event
  return step.kind === 'wait_reply' ? { name: REPLIED, where: [] } : null
}

/** The steps that somebody passes between a loop's target and the loop, both included, whatever arms they take. */
export function lapOf(
  { steps }: Pick<JourneyPlan, 'steps'>,
  loop: Extract<JourneyStep, { kind: 'loop' }>,
): JourneyStep[] {
  const from = steps.findIndex(({ id }) => id === loop.to)
  return from < 0 ? [] : steps.slice(from, steps.indexOf(loop) + 1)
}

export function laneOf(stepId: string, armId: string): string {
  return `${stepId}.${armId}`
}

/** Where people go: the step after a step, and the first step of each arm. Null: they leave, having come to the end. */
export type Flow = {
  first: string | null
  steps: ReadonlyMap<string, JourneyStep>
  next(stepId: string): string | null
  arm(stepId: string, armId: string): string | null
}

/** Reads the list of steps as a flow. What `problemsOf` finds fault with may have ends where it should not. */
export function flowOf(plan: Pick<JourneyPlan, 'steps'>): Flow {
  const steps = new Map(plan.steps.map((step) => [step.id, step]))
  const lanes = new Map<string, JourneyStep[]>()
  for (const step of plan.steps) lanes.set(step.lane, [...(lanes.get(step.lane) ?? []), step])

  function after(step: JourneyStep): string | null {
    if (step.kind === 'end') return null
    const lane = lanes.get(step.lane) ?? []
    const below = lane[lane.indexOf(step) + 1]
    if (below) return below.id
    const above = steps.get(step.lane.split('.')[0] ?? '')
    return step.lane === MAIN || !above ? null : after(above)
  }

  return {
    first: lanes.get(MAIN)?.[0]?.id ?? null,
    steps,
    next(stepId) {
      const step = steps.get(stepId)
      return step ? after(step) : null
    },
    arm(stepId, armId) {
      const step = steps.get(stepId)
      if (!step) return null
      return lanes.get(laneOf(stepId, armId))?.[0]?.id ?? after(step)
    },
  }
}

/** The names of events by which people enter, go on, arrive or leave early. */
export function eventsHeard(
  plan: JourneyPlan,
): { name: string; role: 'trigger' | 'wait' | 'goal' | 'exit' | 'measure' }[] {
  const triggers = plan.triggers.flatMap((trigger) => {
    if (trigger.kind === 'event') return [trigger.event.name]
    return trigger.kind === 'segment' ? ['segment.entered'] : []
  })
  const waits = plan.steps.flatMap((step) => earOf(step)?.name ?? [])
  const exits = [
    ...plan.exits.map((exit) => (exit.kind === 'event' ? exit.event.name : 'segment.left')),
    ...(plan.onReply === 'leave' ? [REPLIED] : []),
  ]
  const roles = {
    trigger: triggers,
    wait: waits,
    goal: plan.goal ? [plan.goal.name] : [],
    exit: exits,
    measure: plan.steps.flatMap((step) =>
      step.kind === 'split' && step.judge ? [MEASURED[step.judge.measure]] : [],
    ),
  }
  return (['trigger', 'wait', 'goal', 'exit', 'measure'] as const).flatMap((role) =>
    [...new Set(roles[role])].map((name) => ({ name, role })),
  )
}
