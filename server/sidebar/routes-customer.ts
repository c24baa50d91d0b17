import { z } from 'zod'
import { personReadings } from '../../contract/article.ts'
import { recommendations } from '../../contract/recommendation.ts'
import * as contract from '../../contract/sidebar.ts'
import { tagGroups } from '../../contract/tag.ts'
import { recommendFor } from '../commerce/index.ts'
import { wecomOf } from '../corp/index.ts'
import {
  changePromise,
  everyRowOf,
  listTagGroups,
  makePromise,
  tagCustomers,
  withdrawTaggings,
} from '../customer/index.ts'
import { type App, Problem, showId } from '../kernel/index.ts'
import { readingsOf } from '../reading/index.ts'
import { askingAbout } from './own-customer.ts'
import { shownPromises, sidebarPerson } from './person.ts'
import { askingAssociate, idIn, type SidebarDeps } from './route-deps.ts'
import { waitRoutes } from './routes-wait.ts'

const url = '/api/sidebar/customers'
const byContact = z.object({ contact: z.string().min(1).max(128) })
const done = z.object({ ok: z.literal(true) })
const made = z.object({ id: z.string() })
const ok = { ok: true as const }
/** What somebody read lately, as far as it fits beside a chat. */
const READINGS_SHOWN = 5

/** One of her customers: who this is, what they need, what was promised; each noted in two taps. */
export function customerRoutes(app: App, deps: SidebarDeps): void {
  app.get(
    `${url}/:contact`,
    { schema: { params: byContact, response: { 200: contract.sidebarPersonAnswer } } },
    async (request) => {
      const asking = await askingAbout(deps, request, request.params.contact)
      return { person: await sidebarPerson(deps, asking, asking.follower) }
    },
  )
  app.get(
    `${url}/:contact/recommended`,
    { schema: { params: byContact, response: { 200: recommendations } } },
    async (request) => {
      const asking = await askingAbout(deps, request, request.params.contact)
      const { tenant, follower, now } = asking
      const found = await asking.within((tx) =>
        recommendFor(tx, tenant, { customerId: follower.id, now }),
      )
      if (!found) throw new Problem('not_your_customer')
      return found
    },
  )
  app.get(
    `${url}/:contact/readings`,
    { schema: { params: byContact, response: { 200: personReadings } } },
    async (request) => {
      const { tenant, follower, within } = await askingAbout(deps, request, request.params.contact)
      return within(async (tx) => {
        const customerIds = await everyRowOf(tx, tenant.id, follower.id)
        return { items: await readingsOf(tx, tenant, { customerIds, limit: READINGS_SHOWN }) }
      })
    },
  )
  remarkRoutes(app, deps)
  tagRoutes(app, deps)
  promiseRoutes(app, deps)
  waitRoutes(app, deps)
}

function remarkRoutes(app: App, deps: SidebarDeps): void {
  app.put(
    `${url}/:contact/remark`,
    {
      schema: { params: byContact, body: contract.remarkChange, response: { 200: done } },
    },
    async (request) => {
      const asking = await askingAbout(deps, request, request.params.contact)
      const { tenant, company, associate, follower } = asking
      const connected = await wecomOf(deps, { id: tenant.id, company })
      // WeCom keeps the remark. It need not tell us of what was done by its API: we read the contact anew.
      const answer = await connected?.wecom.remark({
        userid: associate.userid,
        externalUserId: follower.externalUserid,
        remark: request.body.remark,
      })
      if (!answer?.ok) throw new Problem('wecom_silent')
      await asking.within((tx) => deps.readContact(tx, tenant, follower.externalUserid))
      return ok
    },
  )
}

function tagRoutes(app: App, deps: SidebarDeps): void {
  app.get(
    '/api/sidebar/tag-groups',
    { schema: { response: { 200: tagGroups } } },
    async (request) => {
      const { tenant, within } = await askingAssociate(deps, request)
      const items = await within((tx) => listTagGroups(tx, tenant.id))
      return { items: items.filter(({ archivedAt }) => archivedAt === null) }
    },
  )
  app.post(
    `${url}/:contact/taggings`,
    {
      schema: { params: byContact, body: contract.sidebarTagging, response: { 201: made } },
    },
    async (request, reply) => {
      const asking = await askingAbout(deps, request, request.params.contact)
      const { tenant, associate, follower, now } = asking
      const { tagId, quote } = request.body
      const tagged = await asking.within((tx) =>
        tagCustomers(tx, tenant, {
          tagId: idIn('tag', tagId),
          customerIds: [follower.id],
          sign: 1,
          quote: quote ? quote : null,
          by: null,
          associate: associate.userid,
          now,
        }),
      )
      const id = tagged.ok ? tagged.value[0] : undefined
      if (id === undefined) throw new Problem('not_found')
      return reply.code(201).send({ id: showId('tagging', id) })
    },
  )
  app.delete(
    `${url}/:contact/taggings/:id`,
    {
      schema: { params: byContact.extend({ id: z.string() }), response: { 200: done } },
    },
    async (request) => {
      const asking = await askingAbout(deps, request, request.params.contact)
      const { tenant, follower, now } = asking
      const id = idIn('tagging', request.params.id)
      const changed = await asking.within(async (tx) => {
        const customerIds = await everyRowOf(tx, tenant.id, follower.id)
        return withdrawTaggings(tx, tenant, {
          ids: [id],
          isWithdrawn: true,
          by: null,
          now,
          customerIds,
        })
      })
      if (changed === 0) throw new Problem('not_found')
      return ok
    },
  )
}

function promiseRoutes(app: App, deps: SidebarDeps): void {
  app.get(
    `${url}/:contact/promises`,
    { schema: { params: byContact, response: { 200: contract.promises } } },
    async (request) => {
      const asking = await askingAbout(deps, request, request.params.contact)
      const { tenant, follower } = asking
      return asking.within(async (tx) => ({
        items: await shownPromises(tx, asking, await everyRowOf(tx, tenant.id, follower.id)),
      }))
    },
  )
  app.post(
    `${url}/:contact/promises`,
    { schema: { params: byContact, body: contract.newPromise, response: { 201: made } } },
    async (request, reply) => {
      const asking = await askingAbout(deps, request, request.params.contact)
      const { tenant, associate, follower, now } = asking
      const given = { ...request.body, customerId: follower.id, userid: associate.userid, now }
      const id = await asking.within((tx) => makePromise(tx, tenant, { ...given, madeBy: null }))
      return reply.code(201).send({ id: showId('promise', id) })
    },
  )
  app.put(
    `${url}/:contact/promises/:id`,
    {
      schema: {
        params: byContact.extend({ id: z.string() }),
        body: contract.promiseChange,
        response: { 200: done },
      },
    },
    async (request) => {
      const asking = await askingAbout(deps, request, request.params.contact)
      const { tenant, follower, now } = asking
      const id = idIn('promise', request.params.id)
      const isThere = await asking.within(async (tx) => {
        const customerIds = await everyRowOf(tx, tenant.id, follower.id)
        return changePromise(tx, tenant, { id, customerIds, state: request.body.state, now })
      })
      if (!isThere) throw new Problem('not_found')
      return ok
    },
  )
}
