import { Alert, Button, Drawer, Select, Tag } from 'antd'
import { useState } from 'react'
import { associates } from '../../../contract/corp.ts'
import {
  type ReplyReport,
  type ReplyWait,
  replyReport,
  replyStates,
  replyWait,
} from '../../../contract/reply.ts'
import {
  type Column,
  type Filter,
  GoButton,
  ListPage,
  PersonCell,
  useAddress,
  useFormat,
  useKeys,
  useList,
  useLoad,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { useMinutes } from '../care/words.tsx'
import { associateLabel } from '../corp/associate-label.ts'
import { ReplyDeeds } from './reply-deeds.tsx'
import { REPORT_DAYS, Report } from './report.tsx'
import { texts } from './text.ts'

/** Who writes while the page is open appears. */
const LIVE_MS = 5_000

/** Customers who have written and wait for an answer: the longest wait stands first. */
export function RepliesPage() {
  const t = useText(texts)
  const address = useAddress()
  const [isReportOpen, setReportOpen] = useState(false)
  const maySet = useMay('messages.write')
  const list = useList('/api/replies', replyWait, address.all, { every: LIVE_MS })
  const report = useLoad('/api/reply-report', replyReport, {
    query: { days: REPORT_DAYS },
    every: LIVE_MS,
  })
  useKeys([{ key: 'r', says: t('report'), run: () => setReportOpen(true) }])
  return (
    <>
      <ListPage<ReplyWait>
        name="replies"
        title={t('title')}
        help={t('help')}
        sentence={report.data && <Sentence report={report.data} />}
        deeds={
          <>
            <Button onClick={() => setReportOpen(true)}>{t('report')}</Button>
            {maySet && <GoButton to="/service-cases/settings">{t('settings')}</GoButton>}
          </>
        }
        list={list}
        idOf={(row) => row.id}
        nameOf={(row) => row.customer.name || t('nameless')}
        filters={useFilters()}
        columns={useColumns()}
        exportPath="/api/replies.csv"
        empty={{
          what: t('empty'),
          why: t('empty_why'),
          action: <GoButton to="/replies?state=all">{t('empty_action')}</GoButton>,
        }}
      />
      <Drawer
        open={isReportOpen}
        title={t('report')}
        size="large"
        onClose={() => setReportOpen(false)}
      >
        {isReportOpen && (
          <div className="kit-stack">
            {report.data && (
              <Alert
                type={report.data.isTold ? 'info' : 'warning'}
                showIcon
                title={t(report.data.isTold ? 'told' : 'untold')}
              />
            )}
            <Report />
          </div>
        )}
      </Drawer>
    </>
  )
}

/** How it stands, and whether WeCom tells of chats here at all. */
function Sentence({ report: { now, all, isTold } }: { report: ReplyReport }) {
  const t = useText(texts)
  const format = useFormat()
  const share = all.inTimeShare === null ? '—' : format.percent(all.inTimeShare)
  const figures = { ...now, days: REPORT_DAYS, asked: all.asked, share }
  const says = now.waiting === 0 ? 'sentence_none' : 'sentence'
  return (
    <>
      {t(all.inTimeShare === null ? 'sentence_new' : says, figures)}
      {!isTold && <div className="kit-soft">{t('untold')}</div>}
    </>
  )
}

const COLORS = {
  answered: 'success',
  noted: 'success',
  let_be: 'default',
  lapsed: 'error',
} as const

function useColumns(): Column<ReplyWait>[] {
  const t = useText(texts)
  const minutes = useMinutes()
  return [
    {
      key: 'customer',
      title: t('customer'),
      width: 180,
      draw: ({ customer }) => (
        <PersonCell name={customer.name || t('nameless')} to={`/customers/${customer.id}`} />
      ),
    },
    {
      key: 'associate',
      title: t('associate'),
      width: 120,
      draw: ({ associate }) => associate?.name ?? t('team'),
    },
    {
      key: 'asked',
      title: t('asked'),
      width: 180,
      draw: (row) => (
        <>
          <When at={row.askedAt} />
          <div className="kit-soft">
            {t('messages', { count: row.messages })}
            {row.heard === 'staff' && ` · ${t('heard_staff')}`}
          </div>
        </>
      ),
    },
    {
      key: 'due',
      title: t('due'),
      width: 200,
      draw: (row) => (
        <>
          {row.outcome === null && t.rich('due_before', { at: <When at={row.dueAt} /> })}
          {row.outcome !== null && <When at={row.dueAt} />}
          <div>
            {row.isOverdue && (
              <Tag color="error">{t(row.outcome === null ? 'overdue' : 'late')}</Tag>
            )}
            {row.isEscalated && <Tag color="warning">{t('escalated')}</Tag>}
          </div>
        </>
      ),
    },
    {
      key: 'outcome',
      title: t('outcome'),
      width: 180,
      draw: (row) => (
        <>
          <Tag color={row.outcome === null ? 'warning' : COLORS[row.outcome]}>
            {t(row.outcome === null ? 'outcome_waiting' : `outcome_${row.outcome}`)}
          </Tag>{' '}
          {row.answerMinutes !== null && (
            <span className="kit-soft">{t('took', { minutes: minutes(row.answerMinutes) })}</span>
          )}
        </>
      ),
    },
    { key: 'deeds', title: t('deeds'), width: 240, draw: (row) => <ReplyDeeds wait={row} /> },
  ]
}

function useFilters(): Filter[] {
  const t = useText(texts)
  const members = useLoad('/api/associates', associates)
  return [
    { kind: 'own', key: 'state', label: t('state'), draw: () => <StateChoice /> },
    {
      kind: 'choice',
      key: 'userid',
      label: t('associate'),
      options: [
        { value: 'none', label: t('team') },
        ...(members.data?.items ?? []).map((one) => ({
          value: one.userid,
          label: associateLabel(one),
        })),
      ],
    },
  ]
}

/** What is shown when nobody has chosen is said as well. */
function StateChoice() {
  const t = useText(texts)
  const address = useAddress()
  return (
    <Select
      className="kit-filter"
      aria-label={t('state')}
      prefix={t('state')}
      value={address.get('state') ?? 'waiting'}
      onChange={(value) => address.change({ state: value })}
      options={replyStates.map((value) => ({ value, label: t(`state_${value}`) }))}
    />
  )
}
