import type { JourneyStep } from '../../contract/journey.ts'
import { readerOf } from '../channel/index.ts'
import { companyOf, Problem, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import type { JourneyRouteDeps } from './route-deps.ts'
import { contentOf } from './take-effect.ts'
import { testText } from './test-text.ts'

type Effect = Extract<JourneyStep, { kind: 'send' | 'staff_task' }>

/** What a test says: marked as one, filled in for the customer whose name it carries. Null: something is not known of them. */
export async function wordsOfTest(
  tx: Tx,
  tenant: Tenant,
  at: { journey: string; step: Effect; customer: { id: string; name: string } | null },
): Promise<string | null> {
  const { text, link, subject } = contentOf(at.step)
  const read = at.customer ? await readerOf(tx, tenant, at.customer.id) : (said: string) => said
  const parts = [subject ?? '', text].map((said) => (said === '' ? '' : read(said)))
  if (parts.includes(null)) return null
  const head = testText({
    journey: at.journey,
    step: at.step.name,
    customer: at.customer?.name ?? '',
  })
  return [head, ...parts, link ? `${link.title}\n${link.url}` : '']
    .filter((part) => part !== '')
    .join('\n')
}

/** Tells an associate by the app of their company: members of the company only, customers never. */
export async function sendTest(
  { staffWayOf, isFenced }: Pick<JourneyRouteDeps, 'staffWayOf' | 'isFenced'>,
  tenant: Tenant,
  { userid, text }: { userid: string; text: string },
): Promise<void> {
  if (await isFenced()) throw new Problem('test_fenced')
  const way = await staffWayOf({ id: tenant.id, company: companyOf(userid) })
  if (!way) throw new Problem('test_no_way')
  const answer = await way.wecom.sendToStaff({
    agentId: way.agentId,
    to: { userids: [userid] },
    content: { msgtype: 'text', text: { content: text } },
  })
  if (!answer.ok) {
    const said = `${answer.errcode ?? ''} ${answer.errmsg}`.trim()
    throw new Problem('test_refused', { said })
  }
  const { invaliduser = '' } = answer.value
  if (invaliduser !== '') throw new Problem('test_refused', { said: invaliduser })
}
