import { Tag } from 'antd'
import { associates } from '../../../contract/corp.ts'
import type { Carrier, Delivery, DeliveryState, Reason } from '../../../contract/delivery.ts'
import { useLoad, useMay, useText, useWhen } from '../../ui/index.ts'
import { associateLabel } from '../corp/associate-label.ts'
import { texts } from './text.ts'

const TONES: Partial<Record<DeliveryState, string>> = {
  sent: 'success',
  failed: 'error',
  unknown: 'warning',
  parked: 'warning',
  handed: 'processing',
}

/** How a delivery stands, in a word; never by color alone. */
export function StateTag({ state }: { state: DeliveryState }) {
  const t = useText(texts)
  const color = TONES[state]
  return <Tag {...(color ? { color } : {})}>{t(`state_${state}`)}</Tag>
}

/** What an associate is called; the user id where no name is known. */
export function useAssociateName(): (userid: string) => string {
  const load = useLoad('/api/associates', associates, { enabled: useMay('customers.read') })
  const names = new Map(load.data?.items.map((one) => [one.userid, associateLabel(one)]))
  return (userid) => names.get(userid) ?? userid
}

const WINDOWS = ['day', 'week', 'month'] as const
type Window = (typeof WINDOWS)[number]

function isWindow(value: unknown): value is Window {
  return WINDOWS.some((one) => one === value)
}

/** Why a delivery came to what it is: one sentence for the state, one for the reason, one with its figures. */
export function useWhy(): (row: Delivery) => string[] {
  const t = useText(texts)
  const nameOf = useAssociateName()
  const when = useWhen()
  return ({ state, reason, detail, userid, carrier, meantCarrier, dueAt }) => [
    t(becauseOf(state, carrier), {
      who: nameOf(userid),
      when: when(dueAt),
    }),
    ...(carrier === meantCarrier ? [] : [t('became_task')]),
    ...(reason ? [t(`reason_${reason}`)] : []),
    ...figuresOf(t, { reason, carrier }, detail),
  ]
}

function becauseOf(state: DeliveryState, carrier: Carrier) {
  if (state === 'handed' && carrier === 'staff_task') return 'because_handed_task'
  const isLetter = carrier === 'email'
  const own = (['sending', 'sent', 'failed', 'parked'] as const).find((one) => one === state)
  return isLetter && own ? (`because_${own}_letter` as const) : (`because_${state}` as const)
}

function figuresOf(
  t: ReturnType<typeof useText<typeof texts.keys>>,
  { reason, carrier }: { reason: Reason | null; carrier: Carrier },
  detail: Record<string, unknown>,
): string[] {
  const text = (name: string) => String(detail[name] ?? '')
  const { window } = detail
  if (isWindow(window))
    return [t('detail_cap', { window: t(`window_${window}`), max: text('max'), had: text('had') })]
  if (reason === 'fatigued') return [t('detail_unanswered', { unanswered: text('unanswered') })]
  if (reason === 'ratio')
    return [t('detail_ratio', { helpful: text('helpful'), wanted: text('wanted') })]
  if (carrier === 'email' && detail.said) return [t('detail_server', { said: text('said') })]
  if (reason === 'staff_skipped') return [t('detail_said', { said: text('said') })]
  if (reason === 'refused')
    return [t('detail_error', { errmsg: text('errmsg'), errcode: text('errcode') })]
  if (detail.quiet === true) return [t('sent_quiet')]
  if (detail.late === true) return [t('sent_late')]
  return []
}
