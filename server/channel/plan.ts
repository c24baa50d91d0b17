import type { Reason } from '../../contract/delivery.ts'
import { wordsOf } from '../customer/index.ts'
import { addMs, type Refused } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { Addressee, ChannelContext, DeliverySpec, PlanOutcome } from './delivery.ts'
import { type Gathered, gather, type Known } from './gather.ts'
import { judge, type No, takesSlot } from './judge.ts'
import { keepMessage } from './message-store.ts'
import { pauseFor, pausesOf } from './pause.ts'
import { policyOf } from './policy-store.ts'
import { compile, scopeOf } from './render.ts'
import { compileTemplate } from './render-template.ts'

/** How long what a kill switch stopped waits until it asks again. */
const PAUSED_MS = 60_000

/**
 * What the policy says of a batch, and the rows of the ledger: one for each delivery that is planned or refused. Whoever
 * is deferred leaves no row. In the caller's transaction, with a bounded number of statements whatever the number of people.
 */
export async function planDeliveries(
  tx: Tx,
  ctx: ChannelContext,
  spec: DeliverySpec,
  people: readonly Addressee[],
): Promise<PlanOutcome[]> {
  if (people.length === 0) return []
  const before = await decidedBefore(tx, ctx, people)
  const fresh = people.filter(({ deliveryId }) => !before.has(deliveryId))
  const planned = fresh.length > 0 ? await planFresh(tx, ctx, spec, fresh) : new Map()
  return people.map(({ deliveryId }) => {
    const said = before.get(deliveryId) ?? planned.get(deliveryId)
    if (!said) throw new Error(`nothing was decided about delivery ${deliveryId}`)
    return said
  })
}

/** Effects that are in the ledger already: asking again changes nothing. */
async function decidedBefore(
  tx: Tx,
  { tenant }: ChannelContext,
  people: readonly Addressee[],
): Promise<Map<string, PlanOutcome>> {
  const rows = await tx.rows(sql<{ id: string; state: string; reason: Reason | null }>`
    select id, state, reason
    from channel.delivery
    where workspace_id = ${tenant.id}
      and id = any(${people.map(({ deliveryId }) => deliveryId)}::uuid[])
  `)
  return new Map(
    rows.map(({ id, state, reason }) => [
      id,
      state === 'skipped' && reason
        ? { deliveryId: id, outcome: 'skipped', reason }
        : { deliveryId: id, outcome: 'planned' },
    ]),
  )
}

async function planFresh(
  tx: Tx,
  ctx: ChannelContext,
  spec: DeliverySpec,
  people: readonly Addressee[],
): Promise<Map<string, PlanOutcome>> {
  const { carrier, purpose, cause } = spec
  if (pauseFor(await pausesOf(tx, ctx.tenant), { carrier, ...originOf(cause) }))
    return pausedAll(ctx, people)
  const at = new Date(Math.max(spec.notBefore.getTime(), ctx.now.getTime()))
  const { rules } = await policyOf(tx, ctx.tenant)
  const wanted = people.map(({ deliveryId: key, customerId }) => ({ key, customerId }))
  const question = { at, carrier, purpose, rules }
  const asked = { at, carrier, purpose, except: [], isEarnest: true }
  const gathered = await gather(tx, ctx, asked, wanted)
  const render = await rendererOf(tx, ctx, spec, people)
  const outcomes = new Map<string, PlanOutcome>()
  const decided: Decided[] = []
  for (const person of people) {
    const { deliveryId } = person
    const said = decide(gathered, question, person, render)
    const outcome = outcomeOf(deliveryId, said.no, spec, at)
    outcomes.set(deliveryId, outcome)
    if (outcome.outcome === 'deferred') continue
    const no = outcome.outcome === 'planned' ? null : (said.no ?? tooLate)
    const { text, subject, params } = said
    decided.push({ person, known: gathered.known(deliveryId), no, text, subject, params })
    if (!no) gathered.take(deliveryId)
  }
  await insertDeliveries(tx, ctx, spec, { at, decided })
  return outcomes
}

