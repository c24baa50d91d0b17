import { messageContent } from './delivery.ts'
import type { JourneyPlan, JourneyStep } from './journey.ts'
import { armsOf, laneOf, lapOf, MAIN } from './journey-flow.ts'
import { conditionsOf } from './segment.ts'
import { variablesOf } from './sms-text.ts'

/** What keeps a plan from being launched. `stepId` is null for what concerns the whole plan. */
export type PlanProblem = { code: PlanProblemCode; stepId: string | null }
export const planProblemCodes = [
  'no_trigger',
  'no_steps',
  'no_effect',
  'control_reason',
  'same_id',
  'lost_step',
  'after_end',
  'shares_not_whole',
  'same_arm',
  'tree_missing',
  'own_event',
  'tag_missing',
  'segment_missing',
  'segment_still',
  'event_missing',
  'date_missing',
  'festival_missing',
  'festival_twice',
  'text_missing',
  'subject_missing',
  'text_unreadable',
  'link_wrong',
  'mailbox_missing',
  'sms_missing',
  'sms_template_missing',
  'sms_template_gone',
  'sms_template_changed',
  'sms_params_missing',
  'sms_kind',
  'mass_personal',
  'task_step_missing',
  'loop_missing',
  'loop_restless',
  'reply_leaves',
] as const
export type PlanProblemCode = (typeof planProblemCodes)[number]

const REASON_MIN = 2

/** Finds fault with a plan as far as it can be told from the plan alone. */
export function problemsOf(plan: JourneyPlan): PlanProblem[] {
  const whole = (code: PlanProblemCode): PlanProblem => ({ code, stepId: null })
  const isEffect = ({ kind }: JourneyStep) =>
    kind === 'send' || kind === 'staff_task' || kind === 'tag'
  const events = [
    ...plan.triggers.flatMap((one) => (one.kind === 'event' ? [one.event.name] : [])),
    ...plan.exits.flatMap((one) => (one.kind === 'event' ? [one.event.name] : [])),
    ...(plan.goal ? [plan.goal.name] : []),
  ]
  return [
    ...(plan.triggers.length === 0 ? [whole('no_trigger')] : []),
    ...(plan.control.kind === 'none' && plan.control.reason.trim().length < REASON_MIN
      ? [whole('control_reason')]
      : []),
    ...(events.includes('') ? [whole('event_missing')] : []),
    ...(plan.triggers.some((one) => one.kind === 'date' && one.trait === '')
      ? [whole('date_missing')]
      : []),
    ...problemsOfFestivals(plan).map(whole),
    ...(segmentsOf(plan).includes('') ? [whole('segment_missing')] : []),
    ...(plan.steps.length === 0 ? [whole('no_steps')] : []),
    ...(plan.steps.length > 0 && !plan.steps.some(isEffect) ? [whole('no_effect')] : []),
    // A journey that listens to journeys could start itself over and over.
    ...(events.some((name) => name.startsWith('journey.')) ? [whole('own_event')] : []),
    ...plan.steps.flatMap((step, at) => problemsOfStep(plan, step, at)),
  ]
}

/** A festival lets the people of a segment in once, so of two lines with other days or hours one would do nothing. */
function problemsOfFestivals({ triggers }: Pick<JourneyPlan, 'triggers'>): PlanProblemCode[] {
  const festivals = triggers.flatMap((one) => (one.kind === 'festival' ? [one] : []))
  const chosen = festivals.filter(({ festival }) => festival !== '')
  const different = new Set(chosen.map(({ festival, segmentId }) => `${festival} ${segmentId}`))
  const found: PlanProblemCode[] = []
  if (chosen.length < festivals.length) found.push('festival_missing')
  if (different.size < chosen.length) found.push('festival_twice')
  return found
}

/** The segments by which people enter or leave, as they stand in the plan. */
export function segmentsOf({ triggers, exits }: Pick<JourneyPlan, 'triggers' | 'exits'>): string[] {
  return [...triggers, ...exits].flatMap((one) => ('segmentId' in one ? [one.segmentId] : []))
}

