import { z } from 'zod'
import { day, instant, pageOf, pageQuery } from './page.ts'

const SKUS_MAX = 100
const TAGS_MAX = 10
export const PRODUCT_LINES_MAX = 5_000
const FILE_CHARACTERS_MAX = 2_000_000
const fen = z.number().int().min(0).max(100_000_000)
const url = z.url({ protocol: /^https?$/ }).max(1_500)

/** consumable: it is used up and bought again. unknown: nobody said so; then it is learnt from repurchases. */
export const productUses = ['unknown', 'consumable', 'durable'] as const
export const productUse = z.enum(productUses)
export type ProductUse = z.infer<typeof productUse>

/** One kind of a product (规格). Price in minor units; null: not known, which is not the same as nothing. */
export const writtenSku = z.strictObject({
  code: z.string().trim().max(64).default(''),
  name: z.string().trim().max(60).default(''),
  price: fen.nullable().default(null),
  stock: z.number().int().min(0).max(10_000_000).nullable().default(null),
})

/** A product (商品) as it is written by hand. */
export const newProduct = z.strictObject({
  name: z.string().trim().min(1).max(120),
  category: z.string().trim().max(40).default(''),
  pictureUrl: url.nullable().default(null),
  linkUrl: url.nullable().default(null),
  use: productUse.default('unknown'),
  packDays: z.number().int().min(1).max(1_000).nullable().default(null),
  tagIds: z.array(z.string()).max(TAGS_MAX).default([]),
  skus: z.array(writtenSku).max(SKUS_MAX).default([]),
})
export type NewProduct = z.infer<typeof newProduct>

/** Figures of a product; null before the first night or without a purchase. */
export const productFigures = z.object({
  buyers: z.number(),
  recentBuyers: z.number(),
  repeaters: z.number(),
  /** Median of the days between two purchases of one person, of those who bought again; null: too few to say. */
  intervalDays: z.number().nullable(),
  gaps: z.number(),
})
export type ProductFigures = z.infer<typeof productFigures>

export const product = z.object({
  id: z.string(),
  name: z.string(),
  category: z.string(),
  pictureUrl: z.string().nullable(),
  linkUrl: z.string().nullable(),
  use: productUse,
  /** What `use` comes to, with what was learnt. */
  isConsumable: z.boolean(),
  packDays: z.number().nullable(),
  tags: z.array(z.object({ id: z.string(), name: z.string() })),
  isOnSale: z.boolean(),
  /** From and to, in minor units; null: no price is known. */
  priceFrom: z.number().nullable(),
  priceTo: z.number().nullable(),
  /** Of all its kinds; null: not known. */
  stock: z.number().nullable(),
  madeFrom: z.enum(['hand', 'import', 'orders']),
  changedAt: instant,
  figures: productFigures.nullable(),
})
export type Product = z.infer<typeof product>

export const productStates = ['on_sale', 'off_sale', 'out_of_stock'] as const
export const productQuery = pageQuery.extend({
  search: z.string().trim().max(100).default(''),
  state: z.enum(productStates).optional(),
  category: z.string().max(40).optional(),
})
export const products = pageOf(product).extend({
  categories: z.array(z.string()),
  measuredAt: instant.nullable(),
})

/** Why something goes with another: of the buyers of the one so many bought the other, and how much more than others do. */
export const goesWith = z.object({
  id: z.string(),
  name: z.string(),
  buyersOfBoth: z.number(),
  share: z.number(),
  lift: z.number(),
})
export const productDetail = product.extend({
  skus: z.array(writtenSku.extend({ id: z.string() })),
  /** Under which names and codes orders know it. */
  calledAs: z.array(z.string()),
  merges: z.array(
    z.object({ id: z.string(), name: z.string(), at: instant, by: z.string().nullable() }),
  ),
  goesWith: z.array(goesWith),
  measuredAt: instant.nullable(),
})
export type ProductDetail = z.infer<typeof productDetail>

export const productBuyer = z.object({
  customerId: z.string(),
  name: z.string().nullable(),
  no: z.number(),
  times: z.number(),
  pieces: z.number(),
  lastOn: day,
})
export type ProductBuyer = z.infer<typeof productBuyer>
export const productBuyers = pageOf(productBuyer)
export const buyersQuery = pageQuery.extend({
  /** Every list can be asked for words; here there is nothing to find by them. */
  search: z.string().max(100).optional(),
})
export const productMerge = z.strictObject({ otherId: z.string() })

/** A file of products (CSV), as its text; one line is one kind, lines of one name are one product. */
export const productFile = z.strictObject({
  fileName: z.string().trim().min(1).max(200),
  text: z.string().min(1).max(FILE_CHARACTERS_MAX),
})
export const productFaults = [
  'no_name',
  'bad_price',
  'bad_stock',
  'bad_days',
  'bad_use',
  'bad_url',
  'bad_sale',
  'code_twice',
] as const
export const productFault = z.object({
  line: z.number(),
  fault: z.enum(productFaults),
  found: z.string(),
})
export type ProductFault = z.infer<typeof productFault>
const countable = { made: z.number(), changed: z.number() }
export const productPreview = z.object({
  ...countable,
  products: z.array(
    z.object({
      name: z.string(),
      category: z.string(),
      skus: z.number(),
      priceFrom: z.number().nullable(),
      isNew: z.boolean(),
    }),
  ),
  faults: z.array(productFault),
})
export type ProductPreview = z.infer<typeof productPreview>
export const productsTaken = z.object(countable)
