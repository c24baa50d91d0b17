import type { FormPlan, FormQuestion } from '../../contract/form.ts'
import {
  type AnswerRefusal,
  answerText,
  type FormAnswer,
  isAnswered,
  readAnswer,
} from '../../contract/form-answer.ts'
import { pathOf, scoreOf } from '../../contract/form-path.ts'
import type { IdentityClaim } from '../../contract/identity.ts'
import { everyRowOf, readPhone } from '../customer/index.ts'
import { dayOf, type Seal, showId, type Tenant } from '../kernel/index.ts'
import { tellOfVisitor, type Visitor } from '../page/index.ts'
import type { Tx } from '../postgres/index.ts'
import { tagsOf } from './given-tags.ts'
import { knownPhone } from './prefill.ts'
import {
  answersOf,
  type FormResponse,
  findResponse,
  finishedBefore,
  keepAnswer,
  noteShown,
  openResponse,
  secondsBetween,
  submit,
} from './response.ts'
import { planOfVersion, type StoredForm, stateOf } from './store.ts'

/** Where a visitor stands in a form: before it, at a question, or behind it. */
export type Place =
  | { kind: 'closed' | 'soon' | 'gone' }
  | { kind: 'done'; plan: FormPlan; isBefore: boolean }
  | {
      kind: 'asked'
      plan: FormPlan
      /** Null: whoever looks leaves no trace. */
      response: FormResponse | null
      answers: Map<string, FormAnswer>
      question: FormQuestion
      path: FormQuestion[]
      /** Why the answer that was sent could not be taken, and how it was written. */
      refusal: AnswerRefusal | null
      sent: readonly string[]
    }

export type TakeContext = { tenant: Tenant; now: Date; seal: Seal }
type Asked = { form: StoredForm; visitor: Visitor }

/** What a page sends: the answer to a question, or that somebody wants to go back. */
export type Sent = {
  /** The response that the page belonged to, shown; empty: none. */
  responseId: string | null
  questionId: string
  answer: readonly string[]
  isBack: boolean
  /** The telephone number is the one that is known already. */
  isKnown: boolean
}

/** Somebody opens a form: where they left off, or its first question. */
export async function lookAtForm(tx: Tx, ctx: TakeContext, asked: Asked): Promise<Place> {
  const { form, visitor } = asked
  const closed = closedPlace(ctx, form)
  if (closed) return closed
  if (form.published === null) return { kind: 'gone' }
  const { plan } = form.published
  if (visitor.isRobot) return withoutTrace(plan)
  const before = await finishedBefore(tx, ctx.tenant, {
    formId: form.id,
    visitorId: visitor.id,
    customerIds: await rowsOf(tx, ctx, visitor),
  })
  if (!plan.isRepeatable && (before.round > 0 || before.isKnown))
    return { kind: 'done', plan, isBefore: true }
  const response = await openResponse(tx, ctx.tenant, {
    formId: form.id,
    version: form.published.version,
    visitorId: visitor.id,
    round: before.round,
    now: ctx.now,
  })
  return standing(tx, ctx, response, await planOf(tx, ctx, form, response))
}

/** Somebody answers, or goes back. What is sent twice is taken once. */
export async function takeAnswer(
  tx: Tx,
  ctx: TakeContext,
  { form, visitor, sent }: Asked & { sent: Sent },
): Promise<Place> {
  const { tenant } = ctx
  const response = await findResponse(tx, tenant, { id: sent.responseId, visitorId: visitor.id })
  if (visitor.isRobot || response?.formId !== form.id) return lookAtForm(tx, ctx, { form, visitor })
  const plan = await planOf(tx, ctx, form, response)
  if (response.submittedAt !== null) return { kind: 'done', plan, isBefore: false }
  const closed = closedPlace(ctx, form)
  if (closed) return closed
  const answers = await answersOf(tx, tenant, ctx.seal, response.id)
  const { path } = pathOf(plan, answers)
  const index = path.findIndex(({ id }) => id === sent.questionId)
  const question = path[index]
  // A page of the past: the way that was gone does not lead by its question.
  if (!question) return standing(tx, ctx, response, plan)
  const ask = (asked: FormQuestion, refusal: AnswerRefusal | null = null) =>
    askedPlace(tx, ctx, { plan, response, answers, question: asked, refusal, sent: sent.answer })
  if (sent.isBack) return ask(path[index - 1] ?? question)
  const read = await readSent(tx, ctx, { visitor, question, sent })
  if (typeof read === 'string') return ask(question, read)
  const kept = { response, plan, questionId: question.id, answer: read, now: ctx.now }
  const isFirst = await keepAnswer(tx, tenant, ctx.seal, kept)
  if (isFirst) await tellStarted(tx, ctx, { form, visitor, response })
  answers.set(question.id, read)
  const after = pathOf(plan, answers)
  const next = after.path[index + 1]
  if (next) return ask(next)
  await handIn(tx, ctx, { form, visitor, response, plan, path: after.path, answers })
  return { kind: 'done', plan, isBefore: false }
}

function closedPlace({ tenant, now }: TakeContext, form: StoredForm): Place | null {
  const state = stateOf(form, dayOf(now, tenant.timeZone))
  if (state === 'draft') return { kind: 'gone' }
  return state === 'open' ? null : { kind: state }
}

function withoutTrace(plan: FormPlan): Place {
  const [question] = plan.questions
  if (!question) return { kind: 'gone' }
  const path = [question]
  return {
    kind: 'asked',
    plan,
    response: null,
    answers: new Map(),
    question,
    path,
    refusal: null,
    sent: [],
  }
}

