import type { JourneyPlan, JourneyStep, Span } from '../../../contract/journey.ts'
import { armsOf } from '../../../contract/journey-flow.ts'
import { problemsOf } from '../../../contract/journey-problems.ts'
import type { EnrollmentLine, LaunchProblem } from '../../../contract/journey-view.ts'
import { fillTemplate } from '../../../contract/sms-text.ts'
import { tagGroups } from '../../../contract/tag.ts'
import { useLoad, useText } from '../../ui/index.ts'
import { useEventWord as useHappenedWord } from '../customers/event-word.ts'
import { moveTexts } from './move-text.ts'
import { problemTexts } from './problem-text.ts'
import { useReasonWord } from './reason-word.ts'
import { texts } from './text.ts'
import { wayTexts } from './way-text.ts'

/** Events of the product's own, for choosing; the brand's own names are typed. */
export const ownEvents = [
  'order.paid',
  'order.created',
  'order.refunded',
  'order.cancelled',
  'follow.started',
  'follow.ended',
  'subscription.started',
  'subscription.ended',
  'official.message_received',
] as const
const eventKeys = {
  'order.paid': 'event_order_paid',
  'order.created': 'event_order_created',
  'order.refunded': 'event_order_refunded',
  'order.cancelled': 'event_order_cancelled',
  'follow.started': 'event_follow_started',
  'follow.ended': 'event_follow_ended',
} as const
const keyOf = new Map<string, (typeof eventKeys)[keyof typeof eventKeys]>(Object.entries(eventKeys))

/** What an event is called; a brand's own keeps its name. */
export function useEventWord(): (name: string) => string {
  const t = useText(texts)
  const happened = useHappenedWord()
  return (name) => {
    const own = keyOf.get(name)
    return own ? t(own) : happened(name)
  }
}

export function useSpanWord(): (span: Span) => string {
  const t = useText(texts)
  return ({ amount, unit }) => t(`span_${unit}`, { count: amount })
}

/** A step in a line: its name, or what it does; with its plan, also where it leads back to. */
export function useStepWord(
  plan?: Pick<JourneyPlan, 'steps'>,
): (step: JourneyStep) => { kind: string; says: string } {
  const t = useText(texts)
  const event = useEventWord()
  const span = useSpanWord()
  const tags = useTagNames()
  const arm = useArmWord()
  const way = useText(wayTexts)
  const says = (step: JourneyStep): string => {
    switch (step.kind) {
      case 'send':
      case 'staff_task':
        return saysOf(step) || t('says_no_text')
      case 'wait':
        return t('says_wait', { span: span(step.for) })
      case 'wait_until':
        if (step.ownHour) return way('says_own_hour', { time: step.time, count: step.afterDays })
        return step.afterDays === 0
          ? t('says_wait_until_today', { time: step.time })
          : t('says_wait_until', { time: step.time, count: step.afterDays })
      case 'wait_event':
        return t('says_wait_event', { event: event(step.event.name), span: span(step.within) })
      case 'wait_reply':
        return t('says_wait_reply', { span: span(step.within) })
      case 'wait_task':
        return t('says_wait_task', { span: span(step.within) })
      case 'loop': {
        const to = plan?.steps.find(({ id }) => id === step.to)
        const times = String(step.times)
        if (!to || to.kind === 'loop') return t('says_loop', { times })
        return t('says_loop_to', { step: to.name === '' ? says(to) : to.name, times })
      }
      case 'tag': {
        const tag = tags.get(step.tagId)
        if (tag === undefined) return t('says_no_tag')
        return t(step.sign === 1 ? 'says_tag' : 'says_untag', { tag })
      }
      case 'branch':
      case 'split':
        return armsOf(step).map(arm).join(' / ')
      default:
        return t(`kind_${step.kind}`)
    }
  }
  return (step) => ({
    kind: t(`kind_${step.kind}`),
    says: step.name === '' ? says(step) : step.name,
  })
}

/** A template is shown with what stands in its gaps. */
function saysOf({ content }: Extract<JourneyStep, { kind: 'send' | 'staff_task' }>): string {
  return content.sms ? fillTemplate(content.text, content.sms.params) : content.text
}

/** Names of tags by their shown id. */
export function useTagNames(): ReadonlyMap<string, string> {
  const load = useLoad('/api/tag-groups', tagGroups)
  return new Map(load.data?.items.flatMap(({ tags }) => tags.map(({ id, name }) => [id, name])))
}

