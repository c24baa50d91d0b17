import { afterAll, beforeAll, expect, test } from 'vitest'
import { SANDBOX_CORP, SANDBOX_SECRET, type Sandbox, startSandbox } from '../sandbox/index.ts'
import { wecomOf } from '../server/corp/index.ts'
import { storeCorp } from '../server/corp/store.ts'
import { Stopped } from '../server/ingestion/patience.ts'
import type { Bringing, SyncWecom } from '../server/ingestion/sync-contacts.ts'
import { syncCorp } from '../server/ingestion/sync-corp.ts'
import {
  type Chance,
  seededChance,
  sleep,
  systemClock,
  type Tenant,
} from '../server/kernel/index.ts'
import { type Database, sql } from '../server/postgres/index.ts'
import { type House, startHouse } from './house.fixture.ts'

/**
 * Bringing in a corp, killed again and again, ends like one that nobody disturbed. The long form: LIUYUAN_SYNC_STAFF=200
 * LIUYUAN_SYNC_CUSTOMERS=100000 LIUYUAN_SYNC_GROUPS=500.
 */
const STAFF = Number(process.env.LIUYUAN_SYNC_STAFF ?? 10)
const CUSTOMERS = Number(process.env.LIUYUAN_SYNC_CUSTOMERS ?? 2_000)
const GROUPS = Number(process.env.LIUYUAN_SYNC_GROUPS ?? 20)
const KILLS = Number(process.env.LIUYUAN_KILLS ?? 20)
const SEED = Number(process.env.LIUYUAN_SEED ?? systemClock.now().getTime() % 1_000_000)
const OLD = new Date('2026-01-05T10:00:00+08:00')
const LONG_MS = 600_000

let sandbox: Sandbox
let house: House
let calm: Tenant
let killed: Tenant
const gone: string[] = []

beforeAll(async () => {
  sandbox = await startSandbox({ seed: SEED })
  house = await startHouse({ wecomUrl: sandbox.url })
  calm = await connected('一次同步完的品牌')
  killed = await connected('总被打断的品牌')
}, 120_000)
afterAll(async () => {
  await house?.stop()
  await sandbox?.stop()
})

async function connected(name: string): Promise<Tenant> {
  const { tenant } = await house.movesIn(name)
  await house.deps.db.inWorkspace(tenant.id, (tx) =>
    storeCorp(tx, tenant, house.deps.seal, {
      corpId: SANDBOX_CORP,
      agentId: null,
      secret: SANDBOX_SECRET,
      callbackToken: 'LiuYuanToken2026',
      callbackAesKey: 'A'.repeat(43),
      by: null,
      now: systemClock.now(),
    }),
  )
  return tenant
}

/** Staff and their customers, some of whom have two associates, with tags and remarks. Nobody is told: no callback. */
function populate(): void {
  const { corp } = sandbox.world
  for (let no = corp.members.size; no < STAFF; no++) {
    const userid = `staff${String(no).padStart(4, '0')}`
    corp.members.set(userid, {
      userid,
      name: `导购${no}`,
      departments: [1],
      position: '',
      status: 1,
      alias: '',
    })
  }
  const made = sandbox.deeds.makeTags('等级', ['金卡', '银卡', '铜卡'])
  if (!made) throw new Error('no tags were made')
  befriendMany(CUSTOMERS)
  const people = [...corp.persons.keys()]
  const owners = [...corp.members.keys()].slice(0, STAFF)
  for (let no = 0; no < GROUPS; no++) {
    const owner = owners[no % owners.length] ?? ''
    const ids = people.filter((_, at) => at % GROUPS === no).slice(0, 150)
    const group = sandbox.deeds.makeGroup({ owner, name: `福利${no}群`, ids })
    for (const member of group?.members.values() ?? []) member.joinedAt = OLD
  }
}

