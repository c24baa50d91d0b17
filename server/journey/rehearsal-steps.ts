import type { JourneyPlan, JourneyStep } from '../../contract/journey.ts'
import type { RehearsedStep, StepMark } from '../../contract/journey-rehearsal.ts'
import type { Workdays } from './rehearsal-minutes.ts'
import { shortestMs } from './rehearsal-reach.ts'
import type { Rehearsed, Tried } from './rehearse.ts'
import { carrierOf } from './take-effect.ts'

/** From this share of those who came on, a mark says "most". */
const MOST = 0.5
const QUOTAS = ['wecom_quota', 'official_quota'] as const

type Scale = (people: number) => number
type Asked = {
  plan: JourneyPlan
  rehearsed: Rehearsed
  workdays: Workdays
  scale: Scale
  until: Date
}

/** What became of those who came to each step, in the order of the plan, and what is to be said of it before the launch. */
export function stepsOf(asked: Asked): RehearsedStep[] {
  return asked.plan.steps.map((step) => stepOf(asked, step))
}

function stepOf(asked: Asked, step: JourneyStep): RehearsedStep {
  const { rehearsed, workdays, scale, plan, until } = asked
  const isEffect = step.kind === 'send' || step.kind === 'staff_task'
  const mine = rehearsed.passages.filter(({ step: id }) => id === step.id)
  const tried = rehearsed.tried.filter(({ stepId }) => stepId === step.id)
  const waiting = rehearsed.riders.filter(
    ({ step: id, state }) => id === step.id && (state === 'timer' || state === 'listening'),
  )
  const gone = rehearsed.riders.filter(
    ({ id, step: at, state }) =>
      at === step.id && state === 'left' && !mine.some(({ enrollmentId }) => enrollmentId === id),
  )
  const deeds = workdays.deeds.filter(({ stepId }) => stepId === step.id)
  const late = deeds.filter(({ hasTime }) => !hasTime)
  const found: Omit<RehearsedStep, 'marks'> = {
    stepId: step.id,
    carrier: isEffect ? carrierOf(step) : null,
    came: scale(mine.length + waiting.length + gone.length),
    planned: scale(mine.filter(({ outcome }) => outcome === 'planned').length),
    skipped: countBy(
      mine.filter(({ outcome }) => outcome === 'skipped').map(({ detail }) => detail ?? ''),
      scale,
    ),
    putOff: countBy(putOffOf(tried), scale),
    passed: isEffect
      ? []
      : countBy(
          mine.map(({ outcome, detail }) => (outcome === 'arm' ? (detail ?? '') : outcome)),
          scale,
        ),
    lacking: lackingOf(tried, scale),
    minutes: Math.round(deeds.reduce((sum, { minutes }) => sum + minutes, 0)),
    noTime: scale(sumPeople(late)),
  }
  // Nobody was inside for so long: of what comes after it the rehearsal knows nothing.
  const shortest = shortestMs(plan, step.id)
  const isBeyond = !rehearsed.riders.some(
    ({ state, enteredAt }) =>
      state !== 'control' && until.getTime() - enteredAt.getTime() > shortest,
  )
  return { ...found, marks: marksOf(step, found, isBeyond) }
}

/** The reasons for which people were put off at first, each person once for each. */
function putOffOf(tried: readonly Tried[]): string[] {
  const seen = new Map<string, string>()
  for (const one of tried)
    if (one.outcome === 'deferred') seen.set(`${one.riderId} ${one.reason}`, one.reason)
  return [...seen.values()]
}

function lackingOf(tried: readonly Tried[], scale: Scale): RehearsedStep['lacking'] {
  const first = new Map(tried.map((one) => [one.riderId, one]))
  const names = [...new Set([...first.values()].flatMap(({ lacking }) => lacking))].sort()
  return names.map((name) => {
    const without = [...first.values()].filter(({ lacking }) => lacking.includes(name))
    const reading = without.filter(({ text }) => text !== null)
    return {
      name,
      people: scale(without.length),
      fallback: scale(reading.length),
      reads: reading[0]?.text ?? null,
    }
  })
}

function marksOf(
  step: JourneyStep,
  found: Omit<RehearsedStep, 'marks'>,
  isBeyond: boolean,
): StepMark[] {
  if (isBeyond && found.came === 0) return ['beyond']
  if (found.came === 0) return ['nobody_comes']
  if (step.kind !== 'send' && step.kind !== 'staff_task') return []
  const marks: StepMark[] = []
  const refused = found.skipped.reduce((sum, { people }) => sum + people, 0)
  if (found.planned === 0 && refused > 0) marks.push('all_refused')
  else if (refused > found.came * MOST) marks.push('most_refused')
  if (found.noTime > found.planned * MOST) marks.push('no_time')
  else if (found.noTime > 0) marks.push('little_time')
  const said = [...found.skipped, ...found.putOff].map(({ reason }) => reason)
  if (QUOTAS.some((quota) => said.includes(quota))) marks.push('over_quota')
  if (found.skipped.some(({ reason }) => reason === 'missing_variable')) marks.push('lacking_words')
  return marks
}

export function countBy(
  reasons: readonly string[],
  scale: Scale,
): { reason: string; people: number }[] {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
    .map(([reason, people]) => ({ reason, people: scale(people) }))
    .sort((a, b) => b.people - a.people || a.reason.localeCompare(b.reason))
}

export function sumPeople(deeds: readonly { customerNos: readonly number[] }[]): number {
  return deeds.reduce((sum, { customerNos }) => sum + customerNos.length, 0)
}
