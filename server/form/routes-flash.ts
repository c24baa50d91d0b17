import { z } from 'zod'
import * as contract from '../../contract/flash.ts'
import { listedPersons, tagCoverage } from '../customer/index.ts'
import { type App, Problem, readId, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import {
  changeFlash,
  countsOfFlash,
  dropFlash,
  findFlash,
  flashStateOf,
  joinedOf,
  listFlash,
  makeFlash,
  type StoredFlash,
} from './flash-store.ts'
import { asking, type FormRouteDeps, idIn } from './route-deps.ts'
import { sendCode } from './send-code.ts'

const byId = z.object({ id: z.string() })
const READ = { config: { permission: 'customers.read' } } as const
const WRITE = { config: { permission: 'acquisition.write' } } as const
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }
const path = '/api/flash-topics'
/** Groups that the next topic is proposed from. */
const PROPOSED = 3

/** Flash topics (快闪): made, changed, what came of them, and what to ask next. */
export function flashRoutes(app: App, deps: FormRouteDeps): void {
  readRoutes(app, deps)
  codeRoute(app, deps)
  writeRoutes(app, deps)
  proposalRoute(app, deps)
}

function readRoutes(app: App, deps: FormRouteDeps): void {
  app.get(
    path,
    {
      ...READ,
      schema: { querystring: contract.flashFilter, response: { 200: contract.flashTopics } },
    },
    async (request) => {
      const { tenant, now, within } = asking(deps, request)
      return within(async (tx) => {
        const { items, ...page } = await listFlash(tx, tenant, request.query, now)
        const lines = items.map((item) => ({
          id: showId('flashTopic', item.id),
          title: item.title,
          state: flashStateOf(item, now),
          from: item.from.toISOString(),
          until: item.until.toISOString(),
          choices: item.choices.map(({ text }) => text),
          seen: item.seen,
          joined: item.joined,
        }))
        return { ...page, items: lines }
      })
    },
  )
  app.get(
    `${path}/:id`,
    { ...READ, schema: { params: byId, response: { 200: contract.flashTopic } } },
    async (request) => {
      const { tenant, now, within } = asking(deps, request)
      return within(async (tx) =>
        shown(tx, deps, { tenant, now }, await wanted(tx, tenant, request.params.id)),
      )
    },
  )
  app.get(
    `${path}/:id/people`,
    {
      ...READ,
      schema: {
        params: byId,
        querystring: contract.flashPeopleFilter,
        response: { 200: contract.flashPeople },
      },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return within(async (tx) => {
        const { id: topicId, choices } = await wanted(tx, tenant, request.params.id)
        const { items, ...page } = await joinedOf(tx, tenant, { ...request.query, topicId })
        const persons = await listedPersons(
          tx,
          tenant.id,
          items.flatMap(({ customerId }) => customerId ?? []),
        )
        const lines = items.map(({ visitorId, customerId, joinedAt, picks }) => {
          const person = persons.get(customerId ?? '')
          return {
            id: visitorId,
            person: person
              ? { id: showId('customer', person.id), no: person.no, name: person.name }
              : null,
            joinedAt: joinedAt.toISOString(),
            choices: choices.filter(({ id }) => picks.includes(id)).map(({ text }) => text),
          }
        })
        return { ...page, items: lines }
      })
    },
  )
}

/** The code that leads to the page, for a poster or a screen. */
function codeRoute(app: App, deps: FormRouteDeps): void {
  app.get(`${path}/:id/code.svg`, { ...READ, schema: { params: byId } }, async (request, reply) => {
    const { tenant, within } = asking(deps, request)
    const { id } = await within((tx) => wanted(tx, tenant, request.params.id))
    return sendCode(reply, deps.links.urlOf(tenant, { kind: 'flash', id }))
  })
}

