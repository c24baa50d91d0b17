import { z } from 'zod'
import { quickReplyQuery } from '../../contract/content.ts'
import * as contract from '../../contract/sidebar.ts'
import { readerOf } from '../channel/index.ts'
import { listQuickReplies, noteReplyUsed, replyCategories, setFavourite } from '../content/index.ts'
import { type App, addMs, Problem, showId } from '../kernel/index.ts'
import { askingAbout } from './own-customer.ts'
import { askingAssociate, idIn, type SidebarDeps } from './route-deps.ts'

const byId = z.object({ id: z.string() })
const byContact = z.object({ contact: z.string().min(1).max(128) })
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }
const USES_MS = 30 * 86_400_000
const SHOWN_MAX = 50

/**
 * Prepared answers (话术) as this customer would read them. An answer in a talk is the associate's own word: it takes no slot of
 * the caps, as what she types does not; which ones serve is counted.
 */
export function replyRoutes(app: App, deps: SidebarDeps): void {
  app.get(
    '/api/sidebar/customers/:contact/quick-replies',
    {
      schema: {
        params: byContact,
        querystring: quickReplyQuery.pick({ search: true, category: true }),
        response: { 200: contract.sidebarReplies },
      },
    },
    async (request) => {
      const asking = await askingAbout(deps, request, request.params.contact)
      const { tenant, associate, follower, now } = asking
      const { search, category } = request.query
      const since = addMs(now, -USES_MS)
      const asked = { search, category, isArchived: false, userid: associate.userid, since }
      return asking.within(async (tx) => {
        const found = await listQuickReplies(tx, tenant, { ...asked, limit: SHOWN_MAX, skip: 0 })
        const read = await readerOf(tx, tenant, follower.id)
        const items = found.items.map(
          ({ id, category: of, title, text, uses, isFavourite }): contract.SidebarReply => ({
            id: showId('quickReply', id),
            category: of,
            title,
            uses,
            isFavourite,
            raw: text,
            text: read(text),
          }),
        )
        const categories = await replyCategories(tx, tenant)
        return { items, categories, next: null, total: found.total }
      })
    },
  )
  app.post(
    '/api/sidebar/customers/:contact/quick-replies/:id/uses',
    { schema: { params: byContact.extend({ id: z.string() }), response: { 200: done } } },
    async (request) => {
      const asking = await askingAbout(deps, request, request.params.contact)
      const { tenant, associate, follower, now } = asking
      const replyId = idIn('quickReply', request.params.id)
      const used = { replyId, userid: associate.userid, customerId: follower.id, now }
      if (!(await asking.within((tx) => noteReplyUsed(tx, tenant, used))))
        throw new Problem('not_found')
      return ok
    },
  )
  app.put(
    '/api/sidebar/quick-replies/:id/favourite',
    { schema: { params: byId, body: contract.favourite, response: { 200: done } } },
    async (request) => {
      const { tenant, associate, within } = await askingAssociate(deps, request)
      const replyId = idIn('quickReply', request.params.id)
      const { isFavourite } = request.body
      await within((tx) =>
        setFavourite(tx, tenant, { replyId, userid: associate.userid, isFavourite }),
      )
      return ok
    },
  )
}
