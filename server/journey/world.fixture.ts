import type { DeliveryState } from '../../contract/delivery.ts'
import {
  type EventCondition,
  type JourneyPlan,
  type JourneyStep,
  journeyPlan,
} from '../../contract/journey.ts'
import type { Addressee, DeliverySpec, PlanOutcome } from '../channel/index.ts'
import type { ResolvedEvent, Tenant } from '../event/index.ts'
import {
  createLog,
  idFrom,
  type ManualClock,
  manualClock,
  newId,
  presentOf,
} from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'
import { admitWaiting } from './admission.ts'
import { type AdvanceDeps, advance } from './advance.ts'
import { settleEnding } from './ending.ts'
import { followMergesStep } from './follow-merges.ts'
import { makeJourney } from './journeys.ts'
import { createListenStep } from './listen-step.ts'
import { movePeople } from './move-people.ts'
import type { Neighbours } from './neighbours.ts'
import { publish } from './publish.ts'
import type { ReactionHours } from './reaction-hours.ts'
import { wakeStep } from './wake-step.ts'

/** Nine in the morning in Shanghai. */
export const MORNING = '2026-11-11T09:00:00+08:00'
export const HOUR = 3_600_000
export const DAY = 24 * HOUR

export type Person = { id: string; no: number }
type Planned = {
  journeyId: string
  stepId: string
  spec: DeliverySpec
  person: Addressee
  at: Date
}

/** A mouth that writes down what it is asked for, and answers as it is told. */
export type Mouth = {
  planned: Planned[]
  answer: (person: Addressee, now: Date) => PlanOutcome
  /** Numbers for which a branch holds; 'away' as ClickHouse may be. */
  holds: (no: number) => boolean
  isAway: boolean
  inControl: (no: number) => boolean
  inSegment: number[]
  tagged: string[]
  /** Where tasks stand, by delivery; and how often that was asked. */
  tasks: Map<string, DeliveryState>
  askedForTasks: number
  /** When people have reacted. */
  hours: ReactionHours
}

export type World = {
  tenant: Tenant
  clock: ManualClock
  mouth: Mouth
  deps: AdvanceDeps
  people: Person[]
  launch(plan: Partial<JourneyPlan>, more?: { withThoseInside?: boolean }): Promise<string>
  publishNext(journeyId: string, plan: Partial<JourneyPlan>): Promise<number>
  /** Takes a batch of events as the pump would, in one transaction. */
  happen(...events: ResolvedEvent[]): Promise<string[]>
  event(person: Person, name: string, more?: Partial<ResolvedEvent>): ResolvedEvent
  /** Lets everybody go on whose timer has rung, and everybody in who waits at the door. */
  work(journeyId: string): Promise<void>
  inside(journeyId: string): Promise<Enrolled[]>
  passages(
    journeyId: string,
  ): Promise<{ step: string; outcome: string; detail: string; no: number }[]>
}

export type Enrolled = {
  id: string
  no: number
  version: number
  state: string
  step: string | null
  dueAt: Date | null
  leftReason: string | null
  note: { why: string; reason: string } | null
  stepAt: Date
}

export async function worldIn(db: Database, people = 3): Promise<World> {
  const tenant = await newTenant(db)
  const clock = manualClock(MORNING)
  const mouth = mouthThat()
  const neighbours = neighboursOf(mouth)
  const deps = { db, clock, log: createLog('test', 'silent'), neighbours }
  const steps = [followMergesStep, createListenStep(neighbours), wakeStep]
  const within = <T>(work: (tx: Tx) => Promise<T>) => db.inWorkspace(tenant.id, work)
  const crowd = await addPeople(db, tenant, people)
  const asked = () => ({ by: null, now: clock.now() })
  const publishNow = async (journeyId: string, draftNo: number, withThoseInside: boolean) => {
    const done = await within((tx) =>
      publish(tx, { tenant, now: presentOf(tenant, clock) }, neighbours, {
        journeyId,
        draftNo,
        withThoseInside,
        audience: 0,
        by: null,
        approvedBy: null,
        at: clock.now(),
      }),
    )
    if (!done.ok) throw new Error(`not published: ${done.reason}`)
    return done.value
  }
  return {
    tenant,
    clock,
    mouth,
    deps,
    people: crowd,
    async launch(plan, { withThoseInside = false } = {}) {
      const id = await within((tx) =>
        makeJourney(tx, tenant.id, { name: '沉默唤醒', plan: planOf(plan), ...asked() }),
      )
      await publishNow(id, 1, withThoseInside)
      return id
    },
    async publishNext(journeyId, plan) {
      const { no } = await within((tx) =>
        tx.one(sql<{ no: number }>`
          update journey.journey
          set draft = ${JSON.stringify(planOf(plan))}::jsonb, draft_no = draft_no + 1
          where id = ${journeyId}
          returning draft_no as no
        `),
      )
      return publishNow(journeyId, no, false)
    },
    async happen(...events) {
      return within(async (tx) => {
        const context = { tenant, batchNo: 1, now: clock.now() }
        const facts = []
        for (const step of steps) {
          const { on } = step
          const mine = on === 'any' ? events : events.filter(({ name }) => on.includes(name))
          if (mine.length > 0) facts.push(...(await step.apply(tx, context, mine)).facts)
        }
        return facts.map(({ name }) => name)
      })
    },
    event: (person, name, more = {}) => ({
      eventId: idFrom('test', newId()),
      name,
      at: clock.now(),
      receivedAt: clock.now(),
      source: 'site',
      claims: [],
      customerId: person.id,
      customerNo: person.no,
      value: null,
      props: {},
      importNo: 0,
      ...more,
    }),
    async work(journeyId) {
      while (await movePeople(deps, tenant, journeyId));
      while (await admitWaiting(deps, tenant, journeyId));
      while ((await advance(deps, tenant, journeyId)) > 0);
      while (await settleEnding(deps, tenant, journeyId));
    },
    ...looksInto(within),
  }
}

