import { z } from 'zod'
import * as contract from '../../contract/product.ts'
import { listedPersons } from '../customer/index.ts'
import { holdPump } from '../event/index.ts'
import { type App, Problem, pageStart, showId } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { audit, namesOfStaff } from '../staff/index.ts'
import { countedSince } from './measure-products.ts'
import { mergeProducts, mergesInto, unmergeProducts } from './merge-products.ts'
import { shownKey } from './product.ts'
import { readProducts } from './product-file.ts'
import { buyersOf, measuredAt, whatGoesWith } from './product-people.ts'
import {
  addProduct,
  changeProduct,
  keysOf,
  listProducts,
  productCategories,
  productsById,
  putOnSale,
  skusOf,
} from './product-store.ts'
import { asking, type CommerceDeps, idIn, knownTags } from './route-deps.ts'
import { showProducts } from './show-product.ts'
import { previewProducts, takeProducts } from './take-products.ts'

const byId = z.object({ id: z.string() })
const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }
const read = { permission: 'customers.read' } as const
const write = { permission: 'customers.write' } as const
const path = '/api/products'

/** Products (商品): the list, one of them with who buys it, made by hand or from a file, and two names that are one. */
export function productRoutes(app: App, deps: CommerceDeps): void {
  listRoutes(app, deps)
  oneRoutes(app, deps)
  saleRoutes(app, deps)
  mergeRoutes(app, deps)
  fileRoutes(app, deps)
}

