import { Button, Drawer, Select } from 'antd'
import { useState } from 'react'
import {
  caseFilterStates,
  caseReport,
  priorities,
  type ServiceCase,
  serviceCase,
} from '../../../contract/care.ts'
import { associates } from '../../../contract/corp.ts'
import {
  type Column,
  type Filter,
  Go,
  GoButton,
  ListPage,
  PersonCell,
  useAddress,
  useKeys,
  useList,
  useLoad,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { associateLabel } from '../corp/associate-label.ts'
import { REPORT_DAYS, Report } from './report.tsx'
import { texts } from './text.ts'
import { useKinds } from './use-kinds.ts'
import { CaseDue, CaseOwner, CaseState, useKindWord } from './words.tsx'

/** Who is opened by an event shows while the page is open. */
const LIVE_MS = 5_000

/** All service cases: what is to be done next stands first. */
export function CasesPage() {
  const t = useText(texts)
  const address = useAddress()
  const [isReportOpen, setReportOpen] = useState(false)
  const maySet = useMay('messages.write')
  const list = useList('/api/service-cases', serviceCase, address.all, { every: LIVE_MS })
  const report = useLoad('/api/service-case-report', caseReport, {
    query: { days: REPORT_DAYS },
    every: LIVE_MS,
  })
  useKeys([{ key: 'r', says: t('report'), run: () => setReportOpen(true) }])
  return (
    <>
      <ListPage<ServiceCase>
        name="service-cases"
        title={t('title')}
        help={t('help')}
        sentence={
          report.data &&
          t(report.data.unsolved === 0 ? 'sentence_none' : 'sentence', {
            unsolved: report.data.unsolved,
            overdue: report.data.overdue,
            days: REPORT_DAYS,
            opened: report.data.all.opened,
            solved: report.data.all.solved,
          })
        }
        deeds={
          <>
            <Button onClick={() => setReportOpen(true)}>{t('report')}</Button>
            {maySet && <GoButton to="/service-cases/settings">{t('settings')}</GoButton>}
          </>
        }
        list={list}
        idOf={(row) => row.id}
        nameOf={(row) => `#${row.no}`}
        to={(row) => `/service-cases/${row.id}`}
        searchHint={t('search')}
        filters={useFilters()}
        columns={useColumns()}
        exportPath="/api/service-cases.csv"
        empty={{
          what: t('empty'),
          why: t('empty_why'),
          action: <GoButton to="/service-cases?state=all">{t('empty_action')}</GoButton>,
        }}
      />
      <Drawer
        open={isReportOpen}
        title={t('report')}
        size="large"
        onClose={() => setReportOpen(false)}
      >
        {isReportOpen && <Report />}
      </Drawer>
    </>
  )
}

function useColumns(): Column<ServiceCase>[] {
  const t = useText(texts)
  const kindWord = useKindWord()
  return [
    {
      key: 'about',
      title: t('about'),
      width: 280,
      draw: (row) => (
        <>
          <Go to={`/service-cases/${row.id}`}>
            {t('heading', { no: String(row.no), subject: row.subject })}
          </Go>
          <div>
            <CaseState one={row} />
          </div>
        </>
      ),
    },
    {
      key: 'customer',
      title: t('customer'),
      width: 160,
      draw: ({ customer }) => (
        <PersonCell name={customer.name || t('nameless')} to={`/customers/${customer.id}`} />
      ),
    },
    { key: 'kind', title: t('kind'), width: 100, draw: (row) => kindWord(row) },
    {
      key: 'due',
      title: t('due'),
      sort: 'due',
      width: 220,
      draw: (row) => <CaseDue one={row} />,
    },
    {
      key: 'owner',
      title: t('owner'),
      width: 120,
      draw: ({ owner }) => <CaseOwner owner={owner} />,
    },
    {
      key: 'opened',
      title: t('opened'),
      sort: 'opened',
      width: 140,
      draw: ({ openedAt }) => <When at={openedAt} />,
    },
    {
      key: 'satisfaction',
      title: t('satisfaction'),
      width: 100,
      isHidden: true,
      draw: ({ satisfaction }) =>
        satisfaction === null ? '—' : t('stars', { count: satisfaction }),
    },
  ]
}

function useFilters(): Filter[] {
  const t = useText(texts)
  const kinds = useKinds()
  const members = useLoad('/api/associates', associates)
  return [
    { kind: 'own', key: 'state', label: t('state'), draw: () => <StateChoice /> },
    { kind: 'choice', key: 'kind', label: t('kind'), options: kinds.all },
    {
      kind: 'choice',
      key: 'owner',
      label: t('owner'),
      options: [
        { value: 'none', label: t('owner_none') },
        ...(members.data?.items ?? []).map((one) => ({
          value: one.userid,
          label: associateLabel(one),
        })),
      ],
    },
    {
      kind: 'choice',
      key: 'priority',
      label: t('priority'),
      isRare: true,
      options: priorities.map((value) => ({ value, label: t(`priority_${value}`) })),
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
      value={address.get('state') ?? 'unsolved'}
      onChange={(value) => address.change({ state: value })}
      options={caseFilterStates.map((value) => ({ value, label: t(`state_${value}`) }))}
    />
  )
}
