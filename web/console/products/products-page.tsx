import { Button, Tag } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type Product, product, productStates, products } from '../../../contract/product.ts'
import {
  api,
  type Column,
  Go,
  GoButton,
  ListPage,
  Money,
  useAddress,
  useDeed,
  useFormat,
  useGo,
  useList,
  useLoad,
  useMay,
  useText,
  useUndoToast,
  useWhen,
} from '../../ui/index.ts'
import { ProductModal } from './product-modal.tsx'
import { texts } from './text.ts'

const PATH = '/api/products'
const done = z.object({ ok: z.literal(true) })

/** What is sold: those that most people buy first. */
export function ProductsPage() {
  const t = useText(texts)
  const when = useWhen()
  const go = useGo()
  const mayWrite = useMay('customers.write')
  const [isAdding, setAdding] = useState(false)
  const list = useList(PATH, product, useAddress().all)
  const about = useLoad(PATH, products, { query: { limit: 1 } })
  const deeds = mayWrite && (
    <>
      <GoButton to="/products/import">{t('from_file')}</GoButton>
      <Button type="primary" onClick={() => setAdding(true)}>
        {t('add')}
      </Button>
    </>
  )
  const count = list.total ?? 0
  const measuredAt = about.data?.measuredAt ?? null
  return (
    <>
      <ListPage<Product>
        name="products"
        title={t('title')}
        help={t('help')}
        deeds={deeds}
        sentence={
          count === 0
            ? undefined
            : measuredAt === null
              ? t('sentence', { count })
              : t('sentence_measured', { count, at: when(measuredAt) })
        }
        list={list}
        idOf={({ id }) => id}
        nameOf={({ name }) => name}
        to={({ id }) => `/products/${id}`}
        searchHint={t('search')}
        filters={[
          {
            kind: 'choice',
            key: 'state',
            label: t('state'),
            options: productStates.map((value) => ({ value, label: t(value) })),
          },
          {
            kind: 'choice',
            key: 'category',
            label: t('category'),
            options: (about.data?.categories ?? []).map((value) => ({ value, label: value })),
          },
        ]}
        columns={useColumns(mayWrite)}
        empty={{ what: t('empty'), why: t('empty_why'), ...(deeds ? { action: deeds } : {}) }}
      />
      {isAdding && (
        <ProductModal onClose={() => setAdding(false)} onMade={(id) => go(`/products/${id}`)} />
      )}
    </>
  )
}

function useColumns(mayWrite: boolean): Column<Product>[] {
  const t = useText(texts)
  const format = useFormat()
  const put = useSale()
  return [
    {
      key: 'name',
      title: t('name'),
      draw: ({ id, name, isOnSale, isConsumable, use }) => (
        <>
          <Go to={`/products/${id}`}>{name}</Go>
          <div>
            {!isOnSale && <Tag>{t('off_sale')}</Tag>}
            {isConsumable && <Tag color="success">{t('consumable')}</Tag>}
            {use === 'durable' && <Tag>{t('durable')}</Tag>}
          </div>
        </>
      ),
    },
    { key: 'category', title: t('category'), width: 120, draw: ({ category }) => category || '—' },
    { key: 'price', title: t('price'), isNumber: true, draw: (row) => <Price row={row} /> },
    { key: 'stock', title: t('stock'), isNumber: true, draw: (row) => <Stock row={row} /> },
    {
      key: 'buyers',
      title: t('buyers'),
      help: t('buyers_help'),
      isNumber: true,
      draw: ({ id, figures }) =>
        figures ? (
          <Go to={`/products/${id}/buyers`}>{format.count(figures.buyers)}</Go>
        ) : (
          <span className="kit-soft">{t('not_yet')}</span>
        ),
    },
    {
      key: 'again',
      title: t('again'),
      help: t('again_help'),
      isNumber: true,
      draw: ({ figures }) =>
        figures && figures.buyers > 0 ? format.percent(figures.repeaters / figures.buyers) : '—',
    },
    {
      key: 'every',
      title: t('every'),
      help: t('every_help'),
      draw: ({ figures }) => <Every days={figures?.intervalDays ?? null} />,
    },
    ...(mayWrite
      ? [
          {
            key: 'deeds',
            title: '',
            width: 110,
            draw: (row: Product) => (
              <Button size="small" onClick={() => put(row)}>
                {t(row.isOnSale ? 'take_off' : 'put_on')}
              </Button>
            ),
          },
        ]
      : []),
  ]
}

/** Takes off sale with a way back, or puts on sale. */
export function useSale(): (row: Pick<Product, 'id' | 'name' | 'isOnSale'>) => void {
  const t = useText(texts)
  const undo = useUndoToast()
  const refresh = [PATH]
  const on = useDeed((id: string) => api.put(`${PATH}/${id}/sale`, done, {}), { refresh })
  const off = useDeed(
    (row: { id: string; name: string }) => api.del(`${PATH}/${row.id}/sale`, done),
    {
      refresh,
      done: (_answer, row) =>
        undo({ says: t('taken_off', { name: row.name }), undo: () => on.run(row.id) }),
    },
  )
  return (row) => (row.isOnSale ? off.run(row) : on.run(row.id))
}

export function Price({ row: { priceFrom, priceTo } }: { row: Product }) {
  const t = useText(texts)
  const format = useFormat()
  if (priceFrom === null) return <span className="kit-soft">{t('price_unknown')}</span>
  if (priceFrom === priceTo) return <Money minor={priceFrom} />
  return t('price_range', { from: format.money(priceFrom) })
}

export function Stock({ row: { stock } }: { row: Pick<Product, 'stock'> }) {
  const t = useText(texts)
  const format = useFormat()
  if (stock === null) return <span className="kit-soft">{t('stock_unknown')}</span>
  return stock === 0 ? <Tag color="warning">{t('stock_none')}</Tag> : format.count(stock)
}

export function Every({ days }: { days: number | null }) {
  const t = useText(texts)
  if (days === null) return <span className="kit-soft">{t('too_few')}</span>
  return t('every_days', { days: Math.round(days) })
}