function writeRoutes(app: App, deps: FormRouteDeps): void {
  app.post(
    path,
    { ...WRITE, schema: { body: contract.flashTopicBody, response: { 201: contract.madeFlash } } },
    async (request, reply) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      const id = await within(async (tx) => {
        await knowTags(tx, deps, tenant, request.body)
        const made = await makeFlash(tx, tenant, { ...request.body, by, now: real })
        await audited(tx, 'flash_topic.made', showId('flashTopic', made))
        return made
      })
      return reply.status(201).send({ id: showId('flashTopic', id) })
    },
  )
  app.put(
    `${path}/:id`,
    {
      ...WRITE,
      schema: { params: byId, body: contract.flashTopicBody, response: { 200: done } },
    },
    async (request) => {
      const { tenant, within, audited } = asking(deps, request)
      const id = idIn('flashTopic', request.params.id)
      await within(async (tx) => {
        await knowTags(tx, deps, tenant, request.body)
        const changed = await changeFlash(tx, tenant, { ...request.body, id })
        if (!changed.ok)
          throw new Problem(changed.reason === 'started' ? 'flash_started' : 'not_found')
        await audited(tx, 'flash_topic.changed', request.params.id)
      })
      return ok
    },
  )
  for (const isDropped of [true, false])
    app.route({
      method: isDropped ? 'DELETE' : 'PUT',
      url: isDropped ? `${path}/:id` : `${path}/:id/restored`,
      ...WRITE,
      schema: { params: byId, response: { 200: done } },
      handler: async (request) => {
        const { tenant, real, within, audited } = asking(deps, request)
        const id = idIn('flashTopic', request.params.id)
        await within(async (tx) => {
          if (!(await dropFlash(tx, tenant, { id, isDropped, now: real })))
            throw new Problem('not_found')
          const action = isDropped ? 'flash_topic.deleted' : 'flash_topic.restored'
          await audited(tx, action, request.params.id)
        })
        return ok
      },
    })
}

/** What to ask next: the groups of tags of which the brand knows the fewest people. */
function proposalRoute(app: App, deps: FormRouteDeps): void {
  app.get(
    '/api/flash-proposals',
    { ...READ, schema: { response: { 200: contract.flashProposals } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const { people, groups } = await within((tx) => tagCoverage(tx, tenant))
      const { choicesMin, choicesMax } = contract.FLASH_LIMITS
      const askable = groups.filter(({ tags }) => tags.length >= choicesMin).slice(0, PROPOSED)
      return {
        people,
        groups: askable.map((group) => ({ ...group, tags: group.tags.slice(0, choicesMax) })),
      }
    },
  )
}

async function wanted(tx: Tx, tenant: Tenant, id: string): Promise<StoredFlash> {
  const topic = await findFlash(tx, tenant, idIn('flashTopic', id))
  if (!topic) throw new Problem('not_found')
  return topic
}

/** @throws Problem where a choice's tag is none of this workspace. */
async function knowTags(
  tx: Tx,
  { tagNames }: FormRouteDeps,
  tenant: Tenant,
  { choices }: contract.FlashTopicBody,
): Promise<void> {
  const names = await tagNames(tx, tenant)
  const isKnown = choices.every(
    ({ tagId }) => tagId === '' || names.has(readId('tag', tagId) ?? ''),
  )
  if (!isKnown) throw new Problem('flash_tag')
}

async function shown(
  tx: Tx,
  deps: FormRouteDeps,
  { tenant, now }: { tenant: Tenant; now: Date },
  topic: StoredFlash,
): Promise<contract.FlashTopic> {
  const { id, from, until, madeBy, choices, ...said } = topic
  const { seen, joined, picked } = await countsOfFlash(tx, tenant, id)
  const names = await deps.tagNames(tx, tenant)
  const staff = await namesOfStaff(tx, tenant.id, [madeBy])
  return {
    ...said,
    id: showId('flashTopic', id),
    state: flashStateOf(topic, now),
    from: from.toISOString(),
    until: until.toISOString(),
    madeBy: staff.get(madeBy ?? '') ?? null,
    url: deps.links.urlOf(tenant, { kind: 'flash', id }),
    seen,
    joined,
    choices: choices.map((choice) => ({
      ...choice,
      tag: names.get(readId('tag', choice.tagId) ?? '') ?? null,
      picked: picked.get(choice.id) ?? 0,
    })),
  }
}
