import { Tag } from 'antd'
import type { Order } from '../../../contract/order.ts'
import { Go, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const COLORS = {
  created: 'warning',
  paid: 'success',
  cancelled: 'default',
  refunded: 'error',
} as const

/** What became of an order; one that was given back in part is told apart from one that was kept. */
export function OrderState({ row }: { row: Order }) {
  const t = useText(texts)
  if (row.state === 'paid' && row.refunded > 0) return <Tag color="warning">{t('state_part')}</Tag>
  return <Tag color={COLORS[row.state]}>{t(`state_${row.state}`)}</Tag>
}

/** Whose order it is, and the way to the person. */
export function Buyer({ row }: { row: Order }) {
  const t = useText(texts)
  if (row.customerId === null) return <span className="kit-soft">{t('customer_none')}</span>
  return (
    <Go to={`/customers/${row.customerId}`}>
      {row.customerName ?? t('customer_number', { no: String(row.customerNo) })}
    </Go>
  )
}