function listRoutes(app: App, deps: CommerceDeps): void {
  app.get(
    path,
    {
      config: read,
      schema: { querystring: contract.productQuery, response: { 200: contract.products } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const { cursor, ...query } = request.query
      return within(async (tx) => {
        const page = await listProducts(tx, tenant, { ...query, from: pageStart(cursor) })
        return {
          ...page,
          items: await showProducts(tx, deps, tenant, page.items),
          categories: await productCategories(tx, tenant),
          measuredAt: (await measuredAt(tx, tenant))?.at.toISOString() ?? null,
        }
      })
    },
  )
  app.post(
    path,
    { config: write, schema: { body: contract.newProduct, response: { 201: made } } },
    async (request, reply) => {
      const { tenant, by, now, within, deed } = asking(deps, request)
      const id = await within(async (tx) => {
        await holdPump(tx, tenant)
        const tagIds = await knownTags(tx, deps, tenant, request.body.tagIds)
        const written = { ...request.body, tagIds }
        const added = await addProduct(tx, tenant, written, { by, now, madeFrom: 'hand' })
        if (!added.ok) throw taken(added)
        await audit(tx, deed('product.made', showId('product', added.value)))
        return added.value
      })
      return reply.status(201).send({ id: showId('product', id) })
    },
  )
}

function oneRoutes(app: App, deps: CommerceDeps): void {
  app.get(
    `${path}/:id`,
    { config: read, schema: { params: byId, response: { 200: contract.productDetail } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = idIn('product', request.params.id)
      return within((tx) => detailOf(tx, deps, { tenant, id }))
    },
  )
  app.put(
    `${path}/:id`,
    {
      config: write,
      schema: { params: byId, body: contract.newProduct, response: { 200: done } },
    },
    async (request) => {
      const { tenant, now, within, deed } = asking(deps, request)
      const id = idIn('product', request.params.id)
      await within(async (tx) => {
        await holdPump(tx, tenant)
        await demand(tx, tenant, id)
        const tagIds = await knownTags(tx, deps, tenant, request.body.tagIds)
        const written = { ...request.body, tagIds }
        const changed = await changeProduct(tx, tenant, { id, written, now })
        if (!changed.ok) throw taken(changed)
        await audit(tx, deed('product.changed', request.params.id))
      })
      return ok
    },
  )
  app.get(
    `${path}/:id/buyers`,
    {
      config: read,
      schema: {
        params: byId,
        querystring: contract.buyersQuery,
        response: { 200: contract.productBuyers },
      },
    },
    async (request) => {
      const { tenant, present, within } = asking(deps, request)
      const productId = idIn('product', request.params.id)
      const { limit, cursor } = request.query
      // As many as the figure says that leads here.
      const since = countedSince(tenant, present)
      return within(async (tx) => {
        await demand(tx, tenant, productId)
        const page = await buyersOf(tx, tenant, {
          productId,
          since,
          limit,
          from: pageStart(cursor),
        })
        const rows = page.items.map(({ customerId }) => customerId)
        const persons = await listedPersons(tx, tenant.id, rows)
        const items = page.items.map(({ customerId, customerNo, ...bought }) => {
          const person = persons.get(customerId)
          return {
            ...bought,
            customerId: showId('customer', person?.id ?? customerId),
            name: person?.name ?? null,
            no: person?.no ?? customerNo,
          }
        })
        return { ...page, items }
      })
    },
  )
}

function saleRoutes(app: App, deps: CommerceDeps): void {
  for (const [method, isOnSale] of [
    ['put', true],
    ['delete', false],
  ] as const)
    app[method](
      `${path}/:id/sale`,
      { config: write, schema: { params: byId, response: { 200: done } } },
      async (request) => {
        const { tenant, now, within, deed } = asking(deps, request)
        const id = idIn('product', request.params.id)
        await within(async (tx) => {
          if (!(await putOnSale(tx, tenant, { id, isOnSale, now }))) throw new Problem('not_found')
          await audit(
            tx,
            deed(isOnSale ? 'product.put_on_sale' : 'product.taken_off', request.params.id),
          )
        })
        return ok
      },
    )
}

function mergeRoutes(app: App, deps: CommerceDeps): void {
  app.post(
    `${path}/:id/merges`,
    {
      config: write,
      schema: { params: byId, body: contract.productMerge, response: { 201: made } },
    },
    async (request, reply) => {
      const { tenant, by, now, within, deed } = asking(deps, request)
      const into = idIn('product', request.params.id)
      const from = idIn('product', request.body.otherId)
      const id = await within(async (tx) => {
        await holdPump(tx, tenant)
        const merged = await mergeProducts(tx, tenant, { from, into, by, now })
        if (!merged.ok)
          throw new Problem(merged.reason === 'same' ? 'product_merged_with_itself' : 'not_found')
        await audit(tx, deed('product.merged', request.params.id, { other: request.body.otherId }))
        return merged.value
      })
      return reply.status(201).send({ id: showId('productMerge', id) })
    },
  )
  app.delete(
    '/api/product-merges/:id',
    { config: write, schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { tenant, by, now, within, deed } = asking(deps, request)
      const id = idIn('productMerge', request.params.id)
      await within(async (tx) => {
        await holdPump(tx, tenant)
        if (!(await unmergeProducts(tx, tenant, { id, by, now }))) throw new Problem('not_found')
        await audit(tx, deed('product.unmerged', request.params.id))
      })
      return ok
    },
  )
}

function fileRoutes(app: App, deps: CommerceDeps): void {
  app.post(
    '/api/product-files/preview',
    {
      config: write,
      schema: { body: contract.productFile, response: { 200: contract.productPreview } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const { products, faults } = readFile(request.body.text, tenant.currency)
      return within(async (tx) => ({ ...(await previewProducts(tx, tenant, products)), faults }))
    },
  )
  app.post(
    '/api/product-files',
    {
      config: write,
      schema: { body: contract.productFile, response: { 201: contract.productsTaken } },
    },
    async (request, reply) => {
      const { tenant, by, now, within, deed } = asking(deps, request)
      const { products } = readFile(request.body.text, tenant.currency)
      const taken = await within(async (tx) => {
        await holdPump(tx, tenant)
        const counts = await takeProducts(tx, tenant, products, { by, now })
        const { fileName } = request.body
        await audit(tx, deed('product.file_taken', fileName, { ...counts }))
        return counts
      })
      return reply.status(201).send(taken)
    },
  )
}

function readFile(text: string, currency: string) {
  const file = readProducts(text, currency)
  if (!file.ok)
    throw new Problem('product_file_unreadable', { detail: String(file.detail.detail ?? '') })
  return file.value
}

async function detailOf(
  tx: Tx,
  deps: CommerceDeps,
  { tenant, id }: { tenant: Parameters<typeof showProducts>[2]; id: string },
): Promise<contract.ProductDetail> {
  const [shown] = await showProducts(tx, deps, tenant, await productsById(tx, tenant, [id]))
  if (!shown) throw new Problem('not_found')
  const merges = await mergesInto(tx, tenant, id)
  const names = await namesOfStaff(
    tx,
    tenant.id,
    merges.map(({ by }) => by),
  )
  return {
    ...shown,
    skus: (await skusOf(tx, tenant, id)).map((sku) => ({ ...sku, id: showId('sku', sku.id) })),
    calledAs: (await keysOf(tx, tenant, id)).map(shownKey),
    merges: merges.map(({ id: merge, name, at, by }) => ({
      ...{ id: showId('productMerge', merge), name, at: at.toISOString() },
      by: names.get(by ?? '') ?? null,
    })),
    goesWith: (await whatGoesWith(tx, tenant, id)).map((one) => ({
      ...one,
      id: showId('product', one.id),
    })),
    measuredAt: (await measuredAt(tx, tenant))?.at.toISOString() ?? null,
  }
}

async function demand(tx: Tx, tenant: { id: string }, id: string): Promise<void> {
  if ((await productsById(tx, tenant, [id])).length === 0) throw new Problem('not_found')
}

function taken({ reason, detail }: { reason: 'name_taken' | 'code_taken'; detail: object }) {
  const params = z.record(z.string(), z.string()).catch({}).parse(detail)
  return new Problem(reason === 'name_taken' ? 'product_name_taken' : 'product_code_taken', params)
}
