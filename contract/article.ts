import { z } from 'zod'
import { day, instant, pageOf, pageQuery } from './page.ts'

/** Bytes of a page are counted: so many characters of Chinese are far below 60 KB. */
export const ARTICLE_TEXT_MAX = 12_000
const TAGS_MAX = 10

/** What is written: the body in the format of `article-text.ts`, the needs (tags) that it answers, the hook at its end. */
const written = {
  title: z.string().trim().min(1).max(60),
  summary: z.string().trim().max(200),
  body: z.string().trim().min(1).max(ARTICLE_TEXT_MAX),
  tagIds: z.array(z.string()).max(TAGS_MAX),
  hookId: z.string().nullable(),
}
export const articleBody = z.strictObject(written)
export type ArticleBody = z.infer<typeof articleBody>
export const articleKinds = ['article', 'story'] as const
export const articleKind = z.enum(articleKinds)
export type ArticleKind = z.infer<typeof articleKind>
export const newArticle = articleBody.extend({ kind: articleKind.default('article') })
/** `draftNo`: the draft that was changed; where another has come meanwhile, nothing is lost and nothing is written. */
export const articleChange = articleBody.extend({ draftNo: z.number().int() })
export const articlePublish = z.strictObject({ draftNo: z.number().int() })
export const articleArchive = z.strictObject({ isArchived: z.boolean() })

const somebody = z.object({ id: z.string(), no: z.number(), name: z.string() })

/** How a customer allowed their story to be told, and what proves it. */
export const permissionWays = ['chat', 'form', 'phone', 'paper'] as const
const allowed = {
  how: z.enum(permissionWays),
  proof: z.string().trim().min(1).max(500),
  givenOn: day,
}
export const newPermission = z.strictObject({ ...allowed, customerId: z.string() })
export type NewPermission = z.infer<typeof newPermission>
export const permissionWithdrawal = z.strictObject({ why: z.string().trim().max(300) })
const permission = z.object({
  ...allowed,
  customer: somebody.nullable(),
  recordedAt: instant,
  recordedBy: z.string().nullable(),
})
export type StoryPermission = z.infer<typeof permission>
export const articleOffer = z.strictObject({ isOffered: z.boolean() })

export const articleStates = ['draft', 'published', 'archived'] as const
export type ArticleState = (typeof articleStates)[number]

/** What came of an article. `read`: stayed for five seconds and more. Seconds: the median of those who read. */
const counts = {
  openers: z.number(),
  readers: z.number(),
  finished: z.number(),
  shared: z.number(),
  medianSeconds: z.number().nullable(),
}
export const articleCounts = z.object(counts)
export type ArticleCounts = z.infer<typeof articleCounts>

export const articleLine = z.object({
  id: z.string(),
  kind: articleKind,
  title: z.string(),
  state: z.enum(articleStates),
  tags: z.array(z.object({ id: z.string(), name: z.string() })),
  changedAt: instant,
  ...counts,
})
export type ArticleLine = z.infer<typeof articleLine>
export const articles = pageOf(articleLine)
export const articleFilter = pageQuery.extend({
  search: z.string().trim().max(100).default(''),
  state: z.enum(articleStates).optional(),
  kind: articleKind.optional(),
})

/** `seconds`: the mean of those who read this version. */
const articleSection = z.object({ title: z.string(), seconds: z.number(), readers: z.number() })

export const article = z.object({
  ...written,
  id: z.string(),
  kind: articleKind,
  state: z.enum(articleStates),
  tags: z.array(z.object({ id: z.string(), name: z.string() })),
  hook: z
    .object({
      id: z.string(),
      name: z.string(),
      /** How many claimed it from this article. */
      claimed: z.number(),
    })
    .nullable(),
  draftNo: z.number(),
  published: z
    .object({
      no: z.number(),
      at: instant,
      by: z.string().nullable(),
      /** The draft says something else. */
      isBehind: z.boolean(),
      characters: z.number(),
      sections: z.array(articleSection),
    })
    .nullable(),
  madeBy: z.string().nullable(),
  changedAt: instant,
  /** Null: the page cannot be opened. */
  url: z.string().nullable(),
  /** Of a story: that of whose it is; null: nobody may read it. */
  permission: permission.nullable(),
  /** Associates are offered it among the materials. */
  isOffered: z.boolean(),
  counts: articleCounts,
  /** Of those who read, how far: people by tenths of the article. */
  depths: z.array(z.number()),
})
export type Article = z.infer<typeof article>
export const madeArticle = z.object({ id: z.string() })

/** One who opened it. `from`: whose sharing brought them; `generation` 0: nobody's. */
export const reader = z.object({
  id: z.string(),
  person: somebody.nullable(),
  openedAt: instant,
  lastAt: instant,
  times: z.number(),
  seconds: z.number(),
  depth: z.number(),
  hasFinished: z.boolean(),
  from: z.object({ person: somebody.nullable() }).nullable(),
  generation: z.number(),
  /** How many opened it because they shared it. */
  brought: z.number(),
})
export type Reader = z.infer<typeof reader>
export const readers = pageOf(reader)
/** Who read it; who came to its end; who brought others; who was brought. */
export const readerKinds = ['read', 'finished', 'shared', 'came_shared'] as const
export const readerFilter = pageQuery.extend({
  how: z.enum(readerKinds).optional(),
})

/** What one person read, the last first. */
export const personReading = z.object({
  articleId: z.string(),
  title: z.string(),
  kind: articleKind,
  lastAt: instant,
  times: z.number(),
  seconds: z.number(),
  depth: z.number(),
  hasFinished: z.boolean(),
})
export type PersonReading = z.infer<typeof personReading>
export const personReadings = z.object({ items: z.array(personReading) })
