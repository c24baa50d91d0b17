import type { JourneyPlan, JourneyStep, StepKind } from '../../../contract/journey.ts'
import { armsOf, laneOf } from '../../../contract/journey-flow.ts'

/** Where a step is to stand: in a lane, below `after`, or first in the lane. */
export type Place = { lane: string; after: string | null }

type StepOf<K extends StepKind> = Extract<JourneyStep, { kind: K }>
type Branch = StepOf<'branch'>
type Split = StepOf<'split'>

/** A step and all that stands in its arms, in the order of the list. */
function familyOf(steps: readonly JourneyStep[], id: string): JourneyStep[] {
  const ids = new Set([id])
  return steps.filter((step) => {
    const isMine = step.id === id || ids.has(step.lane.split('.')[0] ?? '')
    if (isMine) ids.add(step.id)
    return isMine
  })
}

/** The steps of a lane, without what stands in their arms. */
export function laneSteps(plan: JourneyPlan, lane: string): JourneyStep[] {
  return plan.steps.filter((step) => step.lane === lane)
}

/** A new step of a kind with what it mostly is; its id is not used in the plan yet. */
export function newStep(plan: JourneyPlan, kind: StepKind, lane: string): JourneyStep {
  const base = { id: freeId(plan, kind), lane, name: '' }
  const effect = {
    purpose: 'value',
    content: { text: '' },
    validHours: 48,
    lateness: 'next_slot',
  } as const
  switch (kind) {
    case 'send':
      return { ...base, kind, ...effect }
    case 'staff_task':
      return { ...base, kind, ...effect, purpose: 'service' }
    case 'wait':
      return { ...base, kind, for: { amount: 1, unit: 'days' } }
    case 'wait_until':
      return { ...base, kind, time: '10:00', afterDays: 1, weekdays: [] }
    case 'wait_event':
      return {
        ...base,
        kind,
        event: { name: 'order.paid', where: [] },
        within: { amount: 3, unit: 'days' },
      }
    case 'wait_reply':
      return { ...base, kind, within: { amount: 2, unit: 'days' } }
    case 'wait_task': {
      const task = plan.steps.findLast((step) => step.kind === 'staff_task')
      return { ...base, kind, taskStep: task?.id ?? '', within: { amount: 3, unit: 'days' } }
    }
    case 'loop':
      return { ...base, kind, to: '', times: 1 }
    case 'branch':
      return { ...base, kind, arms: [{ id: 'a', name: '', tree: { kind: 'all', of: [] } }] }
    case 'split':
      return {
        ...base,
        kind,
        arms: [
          { id: 'a', name: 'A', share: 50 },
          { id: 'b', name: 'B', share: 50 },
        ],
      }
    case 'tag':
      return { ...base, kind, tagId: '', sign: 1 }
    case 'end':
      return { ...base, kind }
    default:
      return kind satisfies never
  }
}

function freeId(plan: JourneyPlan, kind: string): string {
  const taken = new Set(plan.steps.map(({ id }) => id))
  for (let no = 1; ; no++) if (!taken.has(`${kind}_${no}`)) return `${kind}_${no}`
}

/** Puts a step where it is to stand; what comes below stays below. */
export function insert(plan: JourneyPlan, step: JourneyStep, { after }: Place): JourneyPlan {
  const { steps } = plan
  const above = after ?? step.lane.split('.')[0] ?? ''
  const at =
    after === null
      ? startOf(steps, step.lane)
      : steps.findIndex(({ id }) => id === familyOf(steps, above).at(-1)?.id) + 1
  return { ...plan, steps: [...steps.slice(0, at), step, ...steps.slice(at)] }
}

/** The place of the first step of a lane: before those that stand there, or right below its fork. */
function startOf(steps: readonly JourneyStep[], lane: string): number {
  const first = steps.findIndex((step) => step.lane === lane)
  if (first >= 0) return first
  return steps.findIndex(({ id }) => id === lane.split('.')[0]) + 1
}

/** Takes a step away with all that stands in its arms. */
export function remove(plan: JourneyPlan, id: string): JourneyPlan {
  const gone = new Set(familyOf(plan.steps, id).map((step) => step.id))
  return { ...plan, steps: plan.steps.filter((step) => !gone.has(step.id)) }
}

/** How many steps would go with it. */
export function sizeOf(plan: JourneyPlan, id: string): number {
  return familyOf(plan.steps, id).length
}

/** Moves a step with its arms up or down in its lane; unchanged at the end. */
export function move(plan: JourneyPlan, id: string, by: -1 | 1): JourneyPlan {
  const step = plan.steps.find((one) => one.id === id)
  if (!step) return plan
  const lane = laneSteps(plan, step.lane)
  const other = lane[lane.findIndex((one) => one.id === id) + by]
  if (!other) return plan
  const [first, second] = by === -1 ? [other, step] : [step, other]
  const upper = familyOf(plan.steps, first.id)
  const lower = familyOf(plan.steps, second.id)
  const moved = new Set([...upper, ...lower].map((one) => one.id))
  const at = plan.steps.findIndex((one) => moved.has(one.id))
  const rest = plan.steps.filter((one) => !moved.has(one.id))
  return { ...plan, steps: [...rest.slice(0, at), ...lower, ...upper, ...rest.slice(at)] }
}

/** Puts a changed step in the place of the old one; arms that are gone take their steps with them. */
export function change(plan: JourneyPlan, step: JourneyStep): JourneyPlan {
  const lanes = new Set(armsOf(step).map(({ id }) => laneOf(step.id, id)))
  const isLost = (lane: string) => lane.startsWith(`${step.id}.`) && !lanes.has(lane)
  const lost = plan.steps.filter(({ lane }) => isLost(lane))
  const kept = lost.reduce((left, { id }) => remove(left, id), plan)
  return { ...kept, steps: kept.steps.map((one) => (one.id === step.id ? step : one)) }
}

/** One more arm. A split shares anew in equal parts, the rest with the first. */
export function addArm(step: Branch | Split): Branch | Split {
  const id = freeArm(step.arms)
  if (step.kind === 'branch')
    return { ...step, arms: [...step.arms, { id, name: '', tree: { kind: 'all', of: [] } }] }
  const arms = [...step.arms, { id, name: id.toUpperCase(), share: 1 }]
  return { ...step, arms: evenly(arms) }
}

export function removeArm(step: Branch | Split, id: string): Branch | Split {
  if (step.kind === 'branch') return { ...step, arms: step.arms.filter((arm) => arm.id !== id) }
  return { ...step, arms: evenly(step.arms.filter((arm) => arm.id !== id)) }
}

function evenly(arms: Split['arms']): Split['arms'] {
  const share = Math.floor(100 / arms.length)
  return arms.map((arm, at) => ({
    ...arm,
    share: at === 0 ? 100 - share * (arms.length - 1) : share,
  }))
}

function freeArm(arms: readonly { id: string }[]): string {
  const taken = new Set(arms.map(({ id }) => id))
  return [...'abcdefghij'].find((letter) => !taken.has(letter)) ?? 'z'
}
