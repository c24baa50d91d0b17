import type { Order } from '../../../contract/order.ts'
import { Facts, Go, Money, PlainTable, useFormat, useMay, useText, When } from '../../ui/index.ts'
import { Buyer, OrderState } from './order-marks.tsx'
import { texts } from './text.ts'

/** The list's drawer: the money, the times, what was bought, and what else the file said. */
export function OrderGlance({ row }: { row: Order }) {
  const t = useText(texts)
  const mayImport = useMay('imports.write')
  const money = (minor: number) => <Money minor={minor} currency={row.currency} />
  const from =
    row.importId !== null && mayImport ? (
      <Go to={`/imports/${row.importId}`}>{t('see_import')}</Go>
    ) : null
  return (
    <div className="kit-stack">
      <Facts
        facts={[
          { label: t('state'), value: <OrderState row={row} /> },
          { label: t('customer'), value: <Buyer row={row} /> },
          { label: t('amount'), value: money(row.amount) },
          { label: t('paid'), value: money(row.paid) },
          { label: t('refunded'), value: money(row.refunded) },
          { label: t('at'), value: <When at={row.orderedAt} /> },
          { label: t('paid_at'), value: <When at={row.paidAt} /> },
          ...(row.cancelledAt === null
            ? []
            : [{ label: t('cancelled_at'), value: <When at={row.cancelledAt} /> }]),
          ...(row.shop === '' ? [] : [{ label: t('shop'), value: row.shop }]),
          ...(from === null ? [] : [{ label: t('from'), value: from }]),
        ]}
      />
      <Items row={row} />
      <Attributes row={row} />
    </div>
  )
}

function Items({ row }: { row: Order }) {
  const t = useText(texts)
  const format = useFormat()
  if (row.items.length === 0) return null
  return (
    <section>
      <h3>{t('items')}</h3>
      <PlainTable
        label={t('items')}
        table={{
          columns: [t('item_name'), t('item_quantity'), t('item_price')],
          rows: row.items.map(({ name, quantity, price }) => [
            name,
            quantity ?? '—',
            price === null ? '—' : format.money(price, row.currency),
          ]),
        }}
      />
    </section>
  )
}

/** Columns that were kept under their own names. */
function Attributes({ row }: { row: Order }) {
  const t = useText(texts)
  const facts = Object.entries(row.attributes).map(([label, value]) => ({
    label,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }))
  if (facts.length === 0) return null
  return (
    <section>
      <h3>{t('attributes')}</h3>
      <Facts facts={facts} />
    </section>
  )
}
