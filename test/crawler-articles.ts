import { blind, both, type CallsOf, everyId, first } from './crawler-ways.ts'

/** Makes something by a route, and tells its ids. */
type Make = (path: string, body: unknown) => Promise<Record<string, string[]>>

const articles = '/api/articles'
const body = { title: '爬虫的文章', summary: '', body: '爬虫', tagIds: [], hookId: null }

/** An article, and the story of a customer. */
export async function told(make: Make, mark: string, tag: string | undefined): Promise<void> {
  const written = { title: `${mark}的文章`, summary: mark, body: mark, hookId: null }
  await make(articles, { ...written, tagIds: [tag] })
  await make(articles, { ...written, tagIds: [tag], title: `${mark}的故事`, kind: 'story' })
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
  [`PUT ${articles}/:id/permission`]: (own, other) =>
    everyId(`${articles}/:id/permission`, {
      ...{ customerId: first(own, 'cus'), how: 'chat', proof: '爬虫', givenOn: '2026-01-05' },
    })(own, other),
  [`PUT ${articles}/:id/permission/withdrawal`]: everyId(`${articles}/:id/permission/withdrawal`, {
    why: '',
  }),
  [`PUT ${articles}/:id/offered`]: everyId(`${articles}/:id/offered`, { isOffered: false }),
  [`GET ${articles}/:id/readers`]: everyId(`${articles}/:id/readers`),
  [`GET ${articles}/:id/readers.csv`]: everyId(`${articles}/:id/readers.csv`),
  [`GET ${articles}/:id/code.svg`]: everyId(`${articles}/:id/code.svg`),
  'GET /api/customers/:id/readings': everyId('/api/customers/:id/readings'),
  'GET /a/:token': blind('/a/nothing'),
  'POST /a/:token/read': blind('/a/nothing/read', {}),
}
