import { Alert, Button, Tag } from 'antd'
import { useState } from 'react'
import { type ProductDetail, productBuyers, productDetail } from '../../../contract/product.ts'
import {
  Card,
  Day,
  Facts,
  Figures,
  Go,
  Loaded,
  PageHead,
  PlainTable,
  useFormat,
  useLoad,
  useMay,
  usePart,
  useText,
} from '../../ui/index.ts'
import { MergeModal, MergesCard } from './merges.tsx'
import { ProductModal } from './product-modal.tsx'
import { Price, Stock, useSale } from './products-page.tsx'
import { texts } from './text.ts'

const RECENT = 8

/** A product: who buys it and how soon again, what goes with it, its kinds, and the names under which orders know it. */
export function ProductPage() {
  const t = useText(texts)
  const id = usePart('id')
  const sentence = useSentence()
  const load = useLoad(`/api/products/${id}`, productDetail)
  return (
    <Loaded load={load} shape="report">
      {(row) => (
        <div className="kit-page">
          <PageHead title={row.name} sentence={sentence(row)} deeds={<Deeds row={row} />} />
          {row.figures === null && row.measuredAt === null && row.merges.length > 0 && (
            <Alert type="info" showIcon title={t('recalculating')} />
          )}
          <Numbers row={row} />
          <div className="kit-two">
            <div className="kit-stack">
              <GoesWith row={row} />
              <Buyers id={row.id} />
            </div>
            <div className="kit-stack">
              <About row={row} />
              <Skus row={row} />
              <MergesCard row={row} />
              <Card title={t('called')}>
                <p className="kit-soft">{t('called_help')}</p>
                <p>
                  {row.calledAs.map((name) => (
                    <Tag key={name}>{name}</Tag>
                  ))}
                </p>
              </Card>
            </div>
          </div>
        </div>
      )}
    </Loaded>
  )
}

function useSentence(): (row: ProductDetail) => string {
  const t = useText(texts)
  const format = useFormat()
  return ({ figures }) => {
    if (!figures || figures.buyers === 0) return t('one_sentence_none')
    const { buyers, repeaters, intervalDays } = figures
    const share = format.percent(repeaters / buyers)
    if (intervalDays === null)
      return t('one_sentence', { buyers, share, every: t('every_unknown') })
    const every = t('every_known', { days: Math.round(intervalDays) })
    return t('one_sentence', { buyers, share, every })
  }
}

function Deeds({ row }: { row: ProductDetail }) {
  const t = useText(texts)
  const put = useSale()
  const [open, setOpen] = useState<'edit' | 'merge'>()
  if (!useMay('customers.write')) return null
  const close = () => setOpen(undefined)
  return (
    <>
      <Button onClick={() => put(row)}>{t(row.isOnSale ? 'take_off' : 'put_on')}</Button>
      <Button onClick={() => setOpen('merge')}>{t('merge')}</Button>
      <Button type="primary" onClick={() => setOpen('edit')}>
        {t('edit')}
      </Button>
      {open === 'edit' && <ProductModal row={row} onClose={close} />}
      {open === 'merge' && <MergeModal row={row} onClose={close} />}
    </>
  )
}

function Numbers({ row: { id, figures } }: { row: ProductDetail }) {
  const t = useText(texts)
  if (!figures) return null
  const { buyers, repeaters, intervalDays } = figures
  return (
    <Figures
      figures={[
        {
          label: t('buyers'),
          definition: t('buyers_help'),
          value: buyers,
          to: `/products/${id}/buyers`,
        },
        {
          label: t('again'),
          definition: t('again_help'),
          kind: 'percent',
          value: buyers > 0 ? repeaters / buyers : null,
        },
        {
          label: t('every'),
          definition: t('every_help'),
          value: intervalDays === null ? null : Math.round(intervalDays),
          unit: t('days'),
        },
      ]}
    />
  )
}

