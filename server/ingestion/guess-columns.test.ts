import { expect, test } from 'vitest'
import type { ImportKind } from '../../contract/import.ts'
import { guessColumns, looksLikeHeader } from './guess-columns.ts'
import { createSniffer, guessDelimiter } from './sniff.ts'

function fields(kind: ImportKind, header: string, ...rows: string[]) {
  const cells = rows.map((row) => row.split(','))
  return guessColumns(kind, header.split(','), cells).map(({ field }) => field)
}

test('the headers of shops and tills are understood in Chinese and English', () => {
  expect(
    fields(
      'orders',
      '订单编号,总金额,买家实际支付金额,收货地址,订单创建时间,订单付款时间,退款金额',
    ),
  ).toEqual(['orderNo', 'amount', 'paid', 'attribute', 'orderedAt', 'paidAt', 'refunded'])
  expect(fields('orders', 'customer_id,date,cds,amount')).toEqual([
    'userId',
    'orderedAt',
    'quantity',
    'amount',
  ])
  expect(fields('orders', 'datetime,cash_type,card,money,coffee_name')).toEqual([
    'orderedAt',
    'attribute',
    'memberNo',
    'amount',
    'product',
  ])
  expect(fields('customers', '会员号,姓名,手机号,城市,加入时间,标签,身份证号')).toEqual([
    'memberNo',
    'name',
    'phone',
    'trait',
    'joinedAt',
    'tags',
    null,
  ])
  expect(fields('orders', ' Order ID ,Total（元）,E-mail,Created At')).toEqual([
    'orderNo',
    'amount',
    'email',
    'orderedAt',
  ])
})

test('a file without a header is read by its values', () => {
  const rows = [
    'QH2024030100001,13912345678,2024-03-01 10:15:00,38.70',
    'QH2024030100002,13812345678,2024-03-01 10:16:00,12.00',
  ]
  expect(fields('orders', ',,,', ...rows)).toEqual(['orderNo', 'phone', 'orderedAt', 'amount'])
  expect(looksLikeHeader(rows[0]?.split(',') ?? [])).toBe(false)
  expect(looksLikeHeader(['订单编号', '金额', '日期'])).toBe(true)
})

test('a field that one column can have goes to the first, and the person sees why', () => {
  const columns = guessColumns('orders', ['金额', '合计', '日期'], [['1.00', '2.00', '2024-03-01']])
  expect(columns.map(({ field, by }) => [field, by])).toEqual([
    ['amount', 'header'],
    ['attribute', null],
    ['orderedAt', 'header'],
  ])
})

const sniffed = (...pieces: (string | Buffer)[]) => {
  const sniffer = createSniffer()
  for (const piece of pieces) sniffer.see(Buffer.from(piece))
  const end = sniffer.end()
  return end.ok ? end.value : end.reason
}

test('encodings are told apart to the last byte, and what is no text is refused', () => {
  const utf8 = Buffer.from('订单编号,金额\n')
  expect(sniffed('a,b\n1,2\n')).toBe('utf-8')
  expect(sniffed(utf8.subarray(0, 4), utf8.subarray(4))).toBe('utf-8')
  expect(sniffed(Buffer.from([0xb6, 0xa9, 0xb5, 0xa5, 0x2c, 0x31]))).toBe('gb18030')
  // Plain ASCII for long, then one GBK character: a look at the beginning would be wrong.
  expect(sniffed('x'.repeat(200_000), Buffer.from([0xb6, 0xa9]))).toBe('gb18030')
  expect(sniffed(utf8.subarray(0, 4))).toBe('gb18030')
  expect(sniffed(Buffer.from([0xff, 0xfe, 0x61, 0x00]))).toBe('utf-16le')
  expect(sniffed(Buffer.from([0xef, 0xbb, 0xbf, 0x61]))).toBe('utf-8')
  expect(sniffed(Buffer.from('PK\u0003\u0004\u0000\u0000'))).toBe('not_text')
  expect(sniffed('')).toBe('empty')
})

test('the delimiter is the one that parts every line alike', () => {
  expect(guessDelimiter('a;b;c\n"1;0";2,5;3\n1;2,5;3\n')).toBe(';')
  expect(guessDelimiter('a\tb, c\n1\t2\n3\t4\n')).toBe('\t')
  expect(guessDelimiter('one\ntwo\n')).toBe(',')
})
