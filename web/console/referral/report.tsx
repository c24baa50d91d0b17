import type { ReactNode } from 'react'
import type { Referral, ReferralReport } from '../../../contract/referral.ts'
import { Card, Chart, Facts, lineChart, PlainTable, useFormat, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const REFUSALS = ['not_new', 'self', 'too_many', 'not_live'] as const

/** What came of a campaign so far, and where it goes. */
export function Report({
  found,
  report,
  side,
}: {
  found: Referral
  report: ReferralReport
  side: ReactNode
}) {
  return (
    <div className="kit-two">
      <div className="kit-stack">
        <Factor report={report} />
        <ByDay report={report} />
        {found.state === 'live' && <Forecast report={report} />}
      </div>
      <div className="kit-stack">
        {side}
        <Refused report={report} />
      </div>
    </div>
  )
}

function Factor({ report: { k, needed } }: { report: ReferralReport }) {
  const t = useText(texts)
  const format = useFormat()
  if (!k)
    return (
      <Card title={t('k_title')}>
        <p>{t('k_waiting', { needed })}</p>
        <p className="kit-soft">{t('k_help')}</p>
      </Card>
    )
  const { all, naive, withoutSuspicious, stillOnTheWay, cycleDays, byGeneration } = k
  return (
    <Card title={t('k_title')}>
      <Facts
        facts={[
          {
            label: t('k_all'),
            value: `${format.decimal(all.value)} (${format.decimal(all.low)} – ${format.decimal(all.high)})`,
          },
          { label: t('k_naive'), value: format.decimal(naive) },
          { label: t('k_clean'), value: format.decimal(withoutSuspicious) },
          { label: t('k_way'), value: format.percent(stillOnTheWay) },
          {
            label: t('k_cycle'),
            value: cycleDays === null ? '—' : format.decimal(cycleDays),
          },
        ]}
      />
      <PlainTable
        label={t('generation')}
        table={{
          columns: [t('generation'), t('people'), 'K'],
          rows: byGeneration.map(({ generation, people, k: value }) => [
            t('generation_no', { no: generation }),
            format.count(people),
            format.decimal(value),
          ]),
        }}
      />
      <p className="kit-soft">{t('k_help')}</p>
    </Card>
  )
}

function ByDay({ report: { byDay } }: { report: ReferralReport }) {
  const t = useText(texts)
  const format = useFormat()
  if (byDay.length === 0) return null
  return (
    <Card>
      <Chart
        label={t('by_day')}
        option={lineChart({
          x: byDay.map(({ on }) => on),
          series: [
            { name: t('joined'), values: byDay.map(({ joined }) => joined) },
            { name: t('came'), values: byDay.map(({ came }) => came) },
            { name: t('counted'), values: byDay.map(({ counted }) => counted) },
          ],
        })}
        table={{
          columns: [t('day'), t('joined'), t('came'), t('counted')],
          rows: byDay.map(({ on, joined, came, counted }) => [
            format.day(on),
            format.count(joined),
            format.count(came),
            format.count(counted),
          ]),
        }}
      />
    </Card>
  )
}

function Forecast({ report: { forecast } }: { report: ReferralReport }) {
  const t = useText(texts)
  const format = useFormat()
  if (forecast.length === 0) return null
  return (
    <Card>
      <Chart
        label={t('forecast')}
        option={lineChart({
          x: forecast.map(({ on }) => on),
          series: [
            {
              name: t('forecast_middle'),
              values: forecast.map(({ middle }) => middle),
              band: { low: forecast.map(({ low }) => low), high: forecast.map(({ high }) => high) },
            },
          ],
        })}
        table={{
          columns: [t('day'), t('forecast_middle'), '10%', '90%'],
          rows: forecast.map(({ on, low, middle, high }) => [
            format.day(on),
            format.count(middle),
            format.count(low),
            format.count(high),
          ]),
        }}
      />
      <p className="kit-soft">{t('forecast_help')}</p>
    </Card>
  )
}

function Refused({ report: { refused } }: { report: ReferralReport }) {
  const t = useText(texts)
  const format = useFormat()
  if (refused.length === 0) return null
  const word = (refusal: string) => {
    const known = REFUSALS.find((one) => one === refusal)
    return known ? t(`refusal_${known}`) : refusal
  }
  return (
    <Card title={t('refused')}>
      <PlainTable
        label={t('refused')}
        table={{
          columns: [t('refused'), t('people')],
          rows: refused.map(({ refusal, friends }) => [word(refusal), format.count(friends)]),
        }}
      />
    </Card>
  )
}
