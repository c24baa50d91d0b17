import { defaultRules } from '../contract/delivery.ts'
import { type JourneyPlan, journeyPlan } from '../contract/journey.ts'
import { changePolicy, policyOf } from '../server/channel/policy-store.ts'
import { neighbours } from '../server/journey/index.ts'
import { makeJourney } from '../server/journey/journeys.ts'
import { publish } from '../server/journey/publish.ts'
import { newId, sleep } from '../server/kernel/index.ts'
import { sql, type Tx } from '../server/postgres/index.ts'
import { fastClock } from './kill-loop-clock.ts'
import type { Town } from './kill-loop-town.ts'

export type Traveller = { id: string; no: number; userId: string; externalUserid: string }

const PEOPLE_A_STATEMENT = 5_000
const PATIENCE_MS = 10_000
const AGAIN_MS = 100
/** Two in seven days, and three are wanted: one of them has to be refused. */
export const CAP = 2

/** People who are known and follow an associate, here and there. */
export async function moveEverybodyIn(town: Town, count: number): Promise<Traveller[]> {
  const { base, sandbox, tenant } = town
  const members = [...sandbox.world.corp.members.keys()]
  const all = Array.from({ length: count }, (_, n) => {
    const { externalUserId } = sandbox.deeds.makePerson()
    const userid = members[n % members.length] ?? ''
    sandbox.deeds.befriend(externalUserId, userid)
    const person = { id: newId(), no: n + 1, userId: `K${n}`, externalUserid: externalUserId }
    return { ...person, userid }
  })
  for (let from = 0; from < count; from += PEOPLE_A_STATEMENT) {
    const some = all.slice(from, from + PEOPLE_A_STATEMENT)
    await base.db.inWorkspace(tenant.id, (tx) => insert(tx, town, some))
  }
  return all
}

async function insert(
  tx: Tx,
  { tenant, born }: Town,
  people: readonly (Traveller & { userid: string })[],
): Promise<void> {
  const ids = people.map(({ id }) => id)
  await tx.run(sql`
    insert into customer.customer (
      workspace_id, id, no, person_id, name, own_first_seen_at, own_last_seen_at, first_seen_at, last_seen_at, created_at
    )
    select ${tenant.id}, n.id, n.no, n.id, '小满', ${born}, ${born}, ${born}, ${born}, ${born}
    from unnest(${ids}::uuid[], ${people.map(({ no }) => no)}::bigint[]) as n (id, no)
  `)
  await tx.run(sql`
    insert into customer.identity (workspace_id, kind, key, customer_id, value, masked, first_seen_at, source)
    select ${tenant.id}, 'user_id', convert_to(n.user_id, 'UTF8'), n.id, n.user_id, n.user_id, ${born}, 'site'
    from unnest(${ids}::uuid[], ${people.map(({ userId }) => userId)}::text[]) as n (id, user_id)
  `)
  await tx.run(sql`
    insert into customer.follow (workspace_id, id, customer_id, userid, external_userid, started_at, confirmed_at)
    select ${tenant.id}, gen_random_uuid(), n.id, n.userid, n.external, ${born}, ${born}
    from unnest(
      ${ids}::uuid[],
      ${people.map(({ userid }) => userid)}::text[],
      ${people.map(({ externalUserid }) => externalUserid)}::text[]
    ) as n (id, userid, external)
  `)
  // The next newcomer gets the next number.
  await tx.run(sql`
    insert into customer.counter (workspace_id, next_no)
    values (${tenant.id}, ${(people.at(-1)?.no ?? 0) + 1})
    on conflict (workspace_id) do update
    set next_no = excluded.next_no
  `)
}

const link = { title: '你的购物车', url: 'https://qinghe.example/cart' }
const send = (id: string, text: string) => ({
  kind: 'send',
  id,
  purpose: 'value',
  content: { text, link },
  validHours: 24,
  lateness: 'skip',
})

/** Wants two messages, a while apart, and keeps a control group. */
const wake = {
  control: { kind: 'holdout', share: 0.1, metric: 'buyers', windowDays: 7 },
  steps: [
    send('hello', '购物车里还有东西'),
    { kind: 'wait', id: 'rest', for: { amount: 1, unit: 'minutes' } },
    send('again', '明天就没有了'),
  ],
}
/** Wants one more at the same time. */
const tip = {
  control: { kind: 'none', reason: '全员通知' },
  steps: [send('tip', '敏感肌怎么选')],
}

export type Journeys = { wake: string; tip: string; experimentOfWake: string }

/** Two SOPs that the same event starts, under rules that leave room for two messages of three. */
export async function launchBoth(town: Town): Promise<Journeys> {
  const { base, tenant } = town
  const now = fastClock(town.born, town.speed).now()
  const none = { day: null, week: null, month: null }
  const rules = {
    ...defaultRules,
    quietHours: null,
    caps: {
      overall: none,
      carrier: { ...defaultRules.caps.carrier, wecom_mass: { ...none, week: CAP } },
      purpose: { service: none, value: none, promotion: none },
    },
    unansweredMax: 0,
  }
  await base.db.inWorkspace(tenant.id, async (tx) => {
    const { no } = await policyOf(tx, tenant)
    await changePolicy(tx, tenant, { no, rules, reason: '测试', by: null, now })
  })
  const first = await launch(town, '购物车提醒', wake, now)
  const second = await launch(town, '护肤小知识', tip, now)
  return { wake: first.id, tip: second.id, experimentOfWake: first.experimentId }
}

async function launch(
  { base, tenant }: Town,
  name: string,
  how: { control: object; steps: object[] },
  now: Date,
): Promise<{ id: string; experimentId: string }> {
  const plan: JourneyPlan = journeyPlan.parse({
    triggers: [{ kind: 'event', event: { name: 'Cart Left' } }],
    entry: { kind: 'once' },
    goal: null,
    exits: [],
    ...how,
  })
  const real = neighbours({
    db: base.db,
    clickhouse: { rows: async () => [] },
    predictionsOf: async () => null,
  })
  return base.db.inWorkspace(tenant.id, async (tx) => {
    const by = { by: null, now }
    const id = await makeJourney(tx, tenant.id, { name, plan, ...by })
    const asked = { journeyId: id, draftNo: 1, withThoseInside: false, audience: 0, at: now }
    const done = await publish(tx, { tenant, now }, real, { ...asked, by: null, approvedBy: null })
    if (!done.ok) throw new Error(done.reason)
    const { experimentId } = await tx.one(sql<{ experimentId: string }>`
      select experiment_id as "experimentId" from journey.version where journey_id = ${id}
    `)
    return { id, experimentId }
  })
}

/** Tells that these people left full carts, again and again until somebody says that it is safe. */
export async function sendOnce(
  { url, writeKey }: Town,
  people: readonly Traveller[],
): Promise<void> {
  const batch = people.map(({ userId }) => ({
    type: 'track',
    messageId: `cart-${userId}`,
    userId,
    event: 'Cart Left',
    properties: {},
  }))
  const request = {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ batch }),
  }
  for (;;) {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const answer = await fetch(`${url}/v1/batch`, { ...request, signal }).catch(() => null)
    await answer?.arrayBuffer().catch(() => null)
    if (answer?.status === 200) return
    await sleep(AGAIN_MS)
  }
}
