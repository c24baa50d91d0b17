import { type ProductBuyer, productBuyer, productDetail } from '../../../contract/product.ts'
import {
  Day,
  Go,
  ListPage,
  useAddress,
  useFormat,
  useList,
  useLoad,
  usePart,
  useText,
} from '../../ui/index.ts'
import { texts } from './text.ts'

/** The people behind the number of buyers of a product. */
export function ProductBuyersPage() {
  const t = useText(texts)
  const format = useFormat()
  const id = usePart('id')
  const product = useLoad(`/api/products/${id}`, productDetail)
  const list = useList(`/api/products/${id}/buyers`, productBuyer, useAddress().all)
  const called = ({ name, no }: ProductBuyer) => name || t('customer_number', { no: String(no) })
  return (
    <ListPage<ProductBuyer>
      name="product-buyers"
      title={t('buyers_title', { name: product.data?.name ?? '' })}
      deeds={<Go to={`/products/${id}`}>{t('back')}</Go>}
      sentence={list.total === null ? undefined : t('buyers_sentence', { count: list.total })}
      list={list}
      idOf={({ customerId }) => customerId}
      nameOf={called}
      to={({ customerId }) => `/customers/${customerId}`}
      columns={[
        {
          key: 'customer',
          title: t('customer'),
          draw: (row) => <Go to={`/customers/${row.customerId}`}>{called(row)}</Go>,
        },
        {
          key: 'times',
          title: t('times'),
          isNumber: true,
          draw: ({ times }) => format.count(times),
        },
        {
          key: 'pieces',
          title: t('pieces'),
          isNumber: true,
          draw: ({ pieces }) => format.count(pieces),
        },
        { key: 'last', title: t('last'), draw: ({ lastOn }) => <Day on={lastOn} /> },
      ]}
      empty={{ what: t('who_none'), why: t('who_none') }}
    />
  )
}
