import { z } from 'zod'
import type { Asked, Handlers, Reply } from './api.ts'
import { isUploadedFor } from './media.ts'
import { characters, pageOf, seconds } from './wire.ts'
import { idOf, type World } from './world.ts'

const DESCRIPTION_MAX = 300
const PRICE_MAX = 5_000_000
const PICTURES_MAX = 9
const SN = /^[0-9A-Za-z]{0,128}$/

export type Product = {
  productId: string
  description: string
  priceFen: number
  sn: string
  mediaIds: string[]
  createdAt: Date
}

const picture = z.looseObject({
  type: z.literal('image'),
  image: z.looseObject({ media_id: z.string() }),
})
const wanted = z.looseObject({
  description: z.string().optional(),
  price: z.number().int().min(0).optional(),
  product_sn: z.string().optional(),
  attachments: z.array(picture).optional(),
})
const named = z.looseObject({ product_id: z.string().default('') })
const listed = z.looseObject({ cursor: z.string().default(''), limit: z.number().optional() })

/** The product album (商品图册, document 95096). */
export const albumCalls: Handlers = {
  'externalcontact/add_product_album': {
    method: 'POST',
    run({ world, effects, body }) {
      const productId = idOf(world, 'prd')
      const empty = { description: '', priceFen: -1, sn: '', mediaIds: [] }
      const product = changed(world, { productId, ...empty, createdAt: world.clock.now() }, body)
      if (typeof product === 'number') return { errcode: product }
      if (product.priceFen < 0 || product.mediaIds.length === 0) return { errcode: 40058 }
      world.corp.products.set(productId, product)
      effects.write(product.createdAt, { kind: 'product_made', productId })
      return { errcode: 0, product_id: productId }
    },
  },
  'externalcontact/update_product_album': {
    method: 'POST',
    run: onProduct(({ world, body }, before) => {
      const product = changed(world, before, body)
      if (typeof product === 'number') return { errcode: product }
      world.corp.products.set(product.productId, product)
      return { errcode: 0 }
    }),
  },
  'externalcontact/get_product_album': {
    method: 'POST',
    run: onProduct((_asked, product) => ({ errcode: 0, product: wireProduct(product) })),
  },
  'externalcontact/get_product_album_list': {
    method: 'POST',
    empty: { product_list: [] },
    run({ world, body }) {
      const asked = listed.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const rows = [...world.corp.products.values()].map(wireProduct)
      const page = pageOf(rows, asked.data, { max: 100, otherwise: 50 })
      if (!page) return { errcode: 50100 }
      return { errcode: 0, product_list: page.rows, next_cursor: page.next_cursor }
    },
  },
  'externalcontact/delete_product_album': {
    method: 'POST',
    run: onProduct(({ world }, { productId }) => {
      world.corp.products.delete(productId)
      return { errcode: 0 }
    }),
  },
}

function onProduct(run: (asked: Asked, product: Product) => Reply) {
  return (asked: Asked): Reply => {
    const call = named.safeParse(asked.body)
    const product = call.success ? asked.world.corp.products.get(call.data.product_id) : undefined
    return product ? run(asked, product) : { errcode: 41075 }
  }
}

function changed(world: World, before: Product, body: unknown): Product | number {
  const asked = wanted.safeParse(body)
  if (!asked.success) return 40058
  const { description, price, product_sn: sn, attachments } = asked.data
  const product: Product = {
    ...before,
    description: description ?? before.description,
    priceFen: price ?? before.priceFen,
    sn: sn ?? before.sn,
    mediaIds: attachments?.map(({ image }) => image.media_id) ?? before.mediaIds,
  }
  const isDescribed =
    product.description !== '' && characters(product.description) <= DESCRIPTION_MAX
  if (!isDescribed) return 41087
  if (product.priceFen > PRICE_MAX) return 41086
  if (!SN.test(product.sn)) return 41085
  if (product.mediaIds.length > PICTURES_MAX) return 41064
  const isThere = (mediaId: string) => isUploadedFor(world, mediaId, 'product')
  return attachments && !product.mediaIds.every(isThere) ? 40007 : product
}

function wireProduct({ productId, description, priceFen, sn, mediaIds, createdAt }: Product) {
  return {
    product_id: productId,
    description,
    price: priceFen,
    create_time: seconds(createdAt),
    product_sn: sn,
    attachments: mediaIds.map((id) => ({ type: 'image', image: { media_id: id } })),
  }
}
