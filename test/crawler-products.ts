import { blind, both, type CallsOf, everyId, filtered, first, within } from './crawler-ways.ts'

const products = '/api/products'
const product = { name: '爬虫的商品' }
const file = { fileName: 'crawl.csv', text: '商品名称,售价\n爬虫导入的,12.00\n' }

export const productCalls: Record<string, CallsOf> = {
  [`GET ${products}`]: filtered(products, ['cursor', 'prd'], ['search', 'prd']),
  [`POST ${products}`]: within(products, (_own, other) => ({
    ...product,
    tagIds: [first(other, 'tag')],
  })),
  [`GET ${products}/:id`]: everyId(`${products}/:id`),
  [`PUT ${products}/:id`]: everyId(`${products}/:id`, product),
  [`GET ${products}/:id/buyers`]: everyId(`${products}/:id/buyers`),
  [`PUT ${products}/:id/sale`]: everyId(`${products}/:id/sale`),
  [`DELETE ${products}/:id/sale`]: everyId(`${products}/:id/sale`),
  [`POST ${products}/:id/merges`]: both(
    (own, other) => everyId(`${products}/:id/merges`, { otherId: first(own, 'prd') })(own, other),
    (own, other) =>
      within(`${products}/${first(own, 'prd')}/merges`, () => ({ otherId: first(other, 'prd') }))(
        own,
        other,
      ),
  ),
  'GET /api/recommendations/customers/:id': everyId('/api/recommendations/customers/:id'),
  'DELETE /api/product-merges/:id': everyId('/api/product-merges/:id'),
  'POST /api/product-files/preview': blind('/api/product-files/preview', file),
  'POST /api/product-files': blind('/api/product-files', file),
}
