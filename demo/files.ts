import { addMs } from '../server/kernel/index.ts'
import type { World } from './simulate.ts'

const SHANGHAI_MS = 8 * 3_600_000

/** The brand's member list as its shop system exports it. */
export function customersFile(world: World): string {
  const rows = world.people.map((person) => [
    person.memberNo,
    person.unionid,
    person.name,
    person.phone,
    person.city,
    person.skinType,
    person.source,
    localTime(person.joinedAt),
    person.skinType === '敏感肌' ? '敏感肌' : '',
  ])
  return csv([
    ['会员号', 'unionid', '姓名', '手机号', '城市', '肤质', '来源', '加入时间', '标签'],
    ...rows,
  ])
}

/** A year of orders as the web shop exports them: unpaid and returned ones among them. */
export function ordersFile(world: World): string {
  const rows = world.orders.map((order) => [
    order.no,
    order.person.memberNo,
    order.person.phone,
    localTime(order.orderedAt),
    order.paidAt ? localTime(order.paidAt) : '',
    yuan(order.items.reduce((sum, item) => sum + item.product.priceFen * item.quantity, 0)),
    yuan(order.paidFen),
    yuan(order.refundedFen),
    order.items.map((item) => `${item.product.name}×${item.quantity}`).join('；'),
  ])
  const header = [
    '订单编号',
    '会员号',
    '手机号',
    '下单时间',
    '付款时间',
    '订单金额',
    '实付金额',
    '退款金额',
    '商品',
  ]
  return csv([header, ...rows])
}

function yuan(fen: number): string {
  return (fen / 100).toFixed(2)
}

/** Shanghai's wall clock, as such files carry it: without a zone. */
export function localTime(at: Date): string {
  return addMs(at, SHANGHAI_MS).toISOString().slice(0, 19).replace('T', ' ')
}

function csv(rows: string[][]): string {
  return `${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
