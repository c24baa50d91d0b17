import type { BroadcastCheck, BroadcastPlan } from '../../contract/broadcast.ts'
import { messageContent } from '../../contract/delivery.ts'
import {
  type DeliverySpec,
  mostSentThisMonth,
  policyOf,
  previewPolicy,
  previewWords,
} from '../channel/index.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import { namedAssociates } from '../corp/index.ts'
import { peopleBook } from '../customer/index.ts'
import type { Tenant } from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import { detectableOf } from './detectable.ts'
import { timesOf } from './launch.ts'
import { audienceOf, type Members } from './members.ts'
import { problemsOf } from './problems.ts'
import type { Standing } from './standing.ts'

export type CheckDeps = {
  db: Database
  clickhouse: Pick<ClickHouse, 'rows'>
  members: Members
}
type Scope = { tenant: Tenant; now: Date }

/** People who are asked about one by one; of a larger audience so many are taken, spread evenly. */
const LOOKED_AT_MAX = 20_000

/** What a launch of the draft would do now: whom it reaches, who is left out and why, who has to do something for it. */
export async function checkBroadcast(
  deps: CheckDeps,
  scope: Scope,
  { id, plan, draftNo }: Pick<Standing, 'id' | 'plan' | 'draftNo'>,
): Promise<BroadcastCheck> {
  const { tenant, now } = scope
  const { matching, numbers } = await audienceOf(deps.members, tenant, plan)
  const looked = spread(numbers, LOOKED_AT_MAX)
  const times = looked.length === 0 ? 1 : numbers.length / looked.length
  const { control } = plan
  const detectable = await detectableOf(deps.clickhouse, scope, {
    control,
    people: Math.max(1, numbers.length),
    lookedAt: looked,
  })
  const share = control.kind === 'holdout' ? control.share : 0
  const { startsAt, notAfter } = timesOf(plan, now)
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const problems = await problemsOf(tx, scope, plan)
    if (problems.length === 0 && numbers.length === 0) problems.push({ code: 'no_people', arm: '' })
    const { rules } = await policyOf(tx, tenant)
    const isMass = plan.carrier === 'wecom_mass'
    const quota = await mostSentThisMonth(tx, { ...tenant, company: '' }, now)
    return {
      draftNo,
      problems,
      matching,
      audience: numbers.length,
      control: Math.round(numbers.length * share),
      lookedAt: looked.length,
      ...(await reachOf(tx, scope, { id, plan, looked, times: times * (1 - share) })),
      quota: isMass ? quota : null,
      detectable,
      approvalAbove: rules.approvalAbove,
      startsAt: startsAt.toISOString(),
      notAfter: notAfter.toISOString(),
    }
  })
}

type Reach = Pick<BroadcastCheck, 'now' | 'later' | 'never' | 'missing' | 'personal' | 'associates'>

/** Who is reached of those who are looked at, and who not, told for all who get a message. */
async function reachOf(
  tx: Tx,
  scope: Scope,
  {
    id,
    plan,
    looked,
    times,
  }: { id: string; plan: BroadcastPlan; looked: readonly number[]; times: number },
): Promise<Reach> {
  const { tenant } = scope
  const persons = await peopleBook.personsOf(tx, tenant, looked)
  const people = [...new Set([...persons.values()].map(({ person }) => person.id))]
  const all = (count: number) => Math.round(count * times)
  const spec = specOf(id, plan, scope.now)
  const said = await previewPolicy(tx, scope, spec, people)
  const missing: Reach['missing'] = []
  let personal = 0
  for (const { id: arm, share, content } of plan.variants) {
    const readable = messageContent.safeParse(content)
    if (!readable.success) continue
    const asked = { carrier: plan.carrier, content: readable.data }
    const words = await previewWords(tx, scope, asked, people)
    const part = plan.variants.length > 1 ? share / 100 : 1
    if (words.missing > 0) missing.push({ arm, people: all(words.missing * part) })
    personal += all(words.personal * part)
  }
  const names = new Map((await namedAssociates(tx, tenant)).map((one) => [one.userid, one.name]))
  return {
    now: all(said.planned),
    later: counted(said.deferred, all).map((one) => ({
      ...one,
      from: (said.again[one.reason] ?? scope.now).toISOString(),
    })),
    never: counted(said.skipped, all),
    missing,
    personal,
    associates: [...said.bySender]
      .map(([userid, count]) => ({ userid, name: names.get(userid) ?? userid, people: all(count) }))
      .sort((a, b) => b.people - a.people),
  }
}

/** What the policy is asked about; the words do not matter to it. */
function specOf(broadcastId: string, plan: BroadcastPlan, now: Date): DeliverySpec {
  const { startsAt, notAfter } = timesOf(plan, now)
  return {
    cause: { kind: 'broadcast', broadcastId, arm: '' },
    carrier: plan.carrier,
    purpose: plan.purpose,
    content: { text: '-' },
    notBefore: startsAt,
    notAfter,
    lateness: 'next_slot',
  }
}

/** At most so many of a list, evenly over the whole. */
function spread(numbers: readonly number[], most: number): number[] {
  if (numbers.length <= most) return [...numbers]
  const stride = numbers.length / most
  return Array.from({ length: most }, (_, i) => numbers[Math.floor(i * stride)] ?? 0)
}

function counted<Reason extends string>(
  by: Partial<Record<Reason, number>>,
  all: (people: number) => number,
): { reason: Reason; people: number }[] {
  const found: { reason: Reason; people: number }[] = []
  for (const reason in by) found.push({ reason, people: all(by[reason] ?? 0) })
  return found.filter(({ people }) => people > 0).sort((a, b) => b.people - a.people)
}
