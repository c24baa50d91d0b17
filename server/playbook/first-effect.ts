import type {
  Conclusion,
  DiagnosisEstimate,
  FormAnswers,
  Readiness,
} from '../../contract/playbook.ts'

const MONTH_DAYS = 30
/** Time to build an entrance, a persona and the first month of content, before anybody decides anything. */
const SETTING_UP_DAYS = 30
const MONTHS_MAX = 24

/**
 * 培育期: a first effect shows once people have had time to decide and to come again. A rule of thumb, not a
 * measurement: setting up, then a decision and a purchase cycle; twice that before it can be told from luck.
 */
export function firstEffect(
  estimates: Conclusion['estimates'],
): { from: number; to: number } | null {
  const cycle = middle(estimates.purchaseCycleDays)
  const decision = middle(estimates.decisionCycleDays)
  if (cycle === null && decision === null) return null
  const wait = (cycle ?? 0) + (decision ?? 0)
  const months = (days: number) => Math.min(MONTHS_MAX, Math.max(1, Math.ceil(days / MONTH_DAYS)))
  const from = months(SETTING_UP_DAYS + wait)
  return { from, to: Math.max(from + 1, months(2 * (SETTING_UP_DAYS + wait))) }
}

const middle = (estimate: DiagnosisEstimate) => (estimate.state === 'known' ? estimate.value : null)

/** Hours a week: below the first nobody is answered in time, from the second on people are. */
const HOURS = { least: 4, good: 20 }

/** What the house brings along, as answered. */
export function readinessOf(
  answers: FormAnswers,
  effect: { from: number; to: number } | null,
): Readiness[] {
  const { hoursPerWeek, patienceMonths } = answers
  const waits = effect?.from ?? 3
  return [
    { point: 'team', state: answers.staffCanTalk ? 'good' : 'missing' },
    { point: 'time', state: graded(hoursPerWeek, HOURS.least, HOURS.good) },
    { point: 'content', state: CONTENT[answers.content] },
    { point: 'departments', state: DEPARTMENTS[answers.departments] },
    { point: 'patience', state: graded(patienceMonths, waits / 2, waits) },
  ]
}

const graded = (value: number, least: number, good: number): Readiness['state'] =>
  value >= good ? 'good' : value >= least ? 'weak' : 'missing'

const CONTENT = { own: 'good', sometimes: 'weak', ads_only: 'missing' } as const
const DEPARTMENTS = { together: 'good', some: 'weak', alone: 'missing' } as const