const ownArms = ['heard', 'silent', 'otherwise', 'done', 'left_out', 'expired'] as const

/** What an arm is called. */
export function useArmWord(): (arm: { id: string; name: string }, at: number) => string {
  const t = useText(texts)
  return ({ id, name }, at) => {
    if (name !== '') return name
    const own = ownArms.find((one) => one === id)
    if (own) return t(`arm_${own}`)
    return t('arm_unnamed', { no: at + 1 })
  }
}

/** A problem in a sentence. */
export function useProblemWord(): (problem: LaunchProblem) => string {
  const t = useText(problemTexts)
  return ({ code, detail }) =>
    isDetailed(code) ? t(`problem_${code}`, { detail }) : t(`problem_${code}`)
}

const DETAILED = ['segment_still', 'sms_template_gone', 'sms_template_changed'] as const
type Detailed = (typeof DETAILED)[number]

function isDetailed(code: LaunchProblem['code']): code is Detailed {
  return DETAILED.some((one) => one === code)
}

/** What can be told of a plan without asking the server. */
export function problemsHere(plan: JourneyPlan): LaunchProblem[] {
  return problemsOf(plan).map((problem) => ({ ...problem, detail: '' }))
}

const leftReasons = [
  'completed',
  'goal',
  'exit',
  'replied',
  'merged',
  'removed',
  'journey_ended',
  'measured',
  'failed',
] as const

/** Why somebody left. */
export function useLeftWord(): (reason: string) => string {
  const t = useText(texts)
  const move = useText(moveTexts)
  return (reason) => {
    if (reason === 'moved_out') return move('left_moved_out')
    const known = leftReasons.find((one) => one === reason)
    return known ? t(`left_${known}`) : reason
  }
}

const outcomes = [
  'waited',
  'planned',
  'skipped',
  'tagged',
  'heard',
  'silent',
  'again',
  'enough',
  'ended',
] as const

/** What came of a step, with the reason or the arm. */
export function useOutcomeWord(
  plan: JourneyPlan | null,
): (stepId: string, passed: { outcome: string; detail: string }) => string {
  const t = useText(texts)
  const move = useText(moveTexts)
  const why = useReasonWord()
  const arm = useArmWord()
  const way = useText(wayTexts)
  return (stepId, { outcome, detail }) => {
    if (outcome === 'moved' || outcome === 'moved_out') return move(`outcome_${outcome}`)
    if (outcome === 'arm') {
      const step = plan?.steps.find(({ id }) => id === stepId)
      const arms = step ? armsOf(step) : []
      const at = arms.findIndex(({ id }) => id === detail)
      const taken = arms[at]
      const named = detail === 'otherwise' ? t('arm_otherwise') : detail
      return t('outcome_arm', { arm: taken ? arm(taken, at) : named })
    }
    if (outcome === 'waited' && (detail === 'own_hour' || detail === 'stated_hour'))
      return way(`waited_${detail}`)
    const known = outcomes.find((one) => one === outcome)
    const says = known ? t(`outcome_${known}`) : outcome
    return outcome === 'skipped' ? t('outcome_why', { says, why: why(detail) }) : says
  }
}

const stepKinds = [
  'send',
  'staff_task',
  'wait',
  'wait_until',
  'wait_event',
  'wait_reply',
  'wait_task',
  'branch',
  'split',
  'loop',
  'tag',
  'end',
] as const

/** A step by its name, or by what kind it is. */
export function useStepName(): (step: { stepName: string; stepKind: string | null }) => string {
  const t = useText(texts)
  return ({ stepName, stepKind }) => {
    if (stepName !== '') return stepName
    const kind = stepKinds.find((one) => one === stepKind)
    return kind ? t(`kind_${kind}`) : (stepKind ?? '')
  }
}

/** Where somebody stands, in a few words. */
export function useStandingWord(): (
  line: Pick<EnrollmentLine, 'state' | 'stepName' | 'stepKind' | 'leftReason'>,
) => string {
  const t = useText(texts)
  const left = useLeftWord()
  const step = useStepName()
  return (line) => {
    if (line.state === 'left') return left(line.leftReason ?? '')
    return line.state === 'control' ? t('standing_control') : step(line)
  }
}
