import { App, Button, Form, InputNumber } from 'antd'
import { type CostOptions, costs, type Findings } from '../../../contract/retrospective.ts'
import { api, Loaded, useDeed, useFormat, useLoad, useMay, useText } from '../../ui/index.ts'
import { texts } from './text.ts'
import { amountWords, chanceWords, isSilent, rangeWords } from './words.ts'

/** How it was computed, in words, with the numbers of this report; and what may be changed. */
export function Method({ findings }: { findings: Findings }) {
  const t = useText(texts)
  const mayChange = useMay('workspace.write')
  const lines = useMethodLines(findings)
  return (
    <div className="kit-stack">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {mayChange && (
        <>
          <h3>{t('costs')}</h3>
          <Costs />
        </>
      )}
    </div>
  )
}

function useMethodLines(findings: Findings): string[] {
  const t = useText(texts)
  const format = useFormat()
  const { question, primary, sampleRatio, belief, luck } = findings
  const { metric } = question
  const amount = (value: number) => amountWords(metric, value, format)
  const worth = amount(primary.worthHaving)
  return [
    t('method_itt', { count: question.windowDays }),
    t('method_verdict'),
    primary.worthFrom === 'lift'
      ? t('method_worth_lift', { share: format.percent(question.smallestLift), worth })
      : t('method_worth_cost', { worth }),
    t('method_cuped', {
      share: format.percent(primary.varianceReduction, 1),
      plain: amount(primary.unadjusted.value),
    }),
    ...(isSilent(primary) ? [] : [t('method_looks', rangeWords(metric, primary.sequence, format))]),
    t('method_ratio', {
      treated: sampleRatio.treated,
      control: sampleRatio.control,
      p: chanceWords(sampleRatio.p, format),
    }),
    ...(isSilent(primary) ? [] : [t('method_detectable', { effect: amount(primary.detectable) })]),
    ...(belief
      ? [
          t('method_belief', {
            chance: format.percent(belief.chancePositive, 1),
            loss: amount(belief.lossIfDone),
          }),
        ]
      : []),
    isSilent(luck.before)
      ? t('method_before_silent')
      : t('method_before', {
          effect: format.decimal(luck.before.effect),
          low: format.decimal(luck.before.lower),
          high: format.decimal(luck.before.upper),
        }),
    ...(luck.topShare === null ? [] : [t('method_top', { share: format.percent(luck.topShare) })]),
  ]
}

function Costs() {
  const load = useLoad('/api/retrospectives/costs', costs)
  return (
    <Loaded load={load} shape="detail">
      {({ options, isDefault }) => (
        <CostForm options={options} isDefault={isDefault} key={JSON.stringify(options)} />
      )}
    </Loaded>
  )
}

const FIELDS = [
  { name: 'message', label: 'cost_message' },
  { name: 'staffMinute', label: 'cost_staff_minute' },
  { name: 'minutesPerMessage', label: 'cost_minutes_per_message' },
  { name: 'minutesPerTask', label: 'cost_minutes_per_task' },
] as const

function CostForm({ options, isDefault }: { options: CostOptions; isDefault: boolean }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const deed = useDeed(
    (values: CostOptions) => api.put('/api/retrospectives/costs', costs, values),
    { refresh: ['/api/retrospectives/costs'], done: () => void message.success(t('costs_saved')) },
  )
  return (
    <Form<CostOptions>
      layout="inline"
      initialValues={options}
      onFinish={(values) => deed.run(values)}
    >
      {isDefault && <p className="kit-soft">{t('costs_default')}</p>}
      {FIELDS.map(({ name, label }) => (
        <Form.Item key={name} name={name} label={t(label)} rules={[{ required: true }]}>
          <InputNumber min={0} />
        </Form.Item>
      ))}
      <Button htmlType="submit" loading={deed.isBusy}>
        {t('costs_save')}
      </Button>
    </Form>
  )
}
