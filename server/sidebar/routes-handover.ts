import { z } from 'zod'
import { handoverLetter, starterKit as starterKitShape } from '../../contract/handover.ts'
import { letterOf, starterKit } from '../handover/index.ts'
import type { App } from '../kernel/index.ts'
import { askingAbout } from './own-customer.ts'
import { askingAssociate, type SidebarDeps } from './route-deps.ts'

const byContact = z.object({ contact: z.string().min(1).max(128) })

/** What an associate who takes customers over reads: the letter of one of them, and with whom to begin. */
export function handoverRoutes(app: App, deps: SidebarDeps): void {
  app.get(
    '/api/sidebar/customers/:contact/handover',
    { schema: { params: byContact, response: { 200: handoverLetter } } },
    async (request) => {
      const { ctx, follower, within } = await askingAbout(deps, request, request.params.contact)
      const { runningOf } = deps
      return within(async (tx) => ({
        letter: await letterOf(tx, ctx, { customerId: follower.id, runningOf }),
      }))
    },
  )
  app.get(
    '/api/sidebar/starter-kit',
    { schema: { response: { 200: starterKitShape } } },
    async (request) => {
      const { ctx, associate, within } = await askingAssociate(deps, request)
      return within((tx) => starterKit(tx, ctx, associate.userid))
    },
  )
}
