import { z } from 'zod'
import * as contract from '../../contract/article.ts'
import { listedPersons } from '../customer/index.ts'
import { type App, Problem, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import { findArticle, type StoredArticle, stateOf, versionOf } from './article-store.ts'
import { offerArticle, offerNoLonger } from './offered.ts'
import {
  mayBeRead,
  recordPermission,
  type StoredPermission,
  standingPermission,
  withdrawPermission,
} from './permission.ts'
import { asking, idIn, type ReadingDeps } from './route-deps.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }
const WRITE = { config: { permission: 'messages.write' } } as const
const path = '/api/articles/:id'

/** Whose story it is and whether they allow it, and whether associates are offered it. */
export function storyRoutes(app: App, deps: ReadingDeps): void {
  app.put(
    `${path}/permission`,
    { ...WRITE, schema: { params: byId, body: contract.newPermission, response: { 200: done } } },
    async (request) => {
      const { tenant, by, now, inOne, noted } = asking(deps, request)
      const articleId = idIn('article', request.params.id)
      const { customerId: shownCustomer, ...given } = request.body
      await inOne(async (tx) => {
        await demandStory(tx, tenant, articleId)
        const customerId = idIn('customer', shownCustomer)
        if ((await listedPersons(tx, tenant.id, [customerId])).size === 0)
          throw new Problem('not_found')
        const wanted = { ...given, articleId, customerId, by, now }
        if (!(await recordPermission(tx, tenant, wanted)))
          throw new Problem('story_permission_stands')
        await noted(tx, 'article.permission_recorded', request.params.id, { how: given.how })
      })
      return ok
    },
  )
  app.put(
    `${path}/permission/withdrawal`,
    {
      ...WRITE,
      schema: { params: byId, body: contract.permissionWithdrawal, response: { 200: done } },
    },
    async (request) => {
      const { tenant, by, now, inOne, noted } = asking(deps, request)
      const articleId = idIn('article', request.params.id)
      await inOne(async (tx) => {
        const story = await demandStory(tx, tenant, articleId)
        const deed = { articleId, why: request.body.why, by, now }
        if (!(await withdrawPermission(tx, tenant, deed))) throw new Problem('not_found')
        await offerNoLonger(tx, tenant, story, now)
        await noted(tx, 'article.permission_withdrawn', request.params.id)
      })
      return ok
    },
  )
  app.put(
    `${path}/offered`,
    { ...WRITE, schema: { params: byId, body: contract.articleOffer, response: { 200: done } } },
    async (request) => {
      const { tenant, by, now, inOne, noted } = asking(deps, request)
      const id = idIn('article', request.params.id)
      const { isOffered } = request.body
      await inOne(async (tx) => {
        const article = await findArticle(tx, tenant, id)
        if (!article) throw new Problem('not_found')
        if (isOffered) await offer(tx, deps, { tenant, article, by, now })
        else await offerNoLonger(tx, tenant, article, now)
        await noted(tx, isOffered ? 'article.offered' : 'article.offer_ended', request.params.id)
      })
      return ok
    },
  )
}

async function demandStory(tx: Tx, tenant: Tenant, id: string): Promise<StoredArticle> {
  const article = await findArticle(tx, tenant, id)
  if (article?.kind !== 'story') throw new Problem('not_found')
  return article
}

/** @throws Problem where it is a story that may not be told, or of which nobody could say whom to tell it. */
export async function demandTellable(tx: Tx, tenant: Tenant, id: string): Promise<void> {
  const article = await findArticle(tx, tenant, id)
  if (article?.kind !== 'story') return
  if (article.tagIds.length === 0) throw new Problem('story_need')
  if (!(await standingPermission(tx, tenant, id))) throw new Problem('story_permission')
}

/** Puts what people can read among the materials. @throws Problem where they cannot, or where no phone reaches this installation. */
export async function offer(
  tx: Tx,
  { links }: Pick<ReadingDeps, 'links'>,
  {
    tenant,
    article,
    ...deed
  }: { tenant: Tenant; article: StoredArticle; by: string | null; now: Date },
): Promise<void> {
  const version = stateOf(article) === 'published' ? await versionOf(tx, tenant, article) : null
  if (!version || !(await mayBeRead(tx, tenant, article))) throw new Problem('article_unread')
  const url = links.urlOf(tenant, { kind: 'article', id: article.id })
  if (url === null) throw new Problem('page_unreachable')
  await offerArticle(tx, tenant, { article, version, url }, deed)
}

export async function shownPermission(
  tx: Tx,
  tenant: Tenant,
  { customerId, recordedAt, recordedBy, ...given }: StoredPermission,
): Promise<contract.StoryPermission> {
  const person = (await listedPersons(tx, tenant.id, [customerId])).get(customerId)
  const staff = await namesOfStaff(tx, tenant.id, [recordedBy])
  return {
    ...given,
    customer: person
      ? { id: showId('customer', person.id), no: person.no, name: person.name }
      : null,
    recordedAt: recordedAt.toISOString(),
    recordedBy: staff.get(recordedBy ?? '') ?? null,
  }
}
