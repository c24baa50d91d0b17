import { Segmented } from 'antd'
import { useState } from 'react'
import { type CaseReport, caseReport } from '../../../contract/care.ts'
import { Loaded, PlainTable, useFormat, useLoad, useText } from '../../ui/index.ts'
import { texts } from './text.ts'
import { CaseOwner, useKindWord, useMinutes } from './words.tsx'

/** What the sentence of the list speaks of. */
export const REPORT_DAYS = 30
const PERIODS = [7, REPORT_DAYS, 90]

/** How cases went, by kind and by owner. */
export function Report() {
  const t = useText(texts)
  const [days, setDays] = useState(REPORT_DAYS)
  const load = useLoad('/api/service-case-report', caseReport, { query: { days } })
  return (
    <div className="kit-stack">
      <Segmented<number>
        value={days}
        onChange={setDays}
        options={PERIODS.map((count) => ({ value: count, label: t('report_period', { count }) }))}
      />
      <p className="kit-soft">{t('report_about')}</p>
      <Loaded load={load} shape="list">
        {(report) => <Tables report={report} />}
      </Loaded>
    </div>
  )
}

function Tables({ report: { all, byKind, byOwner } }: { report: CaseReport }) {
  const t = useText(texts)
  const kindWord = useKindWord()
  const cells = useCells()
  const columns = [
    t('report_opened'),
    t('report_solved'),
    t('report_answer'),
    t('report_resolve'),
    t('report_overdue'),
    t('report_satisfaction'),
  ]
  if (all.opened === 0) return <p>{t('report_none')}</p>
  return (
    <>
      <h3>{t('report_by_kind')}</h3>
      <PlainTable
        label={t('report_by_kind')}
        table={{
          columns: [t('kind'), ...columns],
          rows: [
            ...byKind.map((one) => [kindWord(one), ...cells(one)]),
            [t('state_all'), ...cells(all)],
          ],
        }}
      />
      <h3>{t('report_by_owner')}</h3>
      <PlainTable
        label={t('report_by_owner')}
        table={{
          columns: [t('owner'), ...columns],
          rows: byOwner.map((one) => [
            <CaseOwner key={one.owner?.userid ?? ''} owner={one.owner} />,
            ...cells(one),
          ]),
        }}
      />
    </>
  )
}

function useCells() {
  const t = useText(texts)
  const format = useFormat()
  const minutes = useMinutes()
  return (one: CaseReport['all']) => [
    format.count(one.opened),
    format.count(one.solved),
    minutes(one.answerMinutes),
    minutes(one.resolveMinutes),
    one.overdueShare === null ? '—' : format.percent(one.overdueShare),
    one.satisfaction === null
      ? '—'
      : t('rated', { score: format.decimal(one.satisfaction, 1), count: one.rated }),
  ]
}
