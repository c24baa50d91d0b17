import { App, Form, Input, InputNumber, Modal, Radio, Space } from 'antd'
import { z } from 'zod'
import {
  type NewReward,
  PAYMENT_MAX_FEN,
  PAYMENT_MIN_FEN,
  type Reward,
  type RewardKind,
  rewardKinds,
} from '../../../contract/reward.ts'
import { api, useDeed, useGo, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

type Fields = {
  kind: RewardKind
  name: string
  words?: string
  points?: number
  amount?: number
  cost?: number
  holdDays: number
  personLimit?: number | null
  dayBudget?: number | null
  velocityMax?: number | null
  velocityMinutes?: number | null
  validDays?: number | null
}
const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const FEN = 100
const YUAN_MAX = 1_000_000
const MINUTES = 10
const DEFAULTS: Partial<Fields> = {
  kind: 'coupon',
  holdDays: 7,
  cost: 0,
  personLimit: 1,
  velocityMinutes: MINUTES,
}

/** A new reward, or the rules of one; what it is worth stays as it was made. */
export function RewardModal({ row, close }: { row?: Reward; close: () => void }) {
  const t = useText(texts)
  const go = useGo()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const refresh = ['/api/rewards']
  const make = useDeed((wanted: NewReward) => api.post('/api/rewards', made, wanted), {
    refresh,
    done: ({ id }, { name }) => {
      void message.success(t('made', { name }))
      go(`/rewards/${id}`)
    },
  })
  const change = useDeed(
    (wanted: ReturnType<typeof rulesOf>) => api.patch(`/api/rewards/${row?.id}`, done, wanted),
    {
      refresh,
      done: () => {
        close()
        void message.success(t('saved'))
      },
    },
  )
  const save = (fields: Fields) => (row ? change.run(rulesOf(fields)) : make.run(newOf(fields)))
  return (
    <Modal
      open
      width={560}
      title={row ? t('edit') : t('new_title')}
      okText={row ? t('save') : t('make')}
      confirmLoading={make.isBusy || change.isBusy}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={row ? fieldsOf(row) : DEFAULTS}
        onFinish={save}
      >
        {!row && <KindField />}
        <Form.Item name="name" label={t('name')} rules={[{ required: true, message: t('needed') }]}>
          <Input maxLength={60} autoFocus />
        </Form.Item>
        <Form.Item name="words" label={t('words')}>
          <Input.TextArea rows={2} maxLength={500} placeholder={t('words_hint')} />
        </Form.Item>
        {!row && <WorthFields />}
        <LimitFields />
      </Form>
    </Modal>
  )
}

function KindField() {
  const t = useText(texts)
  return (
    <Form.Item name="kind" label={t('kind')}>
      <Radio.Group>
        <Space orientation="vertical">
          {rewardKinds.map((kind) => (
            <Radio key={kind} value={kind}>
              {t(`kind_${kind}`)} <span className="kit-soft">{t(`kind_help_${kind}`)}</span>
            </Radio>
          ))}
        </Space>
      </Radio.Group>
    </Form.Item>
  )
}

function WorthFields() {
  const t = useText(texts)
  const kind = Form.useWatch<RewardKind>('kind')
  const rules = [{ required: true, message: t('needed') }]
  if (kind === 'payment')
    return (
      <Form.Item name="amount" label={t('amount')} extra={t('amount_help')} rules={rules}>
        <InputNumber min={PAYMENT_MIN_FEN / FEN} max={PAYMENT_MAX_FEN / FEN} precision={2} />
      </Form.Item>
    )
  return (
    <>
      {kind === 'points' && (
        <Form.Item name="points" label={t('points')} rules={rules}>
          <InputNumber min={1} max={YUAN_MAX} precision={0} />
        </Form.Item>
      )}
      <Form.Item name="cost" label={t('cost')} extra={t('cost_help')} rules={rules}>
        <InputNumber min={0} max={YUAN_MAX} precision={2} />
      </Form.Item>
    </>
  )
}

function LimitFields() {
  const t = useText(texts)
  return (
    <>
      <Form.Item name="holdDays" label={t('hold_days')} extra={t('hold_days_help')}>
        <InputNumber min={0} max={90} precision={0} />
      </Form.Item>
      <Form.Item name="personLimit" label={t('person_limit')} extra={t('no_limit')}>
        <InputNumber min={1} max={10_000} precision={0} />
      </Form.Item>
      <Form.Item name="dayBudget" label={t('day_budget')} extra={t('no_limit')}>
        <InputNumber min={0.01} max={YUAN_MAX} precision={2} />
      </Form.Item>
      <Form.Item label={t('velocity')} extra={t('no_limit')}>
        <Space>
          <Form.Item name="velocityMinutes" noStyle>
            <InputNumber min={1} max={1_440} precision={0} aria-label={t('velocity_minutes')} />
          </Form.Item>
          {t('velocity_minutes')}
          <Form.Item name="velocityMax" noStyle>
            <InputNumber min={1} max={YUAN_MAX} precision={0} aria-label={t('velocity')} />
          </Form.Item>
          {t('velocity_max')}
        </Space>
      </Form.Item>
      <Form.Item name="validDays" label={t('valid_days')} extra={t('no_limit')}>
        <InputNumber min={1} max={730} precision={0} />
      </Form.Item>
    </>
  )
}

const fen = (yuan: number) => Math.round(yuan * FEN)

function rulesOf(fields: Fields) {
  const { name, words = '', holdDays, personLimit, dayBudget, validDays } = fields
  const { velocityMax, velocityMinutes } = fields
  return {
    ...{ name, words, holdDays, personLimit: personLimit ?? null, validDays: validDays ?? null },
    dayBudget: dayBudget ? fen(dayBudget) : null,
    velocity: velocityMax ? { max: velocityMax, minutes: velocityMinutes ?? MINUTES } : null,
  }
}

function newOf(fields: Fields): NewReward {
  const { kind, points = 1, amount = 0, cost = 0 } = fields
  const rules = rulesOf(fields)
  if (kind === 'payment') return { ...rules, kind, amount: fen(amount) }
  if (kind === 'points') return { ...rules, kind, points, cost: fen(cost) }
  return { ...rules, kind, cost: fen(cost) }
}

function fieldsOf(row: Reward): Fields {
  const { kind, name, words, holdDays, personLimit, dayBudget, velocity, validDays } = row
  return {
    ...{ kind, name, words, holdDays, personLimit, validDays },
    dayBudget: dayBudget === null ? null : dayBudget / FEN,
    velocityMax: velocity?.max ?? null,
    velocityMinutes: velocity?.minutes ?? MINUTES,
  }
}