/** Which SOP or broadcast a message comes from. */
function originOf(cause: DeliverySpec['cause']) {
  return {
    journeyId: cause.kind === 'journey' ? cause.journeyId : null,
    broadcastId: cause.kind === 'broadcast' ? cause.broadcastId : null,
  }
}

type Decided = Rendered & { person: Addressee; known: Known | null }
/** Why not, or the rendering where it is not the message itself. */
type Rendered = {
  no: No | null
  text: string | null
  subject: string | null
  /** Of a short message: what stands in the gaps of its template. */
  params: Record<string, string> | null
}
const notRendered = (no: No | null): Rendered => ({ no, text: null, subject: null, params: null })
const tooLate: No = { reason: 'too_late', until: null, detail: {} }

export function decide(
  gathered: Gathered,
  question: Parameters<typeof judge>[1],
  person: Addressee,
  render: Render,
): Rendered {
  const candidate = gathered.candidate(person.deliveryId)
  // Somebody else is deciding about this person right now: asked again at once.
  if (candidate === 'busy') return notRendered({ reason: 'busy', until: question.at, detail: {} })
  if (candidate === 'unknown')
    return notRendered({ reason: 'unreachable', until: null, detail: {} })
  const no = judge(candidate, question)
  if (no) return notRendered(no)
  return person.welcome
    ? { ...notRendered(null), text: person.welcome.text }
    : render(person.customerId)
}

function pausedAll({ now }: ChannelContext, people: readonly Addressee[]) {
  const until = addMs(now, PAUSED_MS)
  return new Map<string, PlanOutcome>(
    people.map(({ deliveryId }) => [
      deliveryId,
      { deliveryId, outcome: 'deferred', until, reason: 'paused' },
    ]),
  )
}

/** What a no means for one who may be late, or may not. */
export function outcomeOf(
  deliveryId: string,
  no: No | null,
  when: Pick<DeliverySpec, 'lateness' | 'notAfter'>,
  at: Date,
): PlanOutcome {
  if (at > when.notAfter) return { deliveryId, outcome: 'skipped', reason: 'too_late' }
  if (!no) return { deliveryId, outcome: 'planned' }
  const { reason, until } = no
  const mayWait = when.lateness !== 'skip' || reason === 'busy'
  if (!mayWait || !until || until > when.notAfter) return { deliveryId, outcome: 'skipped', reason }
  return { deliveryId, outcome: 'deferred', until, reason }
}

export type Render = (customerId: string) => Rendered

/** How the message reads for each; null: as it is written, for everybody. */
export async function rendererOf(
  tx: Tx,
  { tenant }: Pick<ChannelContext, 'tenant'>,
  { content, carrier }: Pick<DeliverySpec, 'content' | 'carrier'>,
  people: readonly Pick<Addressee, 'customerId'>[],
): Promise<Render> {
  if (carrier === 'sms') return templateFor(tx, tenant, content, people)
  const body = compile(content.text)
  const head = compile(content.subject ?? '')
  if (!body.ok) return () => notRendered(noOf(body))
  if (!head.ok) return () => notRendered(noOf(head))
  const [fillBody, fillHead] = [body.value, head.value]
  if (!fillBody && !fillHead) return () => notRendered(null)
  const ids = [...new Set(people.map(({ customerId }) => customerId))]
  const words = await wordsOf(tx, tenant, ids)
  return (customerId) => {
    const scope = scopeOf(words.get(customerId) ?? {})
    const text = fillBody?.(scope)
    const subject = fillHead?.(scope)
    if (text && !text.ok) return notRendered(noOf(text))
    if (subject && !subject.ok) return notRendered(noOf(subject))
    return { no: null, text: text?.value ?? null, subject: subject?.value ?? null, params: null }
  }
}