function befriendMany(count: number): void {
  const { corp } = sandbox.world
  const userids = [...corp.members.keys()].slice(0, STAFF)
  const tags = corp.tagGroups.flatMap((group) => group.tags.map(({ id }) => id))
  for (let no = 0; no < count; no++) {
    const { externalUserId } = sandbox.deeds.makePerson()
    const followers = [userids[no % STAFF], no % 7 === 0 ? userids[(no + 3) % STAFF] : undefined]
    for (const userid of new Set(followers)) {
      if (userid === undefined) continue
      sandbox.deeds.befriend(externalUserId, userid, { createdAt: OLD, remark: `第${no}位` })
      const follow = corp.follows.get(`${userid}/${externalUserId}`)
      const tag = tags[no % tags.length]
      if (follow && tag && no % 3 === 0) follow.tagIds.add(tag)
    }
  }
}

/** What happens while nobody listens: every callback is lost. */
function changeInSilence(): void {
  const { corp } = sandbox.world
  const follows = [...corp.follows.values()].filter(({ relation }) => relation === 'friend')
  for (const [no, follow] of follows.entries()) {
    if (no % 50 === 0) {
      follow.relation = 'member_deleted'
      gone.push(`${follow.userid}/${follow.externalUserId}`)
    } else if (no % 50 === 1) follow.remark = `改过${no}`
    else if (no % 50 === 2) follow.tagIds.clear()
  }
  befriendMany(Math.ceil(CUSTOMERS / 20))
  const groups = [...corp.community.groups.values()]
  for (const [no, group] of groups.entries()) {
    const [, gonePerson] = [...group.members.keys()]
    if (gonePerson !== undefined) sandbox.deeds.leaveGroup(group.chatId, gonePerson)
    if (no === 0) sandbox.deeds.dissolve(group.chatId)
  }
}

type Asked = { pages: number }

