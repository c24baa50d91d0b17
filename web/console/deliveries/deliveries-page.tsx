import { Tag } from 'antd'
import {
  carriers,
  type Delivery,
  delivery,
  deliveryCounts,
  deliveryStates,
  purposes,
} from '../../../contract/delivery.ts'
import { reasons } from '../../../contract/delivery-reason.ts'
import {
  type Column,
  type Filter,
  ListPage,
  PersonCell,
  useAddress,
  useList,
  useLoad,
  useText,
  When,
} from '../../ui/index.ts'
import { DeliveryGlance } from './glance.tsx'
import { texts } from './text.ts'
import { isTold, StateTag, useAgain, useAssociateName } from './words.tsx'

const REFRESH_MS = 5_000

/** Every message that was meant for a customer, with what became of it and why. */
export function DeliveriesPage() {
  const t = useText(texts)
  const list = useList('/api/deliveries', delivery, useAddress().all, { every: REFRESH_MS })
  const counts = useLoad('/api/delivery-counts', deliveryCounts, { every: REFRESH_MS })
  const by = counts.data?.byState
  return (
    <ListPage<Delivery>
      name="deliveries"
      title={t('title')}
      help={t('help')}
      sentence={
        by &&
        t('sentence', {
          sent: by.sent,
          waiting: by.planned + by.claimed + by.sending + by.handed + by.unknown + by.parked,
          refused: by.skipped + by.cancelled,
          failed: by.failed + by.expired,
        })
      }
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.customer.name || t('nameless')}
      filters={useFilters()}
      columns={useColumns()}
      preview={(row) => <DeliveryGlance row={row} />}
      empty={{ what: t('empty'), why: t('empty_why') }}
    />
  )
}

function useColumns(): Column<Delivery>[] {
  const t = useText(texts)
  const nameOf = useAssociateName()
  const again = useAgain()
  return [
    {
      key: 'customer',
      title: t('customer'),
      width: 170,
      draw: ({ customer }) => (
        <PersonCell name={customer.name || t('nameless')} to={`/customers/${customer.id}`} />
      ),
    },
    {
      key: 'message',
      title: t('message'),
      draw: ({ content }) => <div className="kit-clamp">{content.text || '—'}</div>,
    },
    {
      key: 'state',
      title: t('state'),
      width: 170,
      // Why stands where the question comes up: below the state.
      draw: (row) => (
        <>
          <StateTag state={row.state} isTold={isTold(row)} />
          {row.reason && <div className="kit-soft">{t(`reason_${row.reason}`)}</div>}
          {row.state === 'planned' && <div className="kit-soft">{again(row)}</div>}
          {row.clickedAt !== null && <div className="kit-soft">{t('clicked')}</div>}
        </>
      ),
    },
    {
      key: 'carrier',
      title: t('carrier'),
      width: 120,
      draw: (row) => t(`carrier_${row.carrier}`),
    },
    {
      key: 'purpose',
      title: t('purpose'),
      width: 100,
      isHidden: true,
      draw: (row) => t(`purpose_${row.purpose}`),
    },
    {
      key: 'associate',
      title: t('associate'),
      width: 100,
      draw: (row) => nameOf(row.userid) || '—',
    },
    {
      key: 'planned',
      title: t('planned'),
      width: 140,
      draw: (row) => <When at={row.plannedAt} />,
    },
    {
      key: 'sent',
      title: t('sent'),
      width: 140,
      draw: ({ sentAt }) =>
        sentAt === null ? <span className="kit-soft">—</span> : <When at={sentAt} />,
    },
  ]
}

function useFilters(): Filter[] {
  const t = useText(texts)
  const address = useAddress()
  const one = (key: 'customerId' | 'journeyId', label: string): Filter[] =>
    address.get(key) === undefined
      ? []
      : [
          {
            kind: 'own',
            key,
            label,
            draw: () => (
              <Tag closable onClose={() => address.change({ [key]: undefined })}>
                {label}
              </Tag>
            ),
          },
        ]
  return [
    {
      kind: 'choice',
      key: 'state',
      label: t('state'),
      options: deliveryStates.map((value) => ({ value, label: t(`state_${value}`) })),
    },
    {
      kind: 'choice',
      key: 'reason',
      label: t('reason'),
      options: reasons.map((value) => ({ value, label: t(`reason_${value}`) })),
    },
    {
      kind: 'choice',
      key: 'carrier',
      label: t('carrier'),
      options: carriers.map((value) => ({ value, label: t(`carrier_${value}`) })),
    },
    {
      kind: 'choice',
      key: 'purpose',
      label: t('purpose'),
      options: purposes.map((value) => ({ value, label: t(`purpose_${value}`) })),
    },
    {
      kind: 'choice',
      key: 'clicked',
      label: t('link'),
      options: [{ value: 'yes', label: t('clicked') }],
      isRare: true,
    },
    ...one('customerId', t('one_customer')),
    ...one('journeyId', t('one_journey')),
  ]
}