/** How a short message reads for each. */
async function templateFor(
  tx: Tx,
  tenant: ChannelContext['tenant'],
  content: DeliverySpec['content'],
  people: readonly Pick<Addressee, 'customerId'>[],
): Promise<Render> {
  const compiled = compileTemplate(content)
  if (!compiled.ok) return () => notRendered(noOf(compiled))
  const ids = [...new Set(people.map(({ customerId }) => customerId))]
  const words = await wordsOf(tx, tenant, ids)
  return (customerId) => {
    const filled = compiled.value(scopeOf(words.get(customerId) ?? {}))
    return filled.ok ? { no: null, ...filled.value, subject: null } : notRendered(noOf(filled))
  }
}

function noOf({ reason, detail }: Refused<'missing_variable' | 'unrenderable'>): No {
  return { reason, until: null, detail }
}

async function insertDeliveries(
  tx: Tx,
  { tenant, now }: ChannelContext,
  spec: DeliverySpec,
  { at, decided }: { at: Date; decided: readonly Decided[] },
): Promise<void> {
  if (decided.length === 0) return
  const messageId = await keepMessage(tx, tenant, spec, now)
  const { journeyId, broadcastId } = originOf(spec.cause)
  const hasSlot = takesSlot(spec.carrier)
  const { carrier, purpose, notBefore, notAfter, lateness } = spec
  await tx.run(sql`
    insert into channel.delivery
      (workspace_id, id, message_id, journey_id, broadcast_id, enrollment_id, customer_id, customer_no, person_id, carrier, purpose,
       state, reason, detail, userid, external_userid, text, subject, sms_params, welcome_code, zone, planned_at, not_before, not_after,
       lateness, due_at, slot_at, slot_on, settled_at)
    select ${tenant.id}, n.id, ${messageId}, ${journeyId}::uuid, ${broadcastId}::uuid, n.enrollment_id, n.customer_id, n.customer_no, n.person_id,
           ${carrier}, ${purpose}, case when n.reason is null then 'planned' else 'skipped' end, n.reason, n.detail::jsonb,
           n.userid, n.external_userid, n.text, n.subject, n.params::jsonb, n.code, n.zone, ${now}, ${notBefore}, ${notAfter}, ${lateness}, ${at},
           case when n.slot_on is not null then ${at}::timestamptz end, n.slot_on,
           case when n.reason is not null then ${now}::timestamptz end
    from unnest(
      ${decided.map((one) => one.person.deliveryId)}::uuid[],
      ${decided.map((one) => one.person.enrollmentId)}::uuid[],
      ${decided.map((one) => one.person.customerId)}::uuid[],
      ${decided.map((one) => one.person.customerNo)}::bigint[],
      ${decided.map((one) => one.known?.personId ?? one.person.customerId)}::uuid[],
      ${decided.map((one) => one.no?.reason ?? null)}::text[],
      ${decided.map((one) => (one.no ? JSON.stringify(one.no.detail) : null))}::text[],
      ${decided.map((one) => senderOf(one).userid)}::text[],
      ${decided.map((one) => senderOf(one).externalUserid)}::text[],
      ${decided.map((one) => one.text)}::text[],
      ${decided.map((one) => one.subject)}::text[],
      ${decided.map(({ params }) => (params ? JSON.stringify(params) : null))}::text[],
      ${decided.map((one) => one.person.welcome?.code ?? null)}::text[],
      ${decided.map((one) => one.known?.zone ?? tenant.timeZone)}::text[],
      ${decided.map((one) => (hasSlot && !one.no ? (one.known?.on ?? null) : null))}::date[]
    ) as n (id, enrollment_id, customer_id, customer_no, person_id, reason, detail, userid, external_userid, text, subject, params,
            code, zone, slot_on)
  `)
}

/** A welcome goes out in the name of whom the customer has just added, an associate's own choice in hers; else of whoever chatted with them last. */
function senderOf({ person, known }: Decided): { userid: string; externalUserid: string } {
  return person.welcome ?? person.sender ?? known?.sender ?? { userid: '', externalUserid: '' }
}