function GoesWith({ row: { goesWith } }: { row: ProductDetail }) {
  const t = useText(texts)
  const format = useFormat()
  return (
    <Card title={t('goes_with')}>
      {goesWith.length === 0 ? (
        <p className="kit-soft">{t('goes_with_none')}</p>
      ) : (
        <PlainTable
          label={t('goes_with')}
          table={{
            columns: [t('name'), t('goes_with_both'), t('goes_with_share'), t('goes_with_lift')],
            rows: goesWith.map(({ id, name, buyersOfBoth, share, lift }) => [
              <Go key={id} to={`/products/${id}`}>
                {name}
              </Go>,
              format.count(buyersOfBoth),
              format.percent(share),
              t('lift_of', { lift: format.decimal(lift) }),
            ]),
          }}
        />
      )}
    </Card>
  )
}

function Buyers({ id }: { id: string }) {
  const t = useText(texts)
  const format = useFormat()
  const load = useLoad(`/api/products/${id}/buyers`, productBuyers, { query: { limit: RECENT } })
  return (
    <Card title={t('who')} extra={<Go to={`/products/${id}/buyers`}>{t('who_all')}</Go>}>
      <Loaded load={load} shape="list">
        {({ items }) =>
          items.length === 0 ? (
            <p className="kit-soft">{t('who_none')}</p>
          ) : (
            <PlainTable
              label={t('who')}
              table={{
                columns: [t('customer'), t('times'), t('last')],
                rows: items.map(({ customerId, name, no, times, lastOn }) => [
                  <Go key={customerId} to={`/customers/${customerId}`}>
                    {name || t('customer_number', { no: String(no) })}
                  </Go>,
                  format.count(times),
                  <Day key="last" on={lastOn} />,
                ]),
              }}
            />
          )
        }
      </Loaded>
    </Card>
  )
}

function About({ row }: { row: ProductDetail }) {
  const t = useText(texts)
  const { use, isConsumable, packDays, linkUrl, pictureUrl, category, tags, madeFrom } = row
  const usedUp = use === 'unknown' && isConsumable ? t('learnt_consumable') : t(`use_${use}`)
  return (
    <Card title={t('facts')}>
      {pictureUrl !== null && <img src={pictureUrl} alt={row.name} width="96" loading="lazy" />}
      <Facts
        facts={[
          { label: t('category'), value: category || '—' },
          { label: t('price'), value: <Price row={row} /> },
          { label: t('stock'), value: <Stock row={row} /> },
          { label: t('use'), value: usedUp },
          {
            label: t('pack_days'),
            value: packDays === null ? '—' : t('pack_days_of', { days: packDays }),
          },
          {
            label: t('link'),
            value:
              linkUrl === null ? (
                <span className="kit-soft">{t('no_link')}</span>
              ) : (
                <a href={linkUrl} target="_blank" rel="noreferrer">
                  {linkUrl}
                </a>
              ),
          },
          {
            label: t('tags'),
            value: tags.length === 0 ? '—' : tags.map(({ id, name }) => <Tag key={id}>{name}</Tag>),
          },
          { label: t('made_from'), value: t(`from_${madeFrom}`) },
        ]}
      />
    </Card>
  )
}

function Skus({ row: { skus } }: { row: ProductDetail }) {
  const t = useText(texts)
  const format = useFormat()
  return (
    <Card title={t('skus')}>
      {skus.length === 0 ? (
        <p className="kit-soft">{t('skus_none')}</p>
      ) : (
        <PlainTable
          label={t('skus')}
          table={{
            columns: [t('sku_name'), t('sku_code'), t('price'), t('stock')],
            rows: skus.map(({ name, code, price, stock }) => [
              name || '—',
              code || '—',
              price === null ? t('price_unknown') : format.money(price),
              stock === null ? t('stock_unknown') : format.count(stock),
            ]),
          }}
        />
      )}
    </Card>
  )
}
