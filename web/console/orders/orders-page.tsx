import { Tag } from 'antd'
import { type Order, order, orderStates } from '../../../contract/order.ts'
import {
  Facts,
  Go,
  GoButton,
  ListPage,
  Money,
  useAddress,
  useList,
  useText,
  When,
} from '../../ui/index.ts'
import { texts } from './text.ts'

const COLORS = {
  created: 'warning',
  paid: 'success',
  cancelled: 'default',
  refunded: 'error',
} as const

/** Orders from every door, the newest first. */
export function OrdersPage() {
  const t = useText(texts)
  const list = useList('/api/orders', order, useAddress().all)
  return (
    <ListPage<Order>
      name="orders"
      title={t('title')}
      help={t('help')}
      sentence={list.total === null ? t('sentence_some') : t('sentence', { count: list.total })}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.no ?? row.id}
      searchHint={t('search')}
      filters={[
        {
          kind: 'choice',
          key: 'state',
          label: t('state'),
          options: orderStates.map((value) => ({ value, label: t(`state_${value}`) })),
        },
      ]}
      columns={[
        {
          key: 'no',
          title: t('no'),
          draw: (row) => row.no ?? <span className="kit-soft">{t('no_number')}</span>,
        },
        {
          key: 'state',
          title: t('state'),
          draw: (row) => <Tag color={COLORS[row.state]}>{t(`state_${row.state}`)}</Tag>,
        },
        { key: 'customer', title: t('customer'), draw: (row) => <Buyer row={row} /> },
        {
          key: 'paid',
          title: t('paid'),
          isNumber: true,
          draw: (row) => <Money minor={row.paid} />,
        },
        {
          key: 'refunded',
          title: t('refunded'),
          isNumber: true,
          draw: (row) => <Money minor={row.refunded} />,
        },
        { key: 'at', title: t('at'), draw: (row) => <When at={row.orderedAt} /> },
      ]}
      preview={(row) => (
        <Facts
          facts={row.items.map((item, at) => ({
            label: at === 0 ? t('items') : `${at + 1}`,
            value: `${item.name}${item.quantity === null ? '' : ` × ${item.quantity}`}`,
          }))}
        />
      )}
      empty={{
        what: t('empty'),
        why: t('empty_why'),
        action: <GoButton to="/imports/new">{t('import')}</GoButton>,
      }}
    />
  )
}

function Buyer({ row }: { row: Order }) {
  const t = useText(texts)
  if (row.customerId === null) return <span className="kit-soft">{t('customer_none')}</span>
  return <Go to={`/customers/${row.customerId}`}>{t('customer_see')}</Go>
}
