import type { EventCondition, JourneyPlan, JourneyStep } from './journey.ts'

type Said = Record<'zh' | 'en', string>
/** Says a text in the language in which a plan is written out. */
export type Tell = (said: Said) => string
/** A ready plan with its name and what it is for. */
export type StarterPlan = { name: Said; why: Said; plan: (tell: Tell) => JourneyPlan }
type Effect = Extract<JourneyStep, { kind: 'send' | 'staff_task' }>

export const on = (name: string): EventCondition => ({ name, where: [] })
export const paid = on('order.paid')
/** What every ready plan has: once each, ended by a purchase or a farewell, a tenth left alone to compare. */
export const standard = {
  entry: { kind: 'once' },
  goal: paid,
  exits: [{ kind: 'event', event: on('follow.ended') }],
  control: { kind: 'holdout', share: 0.1, metric: 'buyers', windowDays: 30 },
} as const satisfies Partial<JourneyPlan>

export function effect(
  kind: Effect['kind'],
  id: string,
  { name, purpose, text }: { name: string; purpose: Effect['purpose']; text: string },
  lane = 'main',
): JourneyStep {
  const lateness = 'next_slot' as const
  return { kind, id, lane, name, purpose, content: { text }, validHours: 48, lateness }
}

export function morning(id: string, afterDays: number, lane = 'main'): JourneyStep {
  return { kind: 'wait_until', id, lane, name: '', time: '10:00', afterDays, weekdays: [] }
}

export function rest(
  id: string,
  amount: number,
  unit: 'hours' | 'days',
  lane = 'main',
): JourneyStep {
  return { kind: 'wait', id, lane, name: '', for: { amount, unit } }
}

export function until(id: string, event: EventCondition, days: number, lane = 'main'): JourneyStep {
  return { kind: 'wait_event', id, lane, name: '', event, within: { amount: days, unit: 'days' } }
}