async function rowsOf(tx: Tx, { tenant }: TakeContext, { customer }: Visitor): Promise<string[]> {
  return customer ? everyRowOf(tx, tenant.id, customer.id) : []
}

/** What was begun goes on with the questions that it began with, whatever was published since. */
async function planOf(
  tx: Tx,
  { tenant }: TakeContext,
  { id, published }: StoredForm,
  { version }: FormResponse,
): Promise<FormPlan> {
  if (published?.version === version) return published.plan
  return planOfVersion(tx, tenant, { formId: id, version })
}

async function standing(
  tx: Tx,
  ctx: TakeContext,
  response: FormResponse,
  plan: FormPlan,
): Promise<Place> {
  if (response.submittedAt !== null) return { kind: 'done', plan, isBefore: false }
  const answers = await answersOf(tx, ctx.tenant, ctx.seal, response.id)
  const question = pathOf(plan, answers).path.at(-1)
  if (!question) return { kind: 'gone' }
  return askedPlace(tx, ctx, { plan, response, answers, question, refusal: null, sent: [] })
}

async function askedPlace(
  tx: Tx,
  { tenant, now }: TakeContext,
  asked: {
    plan: FormPlan
    response: FormResponse
    answers: Map<string, FormAnswer>
    question: FormQuestion
    refusal: AnswerRefusal | null
    sent: readonly string[]
  },
): Promise<Place> {
  const { plan, response, answers, question } = asked
  await noteShown(tx, tenant, { id: response.id, questionId: question.id, now })
  const { path } = pathOf(plan, answers)
  const index = path.findIndex(({ id }) => id === question.id)
  return { kind: 'asked', ...asked, path: path.slice(0, index + 1) }
}

async function readSent(
  tx: Tx,
  { tenant, seal }: TakeContext,
  { visitor, question, sent }: { visitor: Visitor; question: FormQuestion; sent: Sent },
): Promise<FormAnswer | AnswerRefusal> {
  if (question.kind !== 'phone') return readAnswer(question, sent.answer)
  const known = sent.isKnown ? await knownPhone(tx, tenant, seal, visitor.customer) : null
  if (known) return { choices: [], text: known.number }
  const read = readAnswer(question, sent.answer)
  if (typeof read === 'string' || !isAnswered(read)) return read
  const phone = readPhone(read.text, seal)
  return phone ? { choices: [], text: phone.e164 } : 'no_phone'
}

async function tellStarted(
  tx: Tx,
  { tenant, now }: TakeContext,
  { form, visitor, response }: Asked & { response: FormResponse },
): Promise<void> {
  const messageId = `form ${response.id} started`
  const deed = { visitor, name: 'form.started', at: now, messageId, props: propsOf(form, response) }
  await tellOfVisitor(tx, tenant, deed, now)
}

function propsOf({ id, name }: StoredForm, response: FormResponse) {
  return {
    form: name,
    form_id: showId('form', id),
    response_id: showId('formResponse', response.id),
    version: response.version,
  }
}

type HandedIn = Asked & {
  response: FormResponse
  plan: FormPlan
  path: FormQuestion[]
  answers: Map<string, FormAnswer>
}

async function handIn(tx: Tx, { tenant, now }: TakeContext, handed: HandedIn): Promise<void> {
  const { form, visitor, response, path, answers } = handed
  const score = scoreOf(path, answers)
  const way = path.map(({ id }) => id)
  if (!(await submit(tx, tenant, { response, path: way, score, now }))) return
  const said = path.flatMap((question) => {
    const answer = answers.get(question.id)
    return isAnswered(answer) ? [{ question, answer }] : []
  })
  const deed = {
    visitor,
    name: 'form.submitted',
    at: now,
    messageId: `form ${response.id} submitted`,
    props: {
      ...Object.fromEntries(said.flatMap(openProp)),
      ...propsOf(form, response),
      score,
      seconds: secondsBetween(response.openedAt, now),
    },
    claims: said.flatMap(phoneClaim),
    personal: {
      traits: Object.fromEntries(said.flatMap(traitOf)),
      tags: said.flatMap(({ question, answer }) => tagsOf(question, answer)),
    },
  }
  await tellOfVisitor(tx, tenant, deed, now)
}

type Said = { question: FormQuestion; answer: FormAnswer }

/** Choices and numbers are told by name; what somebody wrote is theirs, and stays out of history. */
function openProp({ question, answer }: Said): [string, string | number][] {
  switch (question.kind) {
    case 'single':
    case 'multiple':
      return [[question.key, answerText(question, answer)]]
    case 'number':
    case 'rating':
      return [[question.key, Number(answer.text)]]
    case 'text':
    case 'long_text':
    case 'date':
    case 'phone':
      return []
  }
}

function phoneClaim({ question, answer }: Said): IdentityClaim[] {
  return question.kind === 'phone' ? [{ kind: 'phone', value: answer.text }] : []
}

function traitOf({ question, answer }: Said): [string, string | number][] {
  if (question.trait === '' || question.kind === 'phone') return []
  if (question.kind === 'number' || question.kind === 'rating')
    return [[question.trait, Number(answer.text)]]
  if (question.kind !== 'single' && question.kind !== 'multiple')
    return [[question.trait, answer.text]]
  const chosen = question.options.filter(({ id }) => answer.choices.includes(id))
  return [[question.trait, chosen.map((one) => one.traitValue || one.text).join('、')]]
}
