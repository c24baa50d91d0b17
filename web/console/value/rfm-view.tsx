import { z } from 'zod'
import { type Rfm, rfm } from '../../../contract/insight.ts'
import {
  barChart,
  Chart,
  Facts,
  Go,
  Loaded,
  Money,
  PlainTable,
  useFormat,
  useGo,
  useLoad,
  useText,
} from '../../ui/index.ts'
import { texts } from './text.ts'

const answer = z.object({ rfm: rfm.nullable() })

/** The eight classes, what to do with each, and the scores beneath. */
export function RfmView() {
  const t = useText(texts)
  const load = useLoad('/api/value/rfm', answer)
  return (
    <Loaded load={load} shape="report">
      {(data) => (data.rfm ? <Classes data={data.rfm} /> : <p>{t('rfm_none')}</p>)}
    </Loaded>
  )
}

function Classes({ data }: { data: Rfm }) {
  const t = useText(texts)
  const format = useFormat()
  const go = useGo()
  const { classes, medians } = data
  const spentInAll = classes.reduce((sum, one) => sum + one.spent, 0)
  const keep = classes.find(({ name }) => name === 'important_keep')
  const behind = (name: string) => `/value/people?rfm=${name}`
  return (
    <div className="kit-stack">
      {keep && (
        <p className="kit-sentence">
          {t('rfm_sentence', { keep: keep.people, spent: format.money(keep.spent) })}
        </p>
      )}
      <Chart
        label={t('chart_rfm')}
        height={320}
        option={barChart({
          x: classes.map(({ name }) => t(`rfm_${name}`)),
          series: [{ name: t('people'), values: classes.map(({ people }) => people) }],
          isAcross: true,
        })}
        table={{
          columns: [t('rfm_class'), t('people')],
          rows: classes.map(({ name, people }) => [t(`rfm_${name}`), people]),
        }}
        pick={({ index }) => {
          const picked = classes[index]
          if (picked) go(behind(picked.name))
        }}
      />
      <PlainTable
        label={t('view_rfm')}
        table={{
          columns: [
            t('rfm_class'),
            t('people'),
            t('rfm_share'),
            t('rfm_spent'),
            t('rfm_spent_share'),
            t('column_ltv12'),
          ],
          rows: classes.map(({ name, people, spent, ltv12 }) => [
            t(`rfm_${name}`),
            <Go key={name} to={behind(name)}>
              {format.count(people)}
            </Go>,
            format.percent(people / Math.max(1, data.people)),
            <Money key={`${name} spent`} minor={spent} />,
            format.percent(spent / Math.max(1, spentInAll)),
            <Money key={`${name} ltv`} minor={ltv12} />,
          ]),
        }}
      />
      <h3>{t('rfm_do')}</h3>
      <Facts
        facts={classes.map(({ name }) => ({ label: t(`rfm_${name}`), value: t(`do_${name}`) }))}
      />
      <p className="kit-soft">
        {t('rfm_medians', {
          days: medians.recencyDays,
          orders: medians.frequency,
          spent: format.money(medians.spent),
        })}
      </p>
      <PlainTable
        label={t('rfm_scores')}
        table={{
          columns: [t('rfm_score'), t('rfm_r'), t('rfm_f'), t('rfm_m')],
          rows: [5, 4, 3, 2, 1].map((score) => [
            String(score),
            data.scores.r[score - 1] ?? 0,
            data.scores.f[score - 1] ?? 0,
            data.scores.m[score - 1] ?? 0,
          ]),
        }}
      />
    </div>
  )
}
