import { blind, both, type CallsOf, everyId, first } from './crawler-ways.ts'

/** Makes something by a route, and tells its ids. */
type Make = (path: string, body: unknown) => Promise<Record<string, string[]>>

const articles = '/api/articles'
const body = { title: '爬虫的文章', summary: '', body: '爬虫', tagIds: [], hookId: null }

/** An article that people may read. */
export async function told(make: Make, mark: string, tag: string | undefined): Promise<void> {
  const written = { title: `${mark}的文章`, summary: mark, body: mark, hookId: null }
  await make(articles, { ...written, tagIds: [tag] })
}

export const articleCalls: Record<string, CallsOf> = {
  [`GET ${articles}`]: blind(articles),
  [`POST ${articles}`]: both(
    blind(articles, body),
    // Somebody else's tag or hook is none here: refused as what it is in the body.
    (_own, other) =>
      [{ tagIds: [first(other, 'tag')] }, { hookId: first(other, 'hok') }].map((foreign) => ({
        ...{ kind: 'blind' as const, path: articles },
        body: { ...body, ...foreign },
      })),
  ),
  [`GET ${articles}/:id`]: everyId(`${articles}/:id`),
  [`PUT ${articles}/:id`]: everyId(`${articles}/:id`, { ...body, draftNo: 1 }),
  [`PUT ${articles}/:id/published`]: everyId(`${articles}/:id/published`, { draftNo: 1 }),
  [`PUT ${articles}/:id/archived`]: everyId(`${articles}/:id/archived`, { isArchived: false }),
  [`GET ${articles}/:id/readers`]: everyId(`${articles}/:id/readers`),
  [`GET ${articles}/:id/readers.csv`]: everyId(`${articles}/:id/readers.csv`),
  [`GET ${articles}/:id/code.svg`]: everyId(`${articles}/:id/code.svg`),
  'GET /api/customers/:id/readings': everyId('/api/customers/:id/readings'),
  'GET /a/:token': blind('/a/nothing'),
  'POST /a/:token/read': blind('/a/nothing/read', {}),
}
