import { App, Button, Tabs } from 'antd'
import {
  type AccountKind,
  type AccountSum,
  type LedgerOverview,
  ledgerAudit,
  ledgerOverview,
} from '../../../contract/ledger.ts'
import {
  api,
  Card,
  Loaded,
  PageHead,
  useAddress,
  useDeed,
  useFormat,
  useLoad,
  useMay,
  useText,
} from '../../ui/index.ts'
import { Entries } from './entries.tsx'
import { Months } from './months.tsx'
import { SumTable } from './sum-table.tsx'
import { texts } from './text.ts'

const LIVE_MS = 5_000

/** The books of rewards: what stands where, every movement, and the months. */
export function LedgerPage() {
  const t = useText(texts)
  const address = useAddress()
  const load = useLoad('/api/ledger', ledgerOverview, { every: LIVE_MS })
  const isStatement = ['customerId', 'campaignId', 'accountId'].some((key) => address.get(key))
  return (
    <Loaded load={load} shape="report">
      {(found) => (
        <div className="kit-page">
          <PageHead
            title={t('title')}
            help={t('help')}
            sentence={<Said found={found} />}
            deeds={<Check />}
          />
          <Tabs
            activeKey={address.get('tab') ?? (isStatement ? 'entries' : 'accounts')}
            onChange={(tab) => address.change({ tab })}
            items={[
              { key: 'accounts', label: t('accounts'), children: <Sums sums={found.sums} /> },
              { key: 'entries', label: t('entries'), children: <Entries /> },
              { key: 'months', label: t('months'), children: <Months /> },
            ]}
          />
        </div>
      )}
    </Loaded>
  )
}

function Said({ found: { sums, transfers, lastAudit } }: { found: LedgerOverview }) {
  const t = useText(texts)
  const format = useFormat()
  const sum = (kind: AccountKind) =>
    sums.find((one) => one.kind === kind && one.unit === 'fen') ?? { posted: 0, held: 0 }
  const budget = sum('budget')
  const funds = sum('funds')
  return t('sentence', {
    count: transfers,
    budget: format.money(budget.posted - budget.held),
    held: format.money(budget.held + funds.held),
    cost: format.money(sum('cost').posted + sum('due').posted + sum('paid').posted),
    audit:
      lastAudit === null
        ? t('audit_none')
        : lastAudit.isEqual
          ? t('audit_equal')
          : t('audit_wrong', { count: lastAudit.differences.length }),
  })
}

function Check() {
  const t = useText(texts)
  const mayWrite = useMay('rewards.write')
  const { message } = App.useApp()
  const check = useDeed(() => api.post('/api/ledger/audits', ledgerAudit), {
    refresh: ['/api/ledger'],
    done: ({ isEqual, transfers, differences }) =>
      void (isEqual
        ? message.success(t('audited', { transfers }))
        : message.error(t('audited_wrong', { count: differences.length }))),
  })
  if (!mayWrite) return null
  return (
    <Button loading={check.isBusy} onClick={() => check.run(undefined)}>
      {t('audit')}
    </Button>
  )
}

function Sums({ sums }: { sums: readonly AccountSum[] }) {
  const t = useText(texts)
  return (
    <Card title={t('accounts')}>
      {sums.length === 0 ? <p className="kit-soft">{t('empty_why')}</p> : <SumTable sums={sums} />}
    </Card>
  )
}
