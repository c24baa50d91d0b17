import {
  type Column,
  type ColumnField,
  fieldsOf,
  type ImportKind,
  repeatable,
} from '../../contract/import.ts'
import { parseAmount } from '../kernel/index.ts'
import { isPersonalColumn, plainHeader } from './personal-column.ts'
import { createReadInstant } from './read-instant.ts'

/** How headers are called in the exports of shops, tills and members' systems; compared without spaces, case and signs. */
const NAMES: [ColumnField, RegExp][] = [
  [
    'orderNo',
    /^(订单(编|单)?号|订单id|主订单编号|单号|交易号|流水号|小票号|order(no|number|id|sn|code)?|invoice(no|number|id)?|receipt(no)?|transaction(id|no)|billno)$/,
  ],
  [
    'orderedAt',
    /^(订单创建时间|订单时间|订单日期|下单时间|下单日期|创建时间|交易时间|交易日期|消费时间|消费日期|购买时间|购买日期|成交时间|销售日期|日期|时间|date|time|datetime|(order|purchase|transaction|invoice|sales?)?(date|time|datetime)|(created|ordered|purchased)(at|on|date|time)?|cdate)$/,
  ],
  [
    'paidAt',
    /^(订单付款时间|付款时间|支付时间|付款日期|支付日期|paid(at|on|date|time)|pay(ment)?(date|time))$/,
  ],
  ['refundedAt', /^(退款时间|退款日期|refund(ed)?(at|on|date|time))$/],
  ['refunded', /^(退款金额|已退款|已退金额|退款|refund(ed)?(amount|total)?)$/],
  [
    'paid',
    /^(买家实际支付金额|实际支付金额|买家实付金额|实付金额|实付|实付款|实收金额|实收|支付金额|付款金额|paid(amount)?|amountpaid|payment|paymentamount|netamount)$/,
  ],
  [
    'amount',
    /^(总金额|订单金额|订单总额|订单总价|合计|总价|总额|金额|应付金额|应收金额|销售额|消费金额|成交金额|交易金额|amount|total|totalamount|amounttotal|ordertotal|ordervalue|revenue|sales|money|price|totalprice|monetary|value|spend)$/,
  ],
  ['state', /^(订单状态|交易状态|支付状态|状态|status|orderstatus|state|paymentstatus)$/],
  ['currency', /^(币种|货币|currency|currencycode)$/],
  ['shop', /^(店铺|店铺名称|门店|门店名称|店名|shop|store|storename|shopname|branch)$/],
  [
    'product',
    /^(商品|商品名称|商品标题|宝贝标题|产品|产品名称|品名|货品名称|.*product(name)?|item(name)?|goods(name)?|description|coffeename|menuitem|dish)$/,
  ],
  ['quantity', /^(数量|件数|商品数量|购买数量|宝贝总数量|quantity|qty|units?|cds|pieces|count)$/],
  [
    'memberNo',
    /^(会员号|会员编号|会员卡号|会员id|会员卡|卡号|member(no|number|id|code)?|card(no|number|id)?|loyalty(id|no|number)|membership(no|id))$/,
  ],
  [
    'userId',
    /^(用户id|用户编号|客户id|客户编号|客户号|顾客编号|顾客id|user(id|no)?|uid|customer(id|no|number|code)?|custid|client(id)?|buyerid)$/,
  ],
  [
    'phone',
    /^(手机|手机号|手机号码|电话|联系电话|联系手机|电话号码|买家手机|收货人手机|收货人手机号|phone(number|no)?|mobile(phone|number|no)?|tel|telephone|cell(phone)?)$/,
  ],
  ['email', /^(邮箱|电子邮箱|邮件|电子邮件|买家邮箱|email(address)?|mail|e-mail)$/],
  ['unionid', /^unionid$/],
  ['openid', /^openid$/],
  ['externalUserid', /^(外部联系人id|external_?userid)$/],
  [
    'shopBuyer',
    /^(买家昵称|买家会员名|买家旺旺|旺旺|旺旺号|买家账号|买家id|buyer(nick|name)?|buyernick)$/,
  ],
  [
    'name',
    /^(姓名|客户姓名|顾客姓名|会员姓名|名字|收货人|收货人姓名|真实姓名|买家姓名|name|fullname|customername|membername|username)$/,
  ],
  ['tags', /^(标签|客户标签|会员标签|tags?|labels?)$/],
  [
    'joinedAt',
    /^(加入时间|注册时间|入会时间|注册日期|入会日期|成为会员时间|开卡时间|创建时间|joined(at|on|date)?|registered(at|on)?|signup(date|at)?|createdat|registrationdate)$/,
  ],
]

/** Numbers of documents that nobody needs for this; they are left out unless somebody asks for them. */
const LEFT_OUT = /身份证|证件号|银行卡|idcard|idnumber|passport|bankcard|creditcard/