function looksInto(
  within: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
): Pick<World, 'inside' | 'passages'> {
  return {
    inside: (journeyId) =>
      within((tx) =>
        tx.rows(sql<Enrolled>`
          select id, customer_no as no, version, state, step, due_at as "dueAt", left_reason as "leftReason", note,
                 step_at as "stepAt"
          from journey.enrollment
          where journey_id = ${journeyId}
          order by entered_at, customer_no
        `),
      ),
    passages: (journeyId) =>
      within((tx) =>
        tx.rows(sql<{ step: string; outcome: string; detail: string; no: number }>`
          select p.step, p.outcome, p.detail, e.customer_no as no
          from journey.passage p
          join journey.enrollment e on e.workspace_id = p.workspace_id and e.id = p.enrollment_id
          where p.journey_id = ${journeyId}
          order by p.at, e.customer_no, p.step
        `),
      ),
  }
}

function mouthThat(): Mouth {
  return {
    planned: [],
    answer: ({ deliveryId }) => ({ deliveryId, outcome: 'planned' }),
    holds: () => false,
    isAway: false,
    inControl: () => false,
    inSegment: [],
    tagged: [],
    tasks: new Map(),
    askedForTasks: 0,
    hours: { everybody: { hours: [], alike: null }, of: new Map() },
  }
}

function neighboursOf(mouth: Mouth): Neighbours {
  return {
    async planDeliveries(_tx, { now }, spec, people) {
      const { cause } = spec
      if (cause.kind !== 'journey') throw new Error('not from a journey')
      const { journeyId, stepId } = cause
      return people.map((person) => {
        const outcome = mouth.answer(person, now)
        if (outcome.outcome === 'planned')
          mouth.planned.push({ journeyId, stepId, spec, person, at: now })
        return outcome
      })
    },
    async evaluate(_tenant, _tree, { among }) {
      return mouth.isAway ? 'away' : new Set(among.filter(mouth.holds))
    },
    hoursOf: async () => (mouth.isAway ? 'away' : mouth.hours),
    async *members() {
      yield mouth.inSegment
    },
    begin: async () => newId(),
    async assign(_tx, _scope, _id, { customerNos }) {
      return customerNos.map((no) => (mouth.inControl(no) ? 'control' : 'treated'))
    },
    async taskStates(_tx, _tenant, ids) {
      mouth.askedForTasks++
      return new Map(
        ids.flatMap((id) =>
          mouth.tasks.has(id) ? [[id, mouth.tasks.get(id) ?? 'planned'] as const] : [],
        ),
      )
    },
    async tag(_tx, _scope, { customerIds }) {
      mouth.tagged.push(...customerIds)
      return true
    },
  }
}

async function newTenant(db: Database): Promise<Tenant> {
  const id = newId()
  const { no } = await db.inWorkspace(id, (tx) =>
    tx.one(sql<{ no: number }>`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${id}, '青禾护肤', 'Asia/Shanghai', 'CNY', '2026-01-01')
      returning no
    `),
  )
  return {
    id,
    no,
    name: '青禾护肤',
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    clockAt: null,
    isDemo: false,
  }
}

export async function addPeople(db: Database, tenant: Tenant, count: number): Promise<Person[]> {
  const people = Array.from({ length: count }, (_, at) => ({ id: newId(), no: at + 1 }))
  await db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      insert into customer.customer (
        workspace_id, id, no, person_id, own_first_seen_at, own_last_seen_at, first_seen_at, last_seen_at, created_at
      )
      select ${tenant.id}, n.id, n.no, n.id, ${MORNING}, ${MORNING}, ${MORNING}, ${MORNING}, ${MORNING}
      from unnest(
        ${people.map(({ id }) => id)}::uuid[],
        ${people.map(({ no }) => no)}::bigint[]
      ) as n (id, no)
    `),
  )
  return people
}

/** Says that one person is another from now on, as the customer room does. */
export function makeOne(
  db: Database,
  tenant: Tenant,
  { gone, kept }: { gone: Person; kept: Person },
) {
  return db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      update customer.customer
      set person_id = ${kept.id}
      where id = ${gone.id}
    `),
  )
}

export const bought: EventCondition = { name: 'order.paid', where: [] }

export function planOf(plan: Partial<JourneyPlan>): JourneyPlan {
  return journeyPlan.parse({
    triggers: [{ kind: 'event', event: { name: 'cart.left', where: [] } }],
    entry: { kind: 'once' },
    goal: null,
    exits: [],
    control: { kind: 'none', reason: '测试' },
    steps: [send('hello')],
    ...plan,
  })
}

export function send(
  id: string,
  more: Partial<Extract<JourneyStep, { kind: 'send' }>> = {},
): JourneyStep {
  return {
    kind: 'send',
    id,
    lane: 'main',
    name: '',
    purpose: 'value',
    content: { text: '好久不见' },
    validHours: 48,
    lateness: 'send_late',
    ...more,
  }
}

export function wait(
  id: string,
  amount: number,
  unit: 'hours' | 'days' = 'days',
  lane = 'main',
): JourneyStep {
  return { kind: 'wait', id, lane, name: '', for: { amount, unit } }
}
