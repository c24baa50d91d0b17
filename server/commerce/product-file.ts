import {
  PRODUCT_LINES_MAX,
  type ProductFault,
  type ProductUse,
  type productFaults,
} from '../../contract/product.ts'
import { csvColumns, csvRows, type Outcome, ok, parseAmount, refused } from '../kernel/index.ts'
import { keyOfName } from './product.ts'
import type { WrittenSku } from './product-store.ts'

/** How shop systems call the columns of their lists of products; the first that is there counts. */
const COLUMNS = {
  name: ['商品名称', '商品', '名称', '标题', '宝贝标题', 'name', 'title', 'product'],
  category: ['类目', '分类', '品类', '商品分类', 'category', 'type'],
  code: ['sku编码', 'sku', '商家编码', '商品编码', '货号', '编码', 'code'],
  spec: ['规格', '规格名称', '属性', 'spec', 'variant', 'option'],
  price: ['售价', '价格', '销售价', '单价', 'price'],
  stock: ['库存', '库存数量', 'stock', 'inventory'],
  sale: ['是否在售', '在售', '上架', '状态', 'on sale', 'status'],
  days: ['一份用几天', '使用天数', '用量天数', '周期', 'days'],
  use: ['消耗品', '类型', '是否消耗品', 'consumable'],
  picture: ['图片', '主图', '图片链接', 'image', 'picture'],
  link: ['链接', '商品链接', '购买链接', 'link', 'url'],
} as const
type Column = keyof typeof COLUMNS
const URL_MAX = 1_500

/** A product as a file tells of it. Null: the file says nothing about that, so what is known stays. */
export type FileProduct = {
  name: string
  category: string | null
  isOnSale: boolean | null
  packDays: number | null
  use: ProductUse | null
  pictureUrl: string | null
  linkUrl: string | null
  skus: WrittenSku[]
}

/** Reads a list of products line by line: one line is one kind, lines of one name are one product. Pure. */
export function readProducts(
  text: string,
  currency: string,
): Outcome<{ products: FileProduct[]; faults: ProductFault[] }, 'unreadable'> {
  const rows = csvRows(text)
  if (rows === null) return refused('unreadable', { detail: 'CSV' })
  const [head = [], ...body] = rows
  const columnOf = csvColumns(head, COLUMNS)
  if (columnOf('name') === null) return refused('unreadable', { detail: COLUMNS.name[0] })
  if (body.length > PRODUCT_LINES_MAX)
    return refused('unreadable', { detail: `> ${PRODUCT_LINES_MAX}` })
  const products = new Map<string, FileProduct>()
  const faults: ProductFault[] = []
  const codes = new Set<string>()
  body.forEach((cells, i) => {
    if (cells.every((one) => one.trim() === '')) return
    const cell = (key: Column) => (cells[columnOf(key) ?? -1] ?? '').trim()
    const read = readLine(cell, { currency, codes })
    if ('fault' in read) faults.push({ line: i + 2, ...read })
    else take(products, read)
  })
  return ok({ products: [...products.values()], faults })
}

type Cell = (key: Column) => string
type Fault = { fault: (typeof productFaults)[number]; found: string }

function readLine(
  cell: Cell,
  { currency, codes }: { currency: string; codes: Set<string> },
): FileProduct | Fault {
  const name = cell('name').slice(0, 120)
  if (name === '') return { fault: 'no_name', found: '' }
  const price = read(cell('price'), (text) => {
    const amount = parseAmount(text, currency)
    return amount.ok && amount.value >= 0 ? amount.value : undefined
  })
  if (price === undefined) return { fault: 'bad_price', found: cell('price') }
  const stock = read(cell('stock'), wholeNumber(0, 10_000_000))
  if (stock === undefined) return { fault: 'bad_stock', found: cell('stock') }
  const packDays = read(cell('days'), wholeNumber(1, 1_000))
  if (packDays === undefined) return { fault: 'bad_days', found: cell('days') }
  const use = read(cell('use'), (text) => USES.get(text.toLowerCase()))
  if (use === undefined) return { fault: 'bad_use', found: cell('use') }
  const isOnSale = read(cell('sale'), (text) => SALES.get(text.toLowerCase()))
  if (isOnSale === undefined) return { fault: 'bad_sale', found: cell('sale') }
  const pictureUrl = read(cell('picture'), readUrl)
  if (pictureUrl === undefined) return { fault: 'bad_url', found: cell('picture') }
  const linkUrl = read(cell('link'), readUrl)
  if (linkUrl === undefined) return { fault: 'bad_url', found: cell('link') }
  const code = cell('code').slice(0, 64)
  if (code !== '' && codes.has(code)) return { fault: 'code_twice', found: code }
  codes.add(code)
  const sku = { code, name: cell('spec').slice(0, 60), price, stock }
  const isSaid = code !== '' || sku.name !== '' || price !== null || stock !== null
  const category = cell('category').slice(0, 40) || null
  const skus = isSaid ? [sku] : []
  return { name, category, isOnSale, packDays, use, pictureUrl, linkUrl, skus }
}

/** Null: the cell is empty. Undefined: it says what cannot be. */
function read<T>(text: string, reader: (text: string) => T | undefined): T | null | undefined {
  return text === '' ? null : reader(text)
}

const wholeNumber = (from: number, to: number) => (text: string) => {
  const number = Number(text)
  return Number.isInteger(number) && number >= from && number <= to ? number : undefined
}

const USES = new Map<string, ProductUse>([
  ...['是', '消耗品', 'yes', 'y', '1', 'consumable'].map((one) => [one, 'consumable'] as const),
  ...['否', '耐用品', 'no', 'n', '0', 'durable'].map((one) => [one, 'durable'] as const),
])
const SALES = new Map<string, boolean>([
  ...['是', '在售', '上架', '出售中', 'yes', 'y', '1', 'on'].map((one) => [one, true] as const),
  ...['否', '下架', '仓库中', '已下架', 'no', 'n', '0', 'off'].map((one) => [one, false] as const),
])

function readUrl(text: string): string | undefined {
  return /^https?:\/\/\S+$/.test(text) && text.length <= URL_MAX ? text : undefined
}

/** The first line that says something of the product counts; each line adds its kind. */
function take(products: Map<string, FileProduct>, line: FileProduct): void {
  const key = keyOfName(line.name)
  const before = products.get(key)
  if (!before) {
    products.set(key, line)
    return
  }
  products.set(key, {
    ...before,
    category: before.category ?? line.category,
    isOnSale: before.isOnSale ?? line.isOnSale,
    packDays: before.packDays ?? line.packDays,
    use: before.use ?? line.use,
    pictureUrl: before.pictureUrl ?? line.pictureUrl,
    linkUrl: before.linkUrl ?? line.linkUrl,
    skus: [...before.skus, ...line.skus],
  })
}