const SURE = 0.95
const LIKELY = 0.6
const DEFAULT = 0.3

/**
 * What the columns of a file mean: by their names, then by their values for what is still missing. A field that only one
 * column can have goes to the first. What means nothing to us is kept under its own name.
 * @param rows the first rows without the header; @param headers empty texts when there is none.
 */
export function guessColumns(kind: ImportKind, headers: string[], rows: string[][]): Column[] {
  const allowed = fieldsOf(kind)
  const taken = new Set<ColumnField>()
  const columns = headers.map((header, index): Column => {
    const samples = rows.map((cells) => cells[index]?.trim() ?? '').filter((cell) => cell !== '')
    return { index, header, field: null, by: null, confidence: 0, samples: samples.slice(0, 5) }
  })
  for (const column of columns) {
    const plain = plainHeader(column.header)
    if (plain === '' || LEFT_OUT.test(plain)) continue
    const found = NAMES.find(
      ([field, names]) =>
        names.test(plain) &&
        allowed.includes(field) &&
        (repeatable.includes(field) || !taken.has(field)),
    )
    if (!found) continue
    taken.add(found[0])
    Object.assign(column, { field: found[0], by: 'header', confidence: SURE })
  }
  for (const [field, looksRight] of needed(kind, taken)) {
    if (taken.has(field)) continue
    const column = columns.find(
      (candidate) => candidate.field === null && fits(rows, candidate, looksRight),
    )
    if (!column) continue
    taken.add(field)
    Object.assign(column, { field, by: 'values', confidence: LIKELY })
  }
  const rest: ColumnField = kind === 'orders' ? 'attribute' : 'trait'
  for (const column of columns) {
    if (column.field !== null || LEFT_OUT.test(plainHeader(column.header))) continue
    // Under its own name it would stand in the clear; `openCells` keeps it out though somebody asks for it.
    if (kind === 'orders' && isPersonalColumn(column.header)) continue
    if (column.header.trim() !== '') Object.assign(column, { field: rest, confidence: DEFAULT })
  }
  return columns
}

const readDate = createReadInstant('UTC', false)
const isDate = (text: string) => readDate(text).ok && /[-/.年:]/.test(text)
const isPhone = (text: string) => /^(\+?86|0086)?[\s-]?1[3-9]\d{9}$/.test(text)
const isEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(text)
const isMoney = (text: string) => /[.¥￥$元]/.test(text) && parseAmount(text, 'KWD').ok
const isNumber = (text: string) => /^\d{1,7}$/.test(text)
const isLongCode = (text: string) => /^(?=.*\d)[\w-]{10,40}$/.test(text) && !isPhone(text)
const isCode = (text: string) => /^(?=.*\d)[\w-]{3,64}$/.test(text)

/** Fields worth looking for among the values, in the order in which they are told apart best. */
function needed(
  kind: ImportKind,
  taken: Set<ColumnField>,
): [ColumnField, (text: string) => boolean][] {
  const wanted: [ColumnField, (text: string) => boolean][] = [
    ['phone', isPhone],
    ['email', isEmail],
  ]
  if (kind === 'orders') {
    wanted.push(['orderedAt', isDate])
    if (!taken.has('paid')) wanted.push(['amount', isMoney], ['amount', isNumber])
    if (!taken.has('orderNo')) wanted.push(['orderNo', isLongCode])
  }
  const names: ColumnField[] = ['memberNo', 'userId', 'shopBuyer', 'phone', 'email']
  if (!names.some((field) => taken.has(field))) wanted.push(['userId', isCode])
  const open = new Set<ColumnField>()
  return wanted.filter(([field]) => {
    if (taken.has(field) || (field !== 'amount' && open.has(field))) return false
    open.add(field)
    return true
  })
}

/** Most of the values look right; numbers of one kind of thing differ from row to row. */
function fits(rows: string[][], column: Column, looksRight: (text: string) => boolean): boolean {
  const values = rows
    .map((cells) => cells[column.index]?.trim() ?? '')
    .filter((text) => text !== '')
  if (values.length === 0) return false
  return values.filter(looksRight).length >= values.length * 0.9
}

/** A header names columns: no cell of it is a date, an amount, a phone number or empty all the way. */
export function looksLikeHeader(cells: string[]): boolean {
  const named = cells.map((cell) => cell.trim())
  if (named.every((cell) => cell === '')) return false
  const isValue = (cell: string) =>
    isDate(cell) || isPhone(cell) || isEmail(cell) || /^[¥￥$]?-?[\d.,]+$/.test(cell)
  return (
    !named.some((cell) => cell !== '' && isValue(cell)) && new Set(named).size > named.length / 2
  )
}
