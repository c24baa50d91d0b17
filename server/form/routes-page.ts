import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type App, presentOf, readId, type Tenant } from '../kernel/index.ts'
import {
  createVisitors,
  html,
  languageOf,
  lookOf,
  meantBy,
  pageGone,
  postedPage,
  sendPage,
  TOKEN_CHARACTERS,
  type Visitor,
} from '../page/index.ts'
import type { Tx } from '../postgres/index.ts'
import { askedPage, donePage, formPageScript, formPageStyle, notNowPage } from './page.ts'
import { formPageTexts } from './page-text.ts'
import { knownAnswer, knownPhone } from './prefill.ts'
import type { FormRouteDeps } from './route-deps.ts'
import { findForm, type StoredForm } from './store.ts'
import { lookAtForm, type Place, type Sent, takeAnswer } from './take.ts'

const token = z.object({ token: z.string().max(TOKEN_CHARACTERS * 2) })
/** From one address; a phone behind a carrier shares its address with many. */
const ASKED_A_MINUTE = 600

const PATH = '/f/:token'

/** A form's page (`/f/…`). Open to everybody: customers answer there, one question at a time, with or without a script. */
export function formPageRoutes(app: App, deps: FormRouteDeps): void {
  const visitors = createVisitors(deps)
  const config = { rateLimit: { max: ASKED_A_MINUTE, timeWindow: '1 minute' } }
  const schema = { params: token, hide: true }
  app.get(PATH, { config, schema }, async (request, reply) => {
    const meant = await formOf(deps, request.params.token)
    if (!meant) return pageGone(deps, request, reply, null)
    const visitor = await visitors.of(request, reply, meant.tenant)
    if (!visitor) return reply
    return show(deps, { request, reply, ...meant, visitor }, lookAtForm)
  })
  postedPage(app, (scope, bodyOf) => {
    scope.post(PATH, { config, schema }, async (request, reply) => {
      const meant = await formOf(deps, request.params.token)
      if (!meant) return pageGone(deps, request, reply, null)
      const body = bodyOf(request)
      const visitor = await visitors.ofForm(request, meant.tenant, body.get('v') ?? undefined)
      const sent = sentIn(body)
      return show(deps, { request, reply, ...meant, visitor }, (tx, ctx, asked) =>
        takeAnswer(tx, ctx, { ...asked, sent }),
      )
    })
  })
}

/** The form that a token stands for, if it is there. */
async function formOf(
  deps: FormRouteDeps,
  shown: string,
): Promise<{ tenant: Tenant; form: StoredForm } | null> {
  const meant = await meantBy(deps, shown, 'form')
  if (!meant) return null
  const { tenant, id } = meant
  const form = await deps.db.inWorkspace(tenant.id, (tx) => findForm(tx, tenant, id))
  return form && { tenant, form }
}

function sentIn(body: URLSearchParams): Sent {
  return {
    responseId: readId('formResponse', body.get('r') ?? ''),
    questionId: body.get('q') ?? '',
    answer: body.getAll('a'),
    isBack: body.get('go') === 'back',
    isKnown: body.get('known') === '1' && (body.get('a') ?? '') === '',
  }
}

type Showing = {
  request: FastifyRequest
  reply: FastifyReply
  tenant: Tenant
  form: StoredForm
  visitor: Visitor
}

async function show(
  deps: FormRouteDeps,
  { request, reply, tenant, form, visitor }: Showing,
  placing: typeof lookAtForm,
): Promise<FastifyReply> {
  const language = languageOf(request)
  const text = formPageTexts[language]
  const ctx = { tenant, now: presentOf(tenant, deps.clock), seal: deps.seal }
  const { place, look, body } = await deps.db.inWorkspace(tenant.id, async (tx) => {
    const place = await placing(tx, ctx, { form, visitor })
    return { place, look: await lookOf(tx, tenant), body: await bodyOf(tx, place) }
  })
  if (place.kind === 'gone') return pageGone(deps, request, reply, tenant)
  const plan = 'plan' in place ? place.plan : form.published?.plan
  return sendPage(reply, deps, {
    ...{ tenant, language, body, title: plan?.title ?? '', colour: look.colour },
    script: formPageScript,
    style: formPageStyle,
    frames: form.published?.plan.hosts ?? [],
  })

  async function bodyOf(tx: Tx, place: Place) {
    if (place.kind === 'gone') return html``
    if (place.kind === 'done') return donePage(text, place)
    if (place.kind !== 'asked') return notNowPage(text, place.kind)
    const { question, answers, refusal, sent } = place
    const before = answers.get(question.id) ?? null
    const written = refusal === null ? null : { choices: [...sent], text: sent[0] ?? '' }
    const filled = written ?? before ?? (await knownAnswer(tx, tenant, question, visitor.customer))
    const isPhone = question.kind === 'phone' && !visitor.isRobot
    const known = isPhone ? await knownPhone(tx, tenant, deps.seal, visitor.customer) : null
    const visitorToken = visitor.token
    return askedPage({ text, place, filled, knownPhone: known?.masked ?? null, visitorToken })
  }
}
