import type { BroadcastPlan, BroadcastProblem, Variant } from '../../contract/broadcast.ts'
import { messageContent } from '../../contract/delivery.ts'
import { isReadable, waysFor } from '../channel/index.ts'
import { readId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { segmentNames } from '../segment/index.ts'

const REASON_MIN = 2
const HUNDRED = 100

type Code = BroadcastProblem['code']

/** What keeps a draft from being launched: what is missing in it, and what it names that is not there. */
export async function problemsOf(
  tx: Tx,
  { tenant, now }: { tenant: Pick<Tenant, 'id'>; now: Date },
  plan: BroadcastPlan,
): Promise<BroadcastProblem[]> {
  const whole = [...problemsOfWhole(plan, now), ...(await problemsOfSegment(tx, tenant, plan))]
  const ways = await waysFor(tx, tenant)
  if (plan.carrier === 'email' && !ways.hasMailbox) whole.push('no_mailbox')
  if (plan.carrier === 'sms' && !ways.hasSmsLine) whole.push('no_sms_line')
  const ofMessages = plan.variants.flatMap((variant) =>
    problemsOfMessage(plan, variant, ways).map((code) => ({ code, arm: variant.id })),
  )
  return [...whole.map((code) => ({ code, arm: '' })), ...ofMessages]
}

function problemsOfWhole({ variants, control, start, window }: BroadcastPlan, now: Date): Code[] {
  const found: Code[] = []
  const shares = variants.reduce((sum, { share }) => sum + share, 0)
  if (variants.length > 1 && shares !== HUNDRED) found.push('shares')
  if (control.kind === 'none' && control.reason.trim().length < REASON_MIN)
    found.push('control_reason')
  if (start.kind === 'at' && new Date(start.at) < now) found.push('start_passed')
  if (window && window.from === window.to) found.push('window')
  return found
}

async function problemsOfSegment(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { segmentId, excludeSegmentIds }: BroadcastPlan,
): Promise<Code[]> {
  if (segmentId === '') return ['no_segment']
  const ids = [segmentId, ...excludeSegmentIds].map((shown) => readId('segment', shown))
  const known = await segmentNames(
    tx,
    tenant,
    ids.flatMap((id) => id ?? []),
  )
  return ids.every((id) => id !== null && known.has(id)) ? [] : ['segment_gone']
}

function problemsOfMessage(
  { carrier }: BroadcastPlan,
  { content }: Variant,
  ways: Awaited<ReturnType<typeof waysFor>>,
): Code[] {
  if (carrier === 'sms') {
    const template = content.sms && ways.smsTemplates.get(content.sms.code)
    if (!content.sms || template?.text !== content.text) return ['no_template']
  }
  if (content.text.trim() === '') return ['no_text']
  if (carrier === 'email' && (content.subject ?? '').trim() === '') return ['no_subject']
  const params = Object.values(content.sms?.params ?? {})
  if (![content.text, content.subject ?? '', ...params].every(isReadable)) return ['unrenderable']
  return messageContent.safeParse(content).success ? [] : ['link']
}
