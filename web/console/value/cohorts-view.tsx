import { type Cohorts, cohorts } from '../../../contract/insight.ts'
import { Chart, heatChart, Loaded, Money, useFormat, useLoad, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** Months on the screen; older ones are in the API. */
const MONTHS_MAX = 18

/** Each month's new customers, and who of them came in the months after. */
export function CohortsView() {
  const load = useLoad('/api/value/cohorts', cohorts)
  return (
    <Loaded load={load} shape="report">
      {(data) => <Months data={data} />}
    </Loaded>
  )
}

function Months({ data }: { data: Cohorts }) {
  const t = useText(texts)
  const format = useFormat()
  const shown = data.cohorts.slice(-MONTHS_MAX)
  const widest = shown.reduce((most, { active }) => Math.max(most, active.length), 0)
  // The last month of a cohort is the running one; the one before it is whole.
  const latest = shown.findLast(({ active }) => active.length > 2)
  const month = (on: string) => on.slice(0, 7)
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
  const offsets = Array.from({ length: widest }, (_, at) => at)
  return (
    <div className="kit-stack">
      <p className="kit-sentence">
        {latest
          ? t('cohort_sentence', {
              month: month(latest.month),
              count: latest.people,
              share: format.percent((latest.active[1] ?? 0) / Math.max(1, latest.people)),
            })
          : t('cohort_none')}
      </p>
      <Chart
        label={t('chart_cohorts')}
        height={Math.max(200, 34 * shown.length + 60)}
        option={heatChart({
          columns: offsets.slice(1).map(String),
          rows: shown.map((one) => month(one.month)),
          values: shown.map(({ people, active }) =>
            offsets.slice(1).map((at) => (at < active.length ? (active[at] ?? 0) / people : null)),
          ),
          unit: 'percent',
          xName: t('cohort_offset'),
        })}
        table={{
          columns: [
            t('cohort_month'),
            t('cohort_people'),
            t('cohort_revenue'),
            t('cohort_each'),
            ...offsets.slice(1).map(String),
          ],
          rows: shown.map(({ month: on, people, active, revenue }) => [
            month(on),
            people,
            <Money key="revenue" minor={total(revenue)} />,
            <Money key="each" minor={Math.round(total(revenue) / Math.max(1, people))} />,
            ...offsets.slice(1).map((at) => active[at] ?? ''),
          ]),
        }}
      />
      {data.cohorts.length > shown.length && (
        <p className="kit-soft">{t('cohort_capped', { count: shown.length })}</p>
      )}
    </div>
  )
}
