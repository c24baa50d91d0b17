import { messageContent } from './delivery.ts'
import type { JourneyPlan, JourneyStep } from './journey.ts'
import { armsOf, laneOf, MAIN } from './journey-flow.ts'
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
    ...(segmentsOf(plan).includes('') ? [whole('segment_missing')] : []),
    ...(plan.steps.length === 0 ? [whole('no_steps')] : []),
    ...(plan.steps.length > 0 && !plan.steps.some(isEffect) ? [whole('no_effect')] : []),
    // A journey that listens to journeys could start itself over and over.
    ...(events.some((name) => name.startsWith('journey.')) ? [whole('own_event')] : []),
    ...plan.steps.flatMap((step, at) => problemsOfStep(plan, step, at)),
  ]
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
