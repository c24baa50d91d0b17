import { expect, test } from 'vitest'
import { isConsumable, keyOfName, keysOfItem } from './product.ts'
import { readProducts } from './product-file.ts'

const read = (text: string) => {
  const file = readProducts(text, 'CNY')
  if (!file.ok) throw new Error(file.reason)
  return file.value
}

test('a product is known by its code before its name, however wide or tall the name is written', () => {
  expect(keysOfItem({ name: '面霜 50ｇ', sku: ' QH-1 ' })).toEqual(['sku:QH-1', 'name:面霜 50g'])
  expect(keyOfName('Face  Cream')).toBe(keyOfName('face cream'))
  expect(keysOfItem({ name: ' ', sku: null })).toEqual([])
})

test('what a fifth of many buyers bought again is used up, unless somebody says that it is not', () => {
  const seen = { use: 'unknown' as const, packDays: null, buyers: 100, repeaters: 25, gaps: 40 }
  expect(isConsumable(seen)).toBe(true)
  expect(isConsumable({ ...seen, repeaters: 19 })).toBe(false)
  expect(isConsumable({ ...seen, buyers: 20, repeaters: 15, gaps: 9 })).toBe(false)
  expect(isConsumable({ ...seen, use: 'durable' })).toBe(false)
  expect(isConsumable({ ...seen, buyers: null, packDays: 30 })).toBe(true)
})

test('lines of one name are kinds of one product; what is wrong is told with its line and the rest goes in', () => {
  const { products, faults } = read(
    [
      '商品名称,规格,商家编码,售价(元),库存,消耗品,一份用几天,链接',
      '面霜,50g,M-50,198.00,10,是,45,https://shop.example/m',
      '面霜,100g,M-100,328,,,,',
      '礼盒,,B-1,便宜,,,,',
      ',,,1,,,,',
      '水,,M-50,9,,,,',
      '水,,W-1,148,-3,,,',
      '水,,W-1,148,,,,shop.example',
    ].join('\n'),
  )
  expect(products).toMatchObject([
    {
      name: '面霜',
      use: 'consumable',
      packDays: 45,
      linkUrl: 'https://shop.example/m',
      skus: [
        { code: 'M-50', name: '50g', price: 19_800, stock: 10 },
        { code: 'M-100', name: '100g', price: 32_800, stock: null },
      ],
    },
  ])
  expect(faults).toEqual([
    { line: 4, fault: 'bad_price', found: '便宜' },
    { line: 5, fault: 'no_name', found: '' },
    { line: 6, fault: 'code_twice', found: 'M-50' },
    { line: 7, fault: 'bad_stock', found: '-3' },
    { line: 8, fault: 'bad_url', found: 'shop.example' },
  ])
})

test('a table without names of products is refused', () => {
  expect(readProducts('售价\n12\n', 'CNY')).toMatchObject({ ok: false, reason: 'unreadable' })
})
