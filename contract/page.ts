import { z } from 'zod'

/** Lists page by an opaque cursor; `total` is exact where cheap, otherwise null. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
})

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable(),
    total: z.number().nullable(),
  })
}

/** RFC 9457 with a stable `code`; `title` is in the reader's language (Accept-Language). */
export const problemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  requestId: z.string(),
})

export const instant = z.iso.datetime({ offset: true })
export const day = z.iso.date()
