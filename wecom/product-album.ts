import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { CUSTOMER, type Done, look, mapped, nothing, type Page, post } from './call.ts'
import { wireNothing } from './message.ts'

const PAGE = 100

/** The wire shape of 商品图册 (document 95096). */
const wireProduct = z.looseObject({
  product_id: z.string(),
  description: z.string().default(''),
  /** In fen. */
  price: z.coerce.number().default(0),
  create_time: z.coerce.number().default(0),
  product_sn: z.string().default(''),
  attachments: z
    .array(z.looseObject({ image: z.looseObject({ media_id: z.string().default('') }).optional() }))
    .default([]),
})
export type AlbumProduct = z.infer<typeof wireProduct>
const wireMade = z.looseObject({ product_id: z.string() })
const wireOne = z.looseObject({ product: wireProduct })
const wireList = z.looseObject({
  product_list: z.array(wireProduct).default([]),
  next_cursor: z.string().default(''),
})

export type NewProduct = {
  /** At most 300 characters. */
  description: string
  /** At most 5,000,000. */
  priceFen: number
  /** Letters and digits, at most 128 bytes. */
  sn?: string
  /** One to nine, of `uploadAttachment` for products. */
  imageMediaIds: string[]
}

/** Products that associates show in a chat. An app changes and deletes only its own. */
export function productAlbumCalls(ask: Ask) {
  return {
    async addProduct(product: NewProduct): Promise<Answer<string>> {
      const body = {
        description: product.description,
        price: product.priceFen,
        ...(product.sn === undefined ? {} : { product_sn: product.sn }),
        attachments: pictures(product.imageMediaIds),
      }
      const answer = await ask(post(`${CUSTOMER}/add_product_album`, body), wireMade)
      return mapped(answer, (value) => value.product_id)
    },
    async product(productId: string): Promise<Answer<AlbumProduct>> {
      const call = look(`${CUSTOMER}/get_product_album`, { product_id: productId })
      return mapped(await ask(call, wireOne), (value) => value.product)
    },
    async products(cursor = ''): Promise<Answer<Page<AlbumProduct>>> {
      const call = look(`${CUSTOMER}/get_product_album_list`, { limit: PAGE, cursor })
      return mapped(await ask(call, wireList), ({ product_list: rows, next_cursor }) => ({
        rows,
        nextCursor: next_cursor,
      }))
    },
    async updateProduct({
      productId,
      description,
      priceFen,
      sn,
      imageMediaIds,
    }: Partial<NewProduct> & { productId: string }): Done {
      const body = {
        product_id: productId,
        ...(description === undefined ? {} : { description }),
        ...(priceFen === undefined ? {} : { price: priceFen }),
        ...(sn === undefined ? {} : { product_sn: sn }),
        ...(imageMediaIds === undefined ? {} : { attachments: pictures(imageMediaIds) }),
      }
      return nothing(await ask(post(`${CUSTOMER}/update_product_album`, body), wireNothing))
    },
    async deleteProduct(productId: string): Done {
      const call = post(`${CUSTOMER}/delete_product_album`, { product_id: productId })
      return nothing(await ask(call, wireNothing))
    },
  }
}

function pictures(mediaIds: string[]) {
  return mediaIds.map((mediaId) => ({ type: 'image', image: { media_id: mediaId } }))
}
