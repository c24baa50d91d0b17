import { startTown, type Town } from '../server/channel/sender.fixture.ts'
import type { Who } from '../server/channel/world.fixture.ts'
import { storeAssociates } from '../server/corp/index.ts'
import { begin } from '../server/handover/begin.ts'
import type { HandoverDeps } from '../server/handover/call.ts'
import { runOnce } from '../server/handover/run.ts'
import { unservedPeople } from '../server/handover/state.ts'
import { newId } from '../server/kernel/index.ts'
import { sql, type TestDatabase } from '../server/postgres/index.ts'

/** A company of a pretend WeCom with its associates, whose customers go from one to another; the clocks stand and are moved. */
export type Office = Town & {
  handing: HandoverDeps
  /** Customers who follow an associate, there and here, with their ids in WeCom. */
  customers(count: number, userid?: string): Promise<(Who & { externalUserid: string })[]>
  /** An associate leaves, there and here. */
  resigns(userid: string): Promise<void>
  /** Hands an associate's customers over as the console does. @returns the handover's id. */
  handOver(asked: {
    from: string
    rest: string[]
    expected: number
    caretaker?: string | null
  }): Promise<string>
  /** One round of every loop of the room. */
  round(): Promise<void>
  /** What WeCom knows of who follows whom is known here: as callbacks and readings bring it. */
  told(): Promise<void>
  /** Customers for whom nobody answers. */
  ownerless(): Promise<string[]>
  states(): Promise<Record<string, number>>
  rows<T>(statement: ReturnType<typeof sql<T>>): Promise<T[]>
}

const NAMES = { chenlan: '陈兰', zhoumu: '周牧', linxia: '林夏' }

export async function openOffice(base: TestDatabase, seed = 1): Promise<Office> {
  const town = await startTown(base, seed)
  const { db, clock, tenant, sandbox, deps } = town
  const rows: Office['rows'] = (statement) => db.inWorkspace(tenant.id, (tx) => tx.rows(statement))
  const handing: HandoverDeps = {
    db,
    clock,
    log: deps.log,
    tenants: async () => [tenant],
    remoteOf: async () => town.remote,
    isFenced: async () => false,
  }
  const associate = (userid: string, name: string, isActive: boolean) => ({
    ...{ userid, name, isActive, company: '', avatar: '', departments: [], position: '' },
  })
  const keep = (all: ReturnType<typeof associate>[]) =>
    db.inWorkspace(tenant.id, (tx) => storeAssociates(tx, tenant, all, clock.now()))
  await keep(Object.entries(NAMES).map(([userid, name]) => associate(userid, name, true)))
  return {
    ...town,
    handing,
    rows,
    async customers(count, userid = 'chenlan') {
      const people = await town.friends(count, userid)
      const ids = people.map(({ id }) => id)
      const known = await rows(sql<{ id: string; externalUserid: string }>`
        select customer_id as id, external_userid as "externalUserid"
        from customer.follow
        where customer_id = any(${ids}::uuid[])
      `)
      const of = new Map(known.map((one) => [one.id, one.externalUserid]))
      return people.map((one) => ({ ...one, externalUserid: of.get(one.id) ?? '' }))
    },
    async resigns(userid) {
      sandbox.deeds.resign(userid)
      await keep([associate(userid, userid, false)])
    },
    handOver: ({ from, rest, expected, caretaker = null }) =>
      db.inWorkspace(tenant.id, (tx) =>
        begin(
          tx,
          { tenant, now: clock.now() },
          { from, rest, expected, caretaker, rules: [], note: '回老家', message: '' },
          { segments: new Map(), by: null, real: clock.now() },
        ),
      ),
    async round() {
      await runOnce(handing, tenant)
    },
    async told() {
      const { follows } = sandbox.world.corp
      for (const { userid, externalUserId, relation, createdAt } of follows.values()) {
        const isFriend = relation === 'friend'
        await db.inWorkspace(tenant.id, async (tx) => {
          await tx.run(sql`
            update customer.follow
            set removed_at = ${clock.now()}
            where userid = ${userid}
              and external_userid = ${externalUserId}
              and removed_at is null
              and not ${isFriend}
          `)
          if (!isFriend) return
          await tx.run(sql`
            insert into customer.follow
              (workspace_id, id, customer_id, userid, external_userid, started_at, confirmed_at)
            select ${tenant.id}, ${newId()}, f.customer_id, ${userid}, ${externalUserId}, ${createdAt}, ${createdAt}
            from customer.follow f
            where f.external_userid = ${externalUserId}
              and not exists (
                select from customer.follow o
                where o.external_userid = ${externalUserId}
                  and o.userid = ${userid}
                  and o.removed_at is null
              )
            limit 1
          `)
        })
      }
    },
    async ownerless() {
      const people = await db.inWorkspace(tenant.id, (tx) => unservedPeople(tx, tenant))
      return people.filter(({ owner }) => owner === null).map((one) => one.externalUserid)
    },
    async states() {
      const found = await rows(sql<{ state: string; count: number }>`
        select state, count(*)::int as count
        from handover.move
        where workspace_id = ${tenant.id}
        group by state
      `)
      return Object.fromEntries(found.map(({ state, count }) => [state, count]))
    },
  }
}

/** Transfers that WeCom has begun, by its own log: how often for each customer. */
export function begun({ sandbox: { effects } }: Office): Map<string, number> {
  const times = new Map<string, number>()
  for (const effect of effects.read())
    if (effect.kind === 'transfer_begun')
      times.set(effect.externalUserId, (times.get(effect.externalUserId) ?? 0) + 1)
  return times
}
