import { Tag } from 'antd'
import { associates } from '../../../contract/corp.ts'
import type { Delivery, DeliveryState } from '../../../contract/delivery.ts'
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
export function StateTag({ state, isTold = true }: { state: DeliveryState; isTold?: boolean }) {
  const t = useText(texts)
  const color = isTold ? TONES[state] : 'processing'
  return <Tag {...(color ? { color } : {})}>{t(isTold ? `state_${state}` : 'state_taken')}</Tag>
}

/** Whether what is called sent is known to have come: of a short message its carrier tells later, or never. */
export function isTold({ state, carrier, deliveredAt }: Delivery): boolean {
  return !(state === 'sent' && carrier === 'sms' && deliveredAt === null)
}

/** When a planned delivery goes, as far as anybody knows. */
export function useAgain(): (row: Pick<Delivery, 'reason' | 'dueAt'>) => string {
  const t = useText(texts)
  const when = useWhen()
  return ({ reason, dueAt }) => {
    switch (reason) {
      case 'open_case':
        return t('after_case')
      case 'waiting_reply':
        return t('after_reply')
      case 'handover':
        return t('after_handover')
      default:
        return t('again', { when: when(dueAt) })
    }
  }
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
  return (row) => {
    const { state, reason, detail, userid, carrier, meantCarrier, dueAt } = row
    return [
      t(becauseOf(row), {
        who: nameOf(userid),
        when: when(dueAt),
      }),
      ...(carrier === meantCarrier ? [] : [t('became_task')]),
      ...(reason ? [t(`reason_${reason}`)] : []),
      ...figuresOf(t, { state, reason, carrier }, detail),
    ]
  }
}

const OFFICIAL = ['sending', 'handed', 'sent', 'failed', 'parked'] as const
const LETTER = ['sending', 'sent', 'failed', 'parked'] as const
const SMS = ['sending', 'sent', 'failed', 'unknown', 'parked'] as const

function becauseOf({ state, carrier, deliveredAt }: Delivery) {
  if (state === 'handed' && carrier === 'staff_task') return 'because_handed_task'
  const isOfficial = carrier === 'official_message' || carrier === 'official_mass'
  const theirs = OFFICIAL.find((one) => one === state)
  if (isOfficial && theirs) return `because_${theirs}_official` as const
  if (carrier === 'sms' && state === 'sent' && deliveredAt !== null) return 'because_delivered_sms'
  const ofLetter = LETTER.find((one) => one === state)
  if (carrier === 'email' && ofLetter) return `because_${ofLetter}_letter` as const
  const ofSms = SMS.find((one) => one === state)
  if (carrier === 'sms' && ofSms) return `because_${ofSms}_sms` as const
  return `because_${state}` as const
}

/** The figures behind a reason, where no delivery stands yet. */
export function useDetail(): (
  row: Pick<Delivery, 'carrier'> & { reason: Delivery['reason'] },
  detail: Record<string, unknown>,
) => string[] {
  const t = useText(texts)
  return (row, detail) => figuresOf(t, { ...row, state: 'planned' }, detail)
}

function figuresOf(
  t: ReturnType<typeof useText<typeof texts.keys>>,
  { state, reason, carrier }: Pick<Delivery, 'state' | 'reason' | 'carrier'>,
  detail: Record<string, unknown>,
): string[] {
  const text = (name: string) => String(detail[name] ?? '')
  const { window } = detail
  if (isWindow(window))
    return [t('detail_cap', { window: t(`window_${window}`), max: text('max'), had: text('had') })]
  if (reason === 'fatigued') return [t('detail_unanswered', { unanswered: text('unanswered') })]
  if (reason === 'ratio')
    return [t('detail_ratio', { helpful: text('helpful'), wanted: text('wanted') })]
  if (reason === 'not_delivered')
    return [t('detail_carrier', { said: text('said') || '—', code: text('code') })]
  // What was said before it was taken after all is of no interest any more.
  if (carrier === 'sms' && state !== 'sent' && detail.said)
    return [t('detail_provider', { said: text('said') })]
  if (carrier.startsWith('official_') && detail.errcode)
    return [t('detail_weixin', { errmsg: text('errmsg'), errcode: text('errcode') })]
  if (carrier === 'email' && detail.said) return [t('detail_server', { said: text('said') })]
  if (reason === 'staff_skipped') return [t('detail_said', { said: text('said') })]
  if (reason === 'refused')
    return [t('detail_error', { errmsg: text('errmsg'), errcode: text('errcode') })]
  if (detail.quiet === true) return [t('sent_quiet')]
  if (detail.late === true) return [t('sent_late')]
  return []
}
