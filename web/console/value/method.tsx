import { Button, Form, InputNumber } from 'antd'
import { type ValueFit, type ValueOptions, valuePage } from '../../../contract/insight.ts'
import { api, useDeed, useFormat, useMay, useText } from '../../ui/index.ts'
import { texts } from './text.ts'
import { missingWords, useDoubtWords } from './words.ts'

/** How everything on the page was computed, how far to trust it, and what may be changed. */
export function Method({ fit, options }: { fit: ValueFit; options: ValueOptions }) {
  const t = useText(texts)
  const mayChange = useMay('workspace.write')
  return (
    <div className="kit-stack">
      <h3>{t('doubts')}</h3>
      <Trust fit={fit} />
      <p>{t('method_model')}</p>
      <p className="kit-number">{useModelWords(fit)}</p>
      <p className="kit-number">{useSpendWords(fit)}</p>
      <p>{t('method_value')}</p>
      <p>{t('method_timing')}</p>
      <p>{t('method_rfm')}</p>
      <p>{t('method_top')}</p>
      {mayChange && (
        <>
          <h3>{t('options')}</h3>
          <Options options={options} key={JSON.stringify(options)} />
        </>
      )}
    </div>
  )
}

function Trust({ fit }: { fit: ValueFit }) {
  const t = useText(texts)
  const format = useFormat()
  const say = useDoubtWords()
  const { backtest, doubts } = fit
  const tested =
    backtest.state === 'done'
      ? t('backtest_done', {
          cut: format.day(backtest.cutOn),
          until: format.day(backtest.untilOn),
          predicted: Math.round(backtest.predicted),
          actual: backtest.actual,
        }) +
        (backtest.verdict === 'good' || backtest.verdict === 'fair'
          ? t(`backtest_${backtest.verdict}`)
          : t(`backtest_${backtest.verdict}`, { bias: format.percent(Math.abs(backtest.bias)) }))
      : t('backtest_none')
  return (
    <>
      <p>{tested}</p>
      {doubts.length === 0 ? (
        <p>{t('no_doubts')}</p>
      ) : (
        <ul>
          {doubts.map((doubt) => (
            <li key={doubt.code}>{say(doubt)}</li>
          ))}
        </ul>
      )}
    </>
  )
}

function useModelWords({ purchaseModel: model }: ValueFit): string {
  const t = useText(texts)
  const { decimal } = useFormat()
  if (model.state === 'refused') return t('method_refused', { missing: missingWords(model, t) })
  if (model.state === 'degenerate') {
    const reason =
      model.reason === 'no_visible_loss'
        ? t('reason_no_visible_loss')
        : t('reason_parameters_not_determined')
    const { r, alpha } = model.nbd
    const numbers = { r: decimal(r, 4), alpha: decimal(alpha, 4), ll: decimal(model.logLikelihood) }
    return `${t('method_degenerate', { reason })}${t('method_nbd', numbers)}`
  }
  const { parameters: at, standardErrors: error } = model
  return t('method_parameters', {
    r: decimal(at.r, 4),
    rError: decimal(error.r, 4),
    alpha: decimal(at.alpha, 4),
    alphaError: decimal(error.alpha, 4),
    a: decimal(at.a, 4),
    aError: decimal(error.a, 4),
    b: decimal(at.b, 4),
    bError: decimal(error.b, 4),
    ll: decimal(model.logLikelihood, 4),
    agreeing: model.agreeingStarts,
    starts: model.starts,
  })
}

function useSpendWords({ spendModel: model }: ValueFit): string {
  const t = useText(texts)
  const { decimal, money } = useFormat()
  const mean = money(model.meanSpend)
  if (model.state === 'refused') return t('method_mean', { mean })
  const { p, q, v } = model.parameters
  return t('method_spend', {
    p: decimal(p, 4),
    q: decimal(q, 4),
    v: decimal(v),
    mean,
    correlation: decimal(model.correlation, 3),
  })
}

function Options({ options }: { options: ValueOptions }) {
  const t = useText(texts)
  const deed = useDeed((next: ValueOptions) => api.put('/api/value/options', valuePage, next), {
    refresh: ['/api/value'],
  })
  return (
    <Form
      layout="inline"
      requiredMark={false}
      initialValues={options}
      onFinish={deed.run}
      disabled={deed.isBusy}
    >
      <Form.Item
        name="marginPercent"
        label={t('margin')}
        tooltip={t('margin_help')}
        rules={[{ required: true }]}
      >
        <InputNumber min={1} max={100} suffix={t('percent_unit')} />
      </Form.Item>
      <Form.Item
        name="discountPercent"
        label={t('discount')}
        tooltip={t('discount_help')}
        rules={[{ required: true }]}
      >
        <InputNumber min={0} max={100} suffix={t('percent_unit')} />
      </Form.Item>
      <Button htmlType="submit" loading={deed.isBusy}>
        {t('options_save')}
      </Button>
    </Form>
  )
}
