import type { MessageContent, PolicyRules } from '../../contract/delivery.ts'
import { variablesOf } from '../../contract/sms-text.ts'
import { wordsOf } from '../customer/index.ts'
import { dayOf } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import type { Addressee, ChannelContext, DeliverySpec, PlanOutcome } from './delivery.ts'
import { gather, type Rehearsed } from './gather.ts'
import type { No } from './judge.ts'
import { decide, outcomeOf, rendererOf } from './plan.ts'
import { scopeOf } from './render.ts'

/** What would become of one intended message, and what stands behind it. */
export type RehearsedDelivery = PlanOutcome & {
  personId: string
  /** Whose task it would be; empty when nobody has to do anything for it. */
  userid: string
  /** The customer's own calendar day. */
  on: string
  /** What the policy counted; null: it may be sent. */
  no: No | null
  /** How it reads for this person alone; null: the same for everybody, or not at all. */
  text: string | null
  subject: string | null
  /** Names that the message says and that nobody knows of this person. */
  lacking: string[]
}

/**
 * The answers of `planDeliveries` at an instant that is past or has not come, by the same judge and the same renderer, and
 * nothing else: nobody is locked, no row is written. What is handed out goes into the diary, so that caps hold within the
 * rehearsal as well. Brakes that stand now are no part of the question.
 */
export async function rehearseDeliveries(
  tx: Tx,
  ctx: ChannelContext,
  spec: DeliverySpec,
  people: readonly Addressee[],
  { rules, ...rehearsed }: Rehearsed & { rules: PolicyRules },
): Promise<RehearsedDelivery[]> {
  const at = new Date(Math.max(spec.notBefore.getTime(), ctx.now.getTime()))
  const { carrier, purpose } = spec
  const asked = { at, carrier, purpose, except: [], isEarnest: false, rehearsed }
  const wanted = people.map(({ deliveryId: key, customerId }) => ({ key, customerId }))
  const gathered = await gather(tx, ctx, asked, wanted)
  const render = await rendererOf(tx, ctx, spec, people)
  const workday = dayOf(at, ctx.tenant.timeZone)
  const lackingOf = await whatIsLacking(tx, ctx, spec.content, people)
  return people.map((person) => {
    const { deliveryId, customerId } = person
    const { no, text, subject } = decide(gathered, { at, carrier, purpose, rules }, person, render)
    const outcome = outcomeOf(deliveryId, no, spec, at)
    const known = gathered.known(deliveryId)
    const personId = known?.personId ?? customerId
    const userid = known?.sender?.userid ?? ''
    const on = known?.on ?? ''
    if (outcome.outcome === 'planned') {
      gathered.take(deliveryId)
      rehearsed.diary.note({ personId, userid, on, workday, at, carrier, purpose })
    }
    return { ...outcome, personId, userid, on, no, text, subject, lacking: lackingOf(customerId) }
  })
}

/** Which of the names in a message are not known of whom. */
async function whatIsLacking(
  tx: Tx,
  { tenant }: ChannelContext,
  content: MessageContent,
  people: readonly Addressee[],
): Promise<(customerId: string) => string[]> {
  const names = namesIn(content)
  if (names.length === 0) return () => []
  const ids = [...new Set(people.map(({ customerId }) => customerId))]
  const words = await wordsOf(tx, tenant, ids)
  return (customerId) => {
    const { customer } = scopeOf(words.get(customerId) ?? {})
    return names.filter((name) => !(name in customer))
  }
}

/** What a message says of a customer, as `name` or `city`. */
function namesIn({ text, subject = '', sms }: MessageContent): string[] {
  const params = sms ? variablesOf(text).map((name) => sms.params[name] ?? '') : []
  const written = sms ? params : [text, subject]
  const found = written.flatMap((part) =>
    [...part.matchAll(/customer\.([\p{L}_][\p{L}\p{N}_-]*)/gu)].map(([, name = '']) => name),
  )
  return [...new Set(found)]
}
