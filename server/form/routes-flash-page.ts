import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type App, presentOf, showId, type Tenant } from '../kernel/index.ts'
import {
  createVisitors,
  type Html,
  languageOf,
  lookOf,
  meantBy,
  pageGone,
  postedPage,
  sendPage,
  TOKEN_CHARACTERS,
  tellOfVisitor,
  type Visitor,
} from '../page/index.ts'
import type { Tx } from '../postgres/index.ts'
import {
  type FlashPageText,
  flashAskPage,
  flashPageStyle,
  flashPageTexts,
  flashSharesPage,
  flashSoonPage,
} from './flash-page.ts'
import {
  countsOfFlash,
  findFlash,
  flashStateOf,
  joinFlash,
  noteSeen,
  type StoredFlash,
} from './flash-store.ts'
import type { FormRouteDeps } from './route-deps.ts'

const token = z.object({ token: z.string().max(TOKEN_CHARACTERS * 2) })
/** From one address; a phone behind a carrier shares its address with many. */
const ASKED_A_MINUTE = 600
const PATH = '/q/:token'

type Showing = {
  request: FastifyRequest
  reply: FastifyReply
  tenant: Tenant
  topic: StoredFlash
  visitor: Visitor
}

/** A flash topic's page (`/q/…`). Open to everybody: customers choose there, and see what the others chose. */
export function flashPageRoutes(app: App, deps: FormRouteDeps): void {
  const visitors = createVisitors(deps)
  const config = { rateLimit: { max: ASKED_A_MINUTE, timeWindow: '1 minute' } }
  const schema = { params: token, hide: true }
  app.get(PATH, { config, schema }, async (request, reply) => {
    const meant = await topicOf(deps, request.params.token)
    if (!meant) return pageGone(deps, request, reply, null)
    const visitor = await visitors.of(request, reply, meant.tenant)
    return visitor ? show(deps, { request, reply, ...meant, visitor }, null) : reply
  })
  postedPage(app, (scope, bodyOf) => {
    scope.post(PATH, { config, schema }, async (request, reply) => {
      const meant = await topicOf(deps, request.params.token)
      if (!meant) return pageGone(deps, request, reply, null)
      const body = bodyOf(request)
      const visitor = await visitors.ofForm(request, meant.tenant, body.get('v') ?? undefined)
      return show(deps, { request, reply, ...meant, visitor }, body.getAll('a'))
    })
  })
}

async function topicOf(
  deps: FormRouteDeps,
  shown: string,
): Promise<{ tenant: Tenant; topic: StoredFlash } | null> {
  const meant = await meantBy(deps, shown, 'flash')
  if (!meant) return null
  const { tenant, id } = meant
  const topic = await deps.db.inWorkspace(tenant.id, (tx) => findFlash(tx, tenant, id))
  return topic && { tenant, topic }
}

/** @param sent what was chosen; null: somebody only looks. */
async function show(
  deps: FormRouteDeps,
  { request, reply, tenant, topic, visitor }: Showing,
  sent: readonly string[] | null,
): Promise<FastifyReply> {
  const language = languageOf(request)
  const now = presentOf(tenant, deps.clock)
  const { look, body } = await deps.db.inWorkspace(tenant.id, async (tx) => ({
    look: await lookOf(tx, tenant),
    body: await bodyOf(tx, flashPageTexts[language], { tenant, topic, visitor, now, sent }),
  }))
  const { title } = topic
  return sendPage(reply, deps, {
    ...{ tenant, language, title, body, colour: look.colour },
    style: flashPageStyle,
  })
}

type Choosing = {
  tenant: Tenant
  topic: StoredFlash
  visitor: Visitor
  now: Date
  sent: readonly string[] | null
}

async function bodyOf(tx: Tx, text: FlashPageText, choosing: Choosing): Promise<Html> {
  const { tenant, topic, visitor, now, sent } = choosing
  const state = flashStateOf(topic, now)
  if (state === 'soon') return flashSoonPage(text)
  const seen = { topicId: topic.id, visitorId: visitor.id, now }
  const before = visitor.isRobot ? [] : await noteSeen(tx, tenant, seen)
  const picks = topic.choices.map(({ id }) => id).filter((id) => sent?.includes(id))
  const isTaken = picks.length > 0 && picks.length <= topic.most && !visitor.isRobot
  if (state === 'open' && before.length === 0) {
    const error = sent === null ? null : picks.length === 0 ? 'none' : 'too_many'
    const visitorToken = visitor.token
    if (!isTaken) return flashAskPage(text, { topic, visitorToken, error, sent: picks })
    await take(tx, choosing, picks)
  }
  const mine = before.length > 0 ? before : state === 'open' ? picks : []
  const { joined, picked } = await countsOfFlash(tx, tenant, topic.id)
  return flashSharesPage(text, { topic, joined, picked, mine, isOver: state === 'ended' })
}

async function take(tx: Tx, { tenant, topic, visitor, now }: Choosing, picks: string[]) {
  const joining = { topicId: topic.id, visitorId: visitor.id, picks, now }
  if (!(await joinFlash(tx, tenant, joining))) return
  const texts = topic.choices.filter(({ id }) => picks.includes(id)).map((one) => one.text)
  const deed = {
    visitor,
    name: 'flash_topic.joined',
    at: now,
    messageId: `flash topic ${topic.id} ${visitor.id}`,
    props: {
      topic: topic.title,
      topic_id: showId('flashTopic', topic.id),
      choices: texts.join('、'),
    },
  }
  await tellOfVisitor(tx, tenant, deed, now)
}
