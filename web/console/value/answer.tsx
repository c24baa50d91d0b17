import { Alert } from 'antd'
import type { ReactNode } from 'react'
import type { Backtest, ValuePage as Page, ValueFit } from '../../../contract/insight.ts'
import { Go, useFormat, useText, When } from '../../ui/index.ts'
import { texts } from './text.ts'
import { missingWords } from './words.ts'

/** The computed sentence. */
export function Answer({ fit }: { fit: ValueFit }): ReactNode {
  const t = useText(texts)
  const format = useFormat()
  const { forecast, concentration, data, purchaseModel } = fit
  if (!forecast) return t('sentence_refused', { missing: missingWords(purchaseModel, t) })
  const { ltv12, leaving } = forecast
  const value = t('sentence_value', {
    count: data.customers,
    value: format.money(ltv12.value),
    low: format.money(ltv12.lower),
    high: format.money(ltv12.upper),
  })
  const top =
    concentration && t('sentence_top', { share: format.percent(concentration.top20.value) })
  return (
    <>
      {value}
      {top}
      {leaving === null ? (
        t('sentence_no_loss')
      ) : leaving.people === 0 ? (
        t('sentence_none_leaving')
      ) : (
        <Leaving count={leaving.people} />
      )}
    </>
  )
}

function Leaving({ count }: { count: number }) {
  const t = useText(texts)
  const people = <Go to="/value/people?sort=leaving">{t('sentence_leaving_people', { count })}</Go>
  const [before, link, after] = t.rich('sentence_leaving', { people })
  return (
    <>
      {before}
      {link}
      {after}
    </>
  )
}

/** What is going on, and what was found by testing the forecast on the past. */
export function Notices({ page, fit }: { page: Page; fit: ValueFit }) {
  const t = useText(texts)
  const format = useFormat()
  const { running, failedAt } = page
  const { backtest, asOf, data } = fit
  const asOfWords = { at: <When at={asOf} />, on: format.day(data.cutOn) }
  return (
    <>
      <p className="kit-soft">{t.rich('as_of', asOfWords)}</p>
      {running && (
        <Alert
          role="note"
          type="info"
          showIcon
          title={t.rich('running', { at: <When at={running.startedAt} /> })}
        />
      )}
      {failedAt !== null && !running && (
        <Alert
          role="note"
          type="warning"
          showIcon
          title={t.rich('failed', { at: <When at={failedAt} /> })}
        />
      )}
      <Tested backtest={backtest} />
    </>
  )
}

/** Shown above everything when the forecast was far off in the months that are known. */
function Tested({ backtest }: { backtest: Backtest }) {
  const t = useText(texts)
  const format = useFormat()
  if (backtest.state !== 'done') return null
  const { verdict, bias } = backtest
  if (verdict === 'good' || verdict === 'fair') return null
  const words = t(`doubt_backtest_${verdict}`, { bias: format.percent(Math.abs(bias)) })
  return <Alert role="note" type="warning" showIcon title={words} />
}
