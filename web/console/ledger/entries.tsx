import { Button } from 'antd'
import {
  type LedgerEntry,
  ledgerEntry,
  ledgerUnits,
  moveReasons,
  phases,
} from '../../../contract/ledger.ts'
import {
  type Column,
  Go,
  GoButton,
  ListPage,
  useAddress,
  useFormat,
  useList,
  useText,
  When,
} from '../../ui/index.ts'
import { useAmount } from './amount.tsx'
import { texts } from './text.ts'

const PATH = '/api/ledger/entries'
const NARROWED = ['accountId', 'customerId', 'campaignId'] as const

/** Every movement; of one person, one campaign or one account where the address says so. */
export function Entries() {
  const t = useText(texts)
  const address = useAddress()
  const { tab: _tab, ...query } = address.all
  const list = useList(PATH, ledgerEntry, query)
  const isNarrowed = NARROWED.some((key) => address.get(key))
  const title = address.get('customerId')
    ? t('of_person')
    : address.get('campaignId')
      ? t('of_campaign')
      : t('entries')
  return (
    <ListPage<LedgerEntry>
      name="ledger-entries"
      title={title}
      deeds={
        isNarrowed && (
          <Button
            onClick={() =>
              address.change({
                accountId: undefined,
                customerId: undefined,
                campaignId: undefined,
                tab: 'entries',
              })
            }
          >
            {t('show_all')}
          </Button>
        )
      }
      list={list}
      idOf={({ id }) => id}
      nameOf={({ id }) => id}
      filters={[
        {
          kind: 'choice',
          key: 'reason',
          label: t('what'),
          options: moveReasons.map((value) => ({ value, label: t(`reason_${value}`) })),
        },
        {
          kind: 'choice',
          key: 'unit',
          label: t('unit'),
          options: ledgerUnits.map((value) => ({ value, label: t(`unit_${value}`) })),
        },
        {
          kind: 'choice',
          key: 'phase',
          label: t('phase'),
          options: phases.map((value) => ({ value, label: t(`phase_${value}`) })),
        },
      ]}
      columns={useColumns()}
      exportPath={`${PATH}.csv`}
      empty={{
        what: t('empty'),
        why: t('empty_why'),
        action: <GoButton to="/rewards">{t('rewards')}</GoButton>,
      }}
    />
  )
}

function useColumns(): Column<LedgerEntry>[] {
  const t = useText(texts)
  const format = useFormat()
  const amount = useAmount()
  return [
    { key: 'at', title: t('at'), width: 130, draw: ({ at }) => <When at={at} /> },
    { key: 'reason', title: t('what'), width: 110, draw: ({ reason }) => t(`reason_${reason}`) },
    {
      key: 'phase',
      title: t('phase'),
      width: 130,
      draw: ({ phase, resolution }) => (
        <>
          {t(`phase_${phase}`)}{' '}
          {phase === 'hold' && (
            <span className="kit-soft">
              {resolution === null ? t('standing') : t(`resolved_${resolution}`)}
            </span>
          )}
        </>
      ),
    },
    { key: 'from', title: t('from'), draw: ({ debit }) => <Side side={debit} /> },
    { key: 'to', title: t('to'), draw: ({ credit }) => <Side side={credit} /> },
    {
      key: 'amount',
      title: t('amount'),
      width: 120,
      isNumber: true,
      draw: (row) => amount(row.amount, row.unit),
    },
    { key: 'by', title: t('by'), width: 100, draw: ({ by }) => by ?? t('system') },
    {
      key: 'chain',
      title: t('chain'),
      width: 110,
      isNumber: true,
      draw: ({ chainNo }) =>
        chainNo === null ? (
          <span className="kit-soft">{t('chain_soon')}</span>
        ) : (
          format.count(chainNo)
        ),
    },
  ]
}

function Side({ side: { id, kind, owner } }: { side: LedgerEntry['debit'] }) {
  const t = useText(texts)
  return (
    <>
      <Go to={`/ledger?tab=entries&accountId=${id}`}>{t(`kind_${kind}`)}</Go>{' '}
      <Owner owner={owner} />
    </>
  )
}

function Owner({ owner: { kind, id, name } }: { owner: LedgerEntry['debit']['owner'] }) {
  const t = useText(texts)
  if (kind === 'brand') return <span className="kit-soft">{t('brand')}</span>
  if (id !== null && kind === 'customer')
    return <Go to={`/ledger?tab=entries&customerId=${id}`}>{name}</Go>
  if (id !== null && kind === 'reward') return <Go to={`/rewards/${id}`}>{name}</Go>
  return <span>{name}</span>
}
