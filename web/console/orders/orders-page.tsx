import { Tag } from 'antd'
import { type Order, order, orderStates } from '../../../contract/order.ts'
import {
  type Column,
  type Filter,
  GoButton,
  ListPage,
  Money,
  useAddress,
  useHouse,
  useList,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { useLatestImports } from '../imports/door.ts'
import { OrderGlance } from './order-glance.tsx'
import { Buyer, OrderState } from './order-marks.tsx'
import { orderQueryOf } from './order-query.ts'
import { texts } from './text.ts'

/** Orders from every door, the newest first. */
export function OrdersPage() {
  const t = useText(texts)
  const { timeZone } = useHouse()
  const query = orderQueryOf(useAddress().all, timeZone)
  const list = useList('/api/orders', order, query)
  const isAll = Object.keys(query).length === 0
  const mayImport = useMay('imports.write')
  const isNothing = list.isLoading || list.problem !== null || (isAll && list.rows.length === 0)
  const found =
    list.total === null
      ? t('sentence_some')
      : t(isAll ? 'sentence' : 'sentence_found', { count: list.total })
  return (
    <ListPage<Order>
      name="orders"
      title={t('title')}
      help={t('help')}
      sentence={isNothing ? undefined : found}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.no ?? t('no_number')}
      searchHint={t('search')}
      filters={useFilters()}
      columns={useColumns()}
      preview={(row) => <OrderGlance row={row} />}
      empty={{
        what: t('empty'),
        why: t('empty_why'),
        ...(mayImport ? { action: <GoButton to="/imports/new">{t('import')}</GoButton> } : {}),
      }}
    />
  )
}

function useColumns(): Column<Order>[] {
  const t = useText(texts)
  return [
    {
      key: 'no',
      title: t('no'),
      draw: (row) => row.no ?? <span className="kit-soft">{t('no_number')}</span>,
    },
    { key: 'at', title: t('at'), draw: (row) => <When at={row.orderedAt} /> },
    { key: 'customer', title: t('customer'), draw: (row) => <Buyer row={row} /> },
    { key: 'items', title: t('items'), draw: (row) => <Bought row={row} /> },
    { key: 'state', title: t('state'), draw: (row) => <OrderState row={row} /> },
    {
      key: 'amount',
      title: t('amount'),
      isNumber: true,
      draw: (row) => <Money minor={row.amount} currency={row.currency} />,
    },
    {
      key: 'paid',
      title: t('paid'),
      help: t('paid_help'),
      isNumber: true,
      draw: (row) => <Money minor={row.paid} currency={row.currency} />,
    },
    {
      key: 'refunded',
      title: t('refunded'),
      isNumber: true,
      draw: (row) =>
        row.refunded === 0 ? (
          <span className="kit-soft">—</span>
        ) : (
          <Money minor={row.refunded} currency={row.currency} />
        ),
    },
    { key: 'shop', title: t('shop'), isHidden: true, draw: (row) => row.shop },
  ]
}

/** The first thing that was bought, and how many different ones there are. */
function Bought({ row }: { row: Order }) {
  const t = useText(texts)
  const [first] = row.items
  if (!first) return <span className="kit-soft">—</span>
  if (row.items.length === 1) return first.name
  return t('items_more', { name: first.name, count: row.items.length })
}

function useFilters(): Filter[] {
  const t = useText(texts)
  const address = useAddress()
  const imports = useLatestImports(useMay('imports.write'))
  const orders = imports.filter(({ kind, state }) => kind === 'orders' && state !== 'draft')
  const options = orders.map(({ id, no, fileName }) => ({
    value: id,
    label: t('import_of', { no, file: fileName }),
  }))
  const importId = address.get('importId')
  // An import older than the latest ones is still told by its filter.
  if (importId !== undefined && !options.some(({ value }) => value === importId)) {
    options.push({ value: importId, label: t('one_import') })
  }
  return [
    {
      kind: 'choice',
      key: 'state',
      label: t('state'),
      options: orderStates.map((value) => ({ value, label: t(`state_${value}`) })),
    },
    { kind: 'days', key: 'at', label: t('at') },
    ...(options.length > 0
      ? [{ kind: 'choice' as const, key: 'importId', label: t('from'), options }]
      : []),
    ...(address.get('customerId') === undefined
      ? []
      : [
          {
            kind: 'own' as const,
            key: 'customerId',
            label: t('one_customer'),
            draw: () => (
              <Tag closable onClose={() => address.change({ customerId: undefined })}>
                {t('one_customer')}
              </Tag>
            ),
          },
        ]),
  ]
}