async function bringing(
  tenant: Tenant,
  asked: Asked,
  around: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<Omit<Bringing, 'passId'>> {
  const { deps } = house
  const found = await wecomOf(deps, tenant)
  if (!found) throw new Error('not connected')
  const real = found.waiting
  const wecom: SyncWecom = {
    addCorpTags: (group) => around(() => real.addCorpTags(group)),
    editCorpTag: (change) => around(() => real.editCorpTag(change)),
    corpTags: () => around(() => real.corpTags()),
    followUsers: () => around(() => real.followUsers()),
    user: (userid) => around(() => real.user(userid)),
    contactsOf: (userid) => around(() => real.contactsOf(userid)),
    contactsOfMembers: (userids, cursor) =>
      around(() => {
        asked.pages += 1
        return real.contactsOfMembers(userids, cursor)
      }),
    departments: (id) => around(() => real.departments(id)),
    groups: (filter, cursor) => around(() => real.groups(filter, cursor)),
  }
  const db: Database = {
    ...deps.db,
    inWorkspace: (id, work, options) => around(() => deps.db.inWorkspace(id, work, options)),
  }
  const { signal } = new AbortController()
  const patience = { clock: deps.clock, signal, pause: sleep }
  return { db, tenant, wecom, patience, mayPush: async () => false }
}

const undisturbed = <T>(work: () => Promise<T>) => work()

class Death extends Error {}

/** A process that dies at a random point: before or after a call, before or after a transaction. */
function mortal(chance: Chance, pointsMost: number) {
  const last = 1 + Math.floor(chance.fraction() * pointsMost)
  let points = 0
  const point = () => {
    points += 1
    if (points >= last) throw new Death(`at point ${last}`)
  }
  return async <T>(work: () => Promise<T>): Promise<T> => {
    point()
    const value = await work()
    point()
    return value
  }
}

function rows<T>(tenant: Tenant, statement: ReturnType<typeof sql<T>>): Promise<T[]> {
  return house.deps.db.inWorkspace(tenant.id, (tx) => tx.rows(statement))
}

/** Everything that was brought in, in words that do not depend on the workspace. */
async function brought(tenant: Tenant) {
  const follows = await rows(
    tenant,
    sql`
      select userid, external_userid, state, remark, started_at, confirmed_at, ended_at is not null as ended, ended_by
      from customer.follow
      order by userid, external_userid, started_at
    `,
  )
  const tags = await rows(
    tenant,
    sql`
      select i.key, t.userid, g.wecom_id
      from customer.tagging t
      join customer.tag g on g.id = t.tag_id
      join customer.identity i on i.customer_id = t.customer_id and i.kind = 'external_userid'
      where t.withdrawn_at is null
      order by i.key, t.userid, g.wecom_id
    `,
  )
  const associates = await rows(
    tenant,
    sql`select userid, name, is_active from corp.associate order by userid`,
  )
  const members = await rows(
    tenant,
    sql`
      select g.chat_id, g.name, g.owner, g.dissolved_at is not null as dissolved, m.member, m.is_staff,
             m.customer_id is not null as known, m.join_scene, m.left_at is not null as gone, m.left_how
      from "group".group_chat g
      join "group".membership m on m.group_id = g.id
      order by g.chat_id, m.member, m.joined_at
    `,
  )
  return { follows, tags, associates, members }
}

async function ended(tenant: Tenant): Promise<string[]> {
  const found = await rows(
    tenant,
    sql<{ pair: string }>`
      select userid || '/' || external_userid as pair from customer.follow where ended_at is not null
    `,
  )
  return found.map(({ pair }) => pair)
}

async function rests(tenant: Tenant): Promise<void> {
  for (;;) {
    await house.settled(tenant)
    const [{ waiting } = { waiting: 0 }] = await rows(
      tenant,
      sql<{ waiting: number }>`
        select count(*)::int as waiting from ingestion.wish where due_at is not null
      `,
    )
    if (waiting === 0) break
    await sleep(100)
  }
  await house.settled(tenant)
}

test(
  `killed ${KILLS} times at random (seed ${SEED}), bringing in ends like one that nobody disturbed`,
  async () => {
    populate()
    for (const tenant of [calm, killed]) {
      await syncCorp(await bringing(tenant, { pages: 0 }, undisturbed))
      await rests(tenant)
    }
    expect((await brought(calm)).follows.length).toBeGreaterThan(CUSTOMERS)
    expect((await brought(calm)).members.length).toBeGreaterThan(GROUPS)
    expect(await brought(killed)).toEqual(await brought(calm))

    changeInSilence()
    const calmly = { pages: 0 }
    await syncCorp(await bringing(calm, calmly, undisturbed))
    await rests(calm)

    const chance = seededChance(SEED)
    const often = { pages: 0 }
    // A life is as long as a tenth of the whole work at most, so that the deaths are spread over it.
    const pointsMost = Math.ceil(((calmly.pages + STAFF) * 5) / 10)
    let deaths = 0
    let firstPass: { pages: number; deaths: number } | null = null
    while (deaths < KILLS) {
      const life = await bringing(killed, often, mortal(chance, pointsMost))
      const error: unknown = await syncCorp(life).then(
        () => null,
        (reason: unknown) => reason,
      )
      if (error === null) {
        firstPass ??= { pages: often.pages, deaths }
        continue
      }
      expect(error).toBeInstanceOf(Death)
      deaths += 1
      for (const pair of await ended(killed)) expect(gone).toContain(pair)
    }
    await syncCorp(await bringing(killed, often, undisturbed))
    firstPass ??= { pages: often.pages, deaths }
    await rests(killed)

    // One page is fetched again for a death, at most.
    expect(firstPass.pages).toBeLessThanOrEqual(calmly.pages + firstPass.deaths)
    expect(new Set(await ended(calm))).toEqual(new Set(gone))
    expect(await brought(killed)).toEqual(await brought(calm))
  },
  LONG_MS,
)

test(
  'a pass that is told to stop stops between two pages, and the next one goes on there',
  async () => {
    const asked = { pages: 0 }
    const whole = { pages: 0 }
    await syncCorp(await bringing(calm, whole, undisturbed))
    const stopping = new AbortController()
    const life = await bringing(calm, asked, undisturbed)
    const half = Math.floor(whole.pages / 2)
    const stopped: SyncWecom = {
      ...life.wecom,
      contactsOfMembers: (userids, cursor) => {
        if (asked.pages + 1 >= half) stopping.abort()
        return life.wecom.contactsOfMembers(userids, cursor)
      },
    }
    const patience = { ...life.patience, signal: stopping.signal }
    await expect(syncCorp({ ...life, wecom: stopped, patience })).rejects.toBeInstanceOf(Stopped)
    await syncCorp(await bringing(calm, asked, undisturbed))
    expect(asked.pages).toBe(whole.pages)
    await rests(calm)
  },
  LONG_MS,
)
