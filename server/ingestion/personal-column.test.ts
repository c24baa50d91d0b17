import { expect, test } from 'vitest'
import { guessColumns } from './guess-columns.ts'
import { isPersonalColumn, openCells } from './personal-column.ts'

test('columns that tell who or where somebody is are known by their names', () => {
  const personal = [
    '收货人姓名',
    '收货人手机号 ',
    '联系电话（备用）',
    'receiver_phone',
    'Billing e-mail',
    '邮编',
    '身份证号码',
  ]
  const open = [
    '省份',
    '城市',
    '商品分类',
    '优惠券',
    'channel',
    'Zipper colour',
    '运费',
    '买家留言',
  ]
  expect(personal.filter((header) => !isPersonalColumn(header))).toEqual([])
  expect(open.filter(isPersonalColumn)).toEqual([])
})

test('a phone, an e-mail, an identity card or a whole address is not kept under whatever name it comes', () => {
  const cells = [
    { header: '买家留言', text: '送到后打 139 1234 5678' },
    { header: '备注', text: '发票寄 lin@example.test' },
    { header: '证明', text: '11010519491231002X' },
    { header: '卖家备注', text: '已发 2 件，单号 SF139123456789012' },
    { header: '省份', text: '浙江' },
    { header: '收货地址', text: '浙江省杭州市文三路 1 号' },
    { header: 'Shipping Address', text: '1 Garden Lane' },
    { header: '发货地址', text: '新疆维吾尔自治区' },
  ]
  expect(openCells(cells)).toEqual({
    卖家备注: '已发 2 件，单号 SF139123456789012',
    省份: '浙江',
    发货地址: '新疆维吾尔自治区',
  })
})

test('such columns of an orders file are left out from the start; a second phone is no attribute', () => {
  const headers = [
    '订单编号',
    '下单时间',
    '实付金额',
    '买家手机',
    '收货人手机',
    '收货人姓名2',
    '省份',
  ]
  const row = ['A1', '2024-03-01', '10.00', '13912345678', '13912345679', '林', '浙江']
  expect(guessColumns('orders', headers, [row]).map(({ field }) => field)).toEqual([
    'orderNo',
    'orderedAt',
    'paid',
    'phone',
    null,
    null,
    'attribute',
  ])
})