function problemsOfStep(plan: JourneyPlan, step: JourneyStep, at: number): PlanProblem[] {
  const before = plan.steps.slice(0, at)
  const lanes = [MAIN, ...before.flatMap((one) => armsOf(one).map(({ id }) => laneOf(one.id, id)))]
  const found: PlanProblemCode[] = []
  if (before.some(({ id }) => id === step.id)) found.push('same_id')
  if (!lanes.includes(step.lane)) found.push('lost_step')
  if (before.some((one) => one.kind === 'end' && one.lane === step.lane)) found.push('after_end')
  if (step.kind === 'tag' && step.tagId === '') found.push('tag_missing')
  if (step.kind === 'wait_event' && step.event.name === '') found.push('event_missing')
  if (step.kind === 'send' || step.kind === 'staff_task') found.push(...problemsOfContent(step))
  if (step.kind === 'wait_task' && !tasksAbove(plan, step).some(({ id }) => id === step.taskStep))
    found.push('task_step_missing')
  // Who writes back would be out before the step could hear them.
  if (step.kind === 'wait_reply' && plan.onReply === 'leave') found.push('reply_leaves')
  if (step.kind === 'loop') found.push(...problemsOfLoop(plan, step))
  if (step.kind === 'wait_event' && step.event.name.startsWith('journey.')) found.push('own_event')
  if (step.kind === 'branch' || step.kind === 'split') {
    const ids = armsOf(step).map(({ id }) => id)
    if (new Set(ids).size < ids.length) found.push('same_arm')
  }
  if (step.kind === 'split' && step.arms.reduce((sum, { share }) => sum + share, 0) !== 100)
    found.push('shares_not_whole')
  if (step.kind === 'branch' && step.arms.some(({ tree }) => conditionsOf(tree).length === 0))
    found.push('tree_missing')
  return found.map((code) => ({ code, stepId: step.id }))
}

/** The tasks that stand before a step in the list. */
export function tasksAbove(
  { steps }: Pick<JourneyPlan, 'steps'>,
  step: JourneyStep,
): JourneyStep[] {
  return steps.slice(0, steps.indexOf(step)).filter(({ kind }) => kind === 'staff_task')
}

/**
 * Where a loop may lead back to: what stands above it on its own way, never into an arm that it does not stand in itself, as
 * people may never have taken that one.
 */
export function targetsOf(
  { steps }: Pick<JourneyPlan, 'steps'>,
  loop: Extract<JourneyStep, { kind: 'loop' }>,
): JourneyStep[] {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const lanes = new Set<string>()
  for (let lane: string | undefined = loop.lane; lane !== undefined && !lanes.has(lane); ) {
    lanes.add(lane)
    lane = byId.get(lane.split('.')[0] ?? '')?.lane
  }
  return steps.slice(0, steps.indexOf(loop)).filter(({ lane }) => lanes.has(lane))
}

const RESTS: readonly JourneyStep['kind'][] = ['wait', 'wait_until']

/** A lap that never rests for sure would say everything at once: what waits for an event may hear it at the same moment. */
function problemsOfLoop(
  plan: JourneyPlan,
  loop: Extract<JourneyStep, { kind: 'loop' }>,
): PlanProblemCode[] {
  const targets = targetsOf(plan, loop)
  if (!targets.some(({ id }) => id === loop.to)) return ['loop_missing']
  const onTheWay = new Set(targets.map(({ id }) => id))
  const rests = lapOf(plan, loop).some(({ kind, id }) => onTheWay.has(id) && RESTS.includes(kind))
  return rests ? [] : ['loop_restless']
}

function problemsOfContent(
  step: Extract<JourneyStep, { kind: 'send' | 'staff_task' }>,
): PlanProblemCode[] {
  const { content } = step
  if (step.kind === 'send' && step.carrier === 'sms') return problemsOfTemplate(step)
  if (content.text.trim() === '') return ['text_missing']
  const isLetter = step.kind === 'send' && step.carrier === 'email'
  if (isLetter && (content.subject ?? '').trim() === '') return ['subject_missing']
  // One mass message says the same to all who wear its tag.
  const isSame = step.kind === 'send' && step.carrier === 'official_mass'
  if (isSame && /\{\{|\{%/.test(content.text)) return ['mass_personal']
  const { subject, ...written } = content
  return messageContent.safeParse(subject ? content : written).success ? [] : ['link_wrong']
}

function problemsOfTemplate({
  content: { sms, text },
  purpose,
}: Extract<JourneyStep, { kind: 'send' }>): PlanProblemCode[] {
  if (!sms || text.trim() === '') return ['sms_template_missing']
  const found: PlanProblemCode[] = []
  if (variablesOf(text).some((name) => (sms.params[name] ?? '').trim() === ''))
    found.push('sms_params_missing')
  if (purpose === 'promotion' && sms.kind !== 'promotion') found.push('sms_kind')
  return found
}
