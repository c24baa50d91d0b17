import { Segmented } from 'antd'
import { useState } from 'react'
import { type ReplyReport, replyReport } from '../../../contract/reply.ts'
import { Loaded, PlainTable, useFormat, useLoad, useText } from '../../ui/index.ts'
import { useMinutes } from '../care/words.tsx'
import { texts } from './text.ts'

/** What the sentence of the list speaks of. */
export const REPORT_DAYS = 30
const PERIODS = [7, REPORT_DAYS, 90]

/** How soon customers were answered, by who was to answer. */
export function Report() {
  const t = useText(texts)
  const [days, setDays] = useState(REPORT_DAYS)
  const load = useLoad('/api/reply-report', replyReport, { query: { days } })
  return (
    <div className="kit-stack">
      <Segmented<number>
        value={days}
        onChange={setDays}
        options={PERIODS.map((count) => ({ value: count, label: t('period', { count }) }))}
      />
      <p className="kit-soft">{t('report_about')}</p>
      <Loaded load={load} shape="list">
        {(report) => <Table report={report} />}
      </Loaded>
    </div>
  )
}

function Table({ report: { all, byAssociate } }: { report: ReplyReport }) {
  const t = useText(texts)
  const format = useFormat()
  const minutes = useMinutes()
  if (all.asked === 0) return <p>{t('report_none')}</p>
  const cells = (one: ReplyReport['all']) => [
    format.count(one.asked),
    format.count(one.answered),
    minutes(one.answerMinutes),
    one.inTimeShare === null ? '—' : format.percent(one.inTimeShare),
    format.count(one.lapsed),
    format.count(one.waiting),
  ]
  return (
    <PlainTable
      label={t('report')}
      table={{
        columns: [
          t('associate'),
          t('report_asked'),
          t('report_answered'),
          t('report_minutes'),
          t('report_share'),
          t('report_lapsed'),
          t('report_waiting'),
        ],
        rows: [
          ...byAssociate.map((one) => [one.associate?.name ?? t('team'), ...cells(one)]),
          [t('all'), ...cells(all)],
        ],
      }}
    />
  )
}
