import type { JourneyPlan } from '../../contract/journey.ts'
import { problemsOf, segmentsOf } from '../../contract/journey-problems.ts'
import type { LaunchProblem } from '../../contract/journey-view.ts'
import { isReadable, waysFor } from '../channel/index.ts'
import { tagNames } from '../customer/index.ts'
import { readId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { isLive, segmentNames } from '../segment/index.ts'
import { segmentKey } from './condition.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What keeps a plan from being launched in this workspace: also tags and segments that are not there, and texts that do not render. */
export async function launchProblems(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  plan: JourneyPlan,
): Promise<LaunchProblem[]> {
  const own = problemsOf(plan).map((problem) => ({ ...problem, detail: '' }))
  return [
    ...own,
    ...(await problemsOfSegments(tx, tenant, plan)),
    ...(await problemsOfTags(tx, tenant, plan)),
    ...problemsOfTexts(plan),
    ...(await problemsOfWays(tx, tenant, plan)),
  ]
}

async function problemsOfSegments(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  plan: JourneyPlan,
): Promise<LaunchProblem[]> {
  const wanted = [...new Set(segmentsOf(plan).filter((id) => id !== ''))]
  const keys = wanted.map(segmentKey).filter((key) => UUID.test(key))
  const names = await segmentNames(tx, tenant, keys)
  const problems: LaunchProblem[] = []
  for (const shown of wanted) {
    const name = names.get(segmentKey(shown))
    if (name === undefined) problems.push({ code: 'segment_missing', stepId: null, detail: shown })
    else if (!(await isLive(tx, tenant, segmentKey(shown))))
      problems.push({ code: 'segment_still', stepId: null, detail: name })
  }
  return problems
}

async function problemsOfTags(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { steps }: JourneyPlan,
): Promise<LaunchProblem[]> {
  const tagging = steps.flatMap((step) => (step.kind === 'tag' && step.tagId !== '' ? [step] : []))
  if (tagging.length === 0) return []
  const known = await tagNames(tx, tenant)
  return tagging
    .filter(({ tagId }) => !known.has(readId('tag', tagId) ?? tagId))
    .map(({ id }) => ({ code: 'tag_missing', stepId: id, detail: '' }))
}

function problemsOfTexts({ steps }: JourneyPlan): LaunchProblem[] {
  return steps.flatMap((step) => {
    if (step.kind !== 'send' && step.kind !== 'staff_task') return []
    if (
      step.content.text.trim() === '' ||
      [
        step.content.text,
        step.content.subject ?? '',
        ...Object.values(step.content.sms?.params ?? {}),
      ].every(isReadable)
    )
      return []
    return [{ code: 'text_unreadable' as const, stepId: step.id, detail: '' }]
  })
}

/** A letter without a mailbox, a short message without a provider or its template, would wait until it expires. */
async function problemsOfWays(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { steps }: JourneyPlan,
): Promise<LaunchProblem[]> {
  const sends = steps.flatMap((step) => (step.kind === 'send' ? [step] : []))
  if (!sends.some(({ carrier }) => carrier === 'email' || carrier === 'sms')) return []
  const ways = await waysFor(tx, tenant)
  return sends.flatMap(({ id, carrier, content }) => {
    const found: LaunchProblem['code'][] = []
    if (carrier === 'email' && !ways.hasMailbox) found.push('mailbox_missing')
    if (carrier === 'sms' && !ways.hasSmsLine) found.push('sms_missing')
    if (carrier === 'sms' && content.sms) {
      const known = ways.smsTemplates.get(content.sms.code)
      if (!known) found.push('sms_template_gone')
      else if (known.text !== content.text || known.kind !== content.sms.kind)
        found.push('sms_template_changed')
    }
    return found.map((code) => ({ code, stepId: id, detail: content.sms?.code ?? '' }))
  })
}
