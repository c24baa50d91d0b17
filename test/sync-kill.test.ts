import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  callsOf,
  SANDBOX_CORP,
  SANDBOX_SECRET,
  type Sandbox,
  startSandbox,
} from '../sandbox/index.ts'
import { noteSyncAsked, wecomOf } from '../server/corp/index.ts'
import { storeCorp } from '../server/corp/store.ts'
import { Stopped } from '../server/ingestion/patience.ts'
import type { Bringing, SyncWecom } from '../server/ingestion/sync-contacts.ts'
import { syncCorp } from '../server/ingestion/sync-corp.ts'
import {
  addMs,
  childEnvironment,
  seededChance,
  sleep,
  systemClock,
  type Tenant,
} from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { type Built, buildHouse } from './built.fixture.ts'
import { type House, startHouse } from './house.fixture.ts'

/**
 * Bringing in a corp, killed again and again, ends like one that nobody disturbed. The long form: LIUYUAN_SYNC_STAFF=200
 * LIUYUAN_SYNC_CUSTOMERS=100000 LIUYUAN_SYNC_GROUPS=500.
 */
const STAFF = Number(process.env.LIUYUAN_SYNC_STAFF ?? 10)
const CUSTOMERS = Number(process.env.LIUYUAN_SYNC_CUSTOMERS ?? 1_000)
const GROUPS = Number(process.env.LIUYUAN_SYNC_GROUPS ?? 20)
const KILLS = Number(process.env.LIUYUAN_KILLS ?? 20)
const SEED = Number(process.env.LIUYUAN_SEED ?? systemClock.now().getTime() % 1_000_000)
const OLD = new Date('2026-01-05T10:00:00+08:00')
/** So long WeCom takes for an answer while somebody is killed: the work must be longer than a moment. */
const LATENCY_MS = 10
const LONG_MS = 600_000

let sandbox: Sandbox
let house: House
let built: Built
let calm: Tenant
let killed: Tenant
const gone: string[] = []

beforeAll(async () => {
  built = await buildHouse(['test/sync-kill-worker.ts'])
  sandbox = await startSandbox({ seed: SEED })
  house = await startHouse({ wecomUrl: sandbox.url })
  calm = await connected('一次同步完的品牌')
  killed = await connected('总被打断的品牌')
}, 120_000)
afterAll(async () => {
  await house?.stop()
  await sandbox?.stop()
  await built?.remove()
})

async function connected(name: string): Promise<Tenant> {
  const { tenant } = await house.movesIn(name)
  await house.deps.db.inWorkspace(tenant.id, async (tx) => {
    await storeCorp(tx, tenant, house.deps.seal, {
      corpId: SANDBOX_CORP,
      company: '',
      name: '',
      agentId: null,
      secret: SANDBOX_SECRET,
      callbackToken: 'LiuYuanToken2026',
      callbackAesKey: 'A'.repeat(43),
      by: null,
      now: systemClock.now(),
    })
    // The house itself reads nothing meanwhile: its night was just now, however long this takes.
    const company = { ...tenant, company: '' }
    await noteSyncAsked(tx, company, addMs(systemClock.now(), 86_400_000))
  })
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

/** How often a page of customers was asked for so far, by the sandbox's own log. */
function pagesAsked(): number {
  const pages = callsOf(sandbox.world).find(({ path }) => path.endsWith('batch/get_by_user'))
  return pages?.calls ?? 0
}

async function bringing(tenant: Tenant): Promise<Omit<Bringing, 'passId'>> {
  const { deps } = house
  const found = await wecomOf(deps, { ...tenant, company: '' })
  if (!found) throw new Error('not connected')
  const { signal } = new AbortController()
  const patience = { clock: deps.clock, signal, pause: sleep }
  return {
    db: deps.db,
    tenant: { ...tenant, company: '' },
    wecom: found.waiting,
    patience,
    mayPush: async () => false,
  }
}

/** A process of its own, started and waiting to be told to begin. */
type Life = { child: ChildProcess; isReady: Promise<unknown> }

function conceive(tenant: Tenant): Life {
  const { dataDir, databaseUrl } = house.deps.config
  const child = fork(join(built.folder, 'test', 'sync-kill-worker.js'), [tenant.id], {
    env: childEnvironment({
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl ?? '',
      WECOM_BASE_URL: sandbox.url,
      LOG_LEVEL: 'silent',
    }),
  })
  return { child, isReady: once(child, 'message') }
}

/** Lets it work, and kills it (kill -9) after so long. @returns whether it was through before. */
async function liveFor({ child, isReady }: Life, ms: number): Promise<'ended' | 'killed'> {
  await isReady
  const ended = once(child, 'message').then(() => 'ended' as const)
  const gone = once(child, 'exit')
  child.send('go')
  const became = await Promise.race([ended, gone.then(() => 'died' as const), sleep(ms)])
  if (became === 'died') throw new Error('it died by itself')
  child.kill('SIGKILL')
  await gone
  return became ?? 'killed'
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

/** The pass that is open or was the last. Some work follows its last page: who dies there leaves a pass that is whole. */
async function passOf(tenant: Tenant): Promise<{ id: string; isWhole: boolean } | null> {
  const [pass] = await rows(
    tenant,
    sql<{ id: string; isWhole: boolean }>`
      select pass_id as id, bool_and(ended_at is not null) as "isWhole"
      from ingestion.sync_part
      group by pass_id
    `,
  )
  return pass ?? null
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

test(`killed ${KILLS} times at random (kill -9, seed ${SEED}), bringing in ends like one that nobody disturbed`, {
  timeout: LONG_MS,
}, async () => {
  populate()
  for (const tenant of [calm, killed]) {
    await syncCorp(await bringing(tenant))
    await rests(tenant)
  }
  expect((await brought(calm)).follows.length).toBeGreaterThan(CUSTOMERS)
  expect((await brought(calm)).members.length).toBeGreaterThan(GROUPS)
  expect(await brought(killed)).toEqual(await brought(calm))

  changeInSilence()
  sandbox.weather.latencyMs = LATENCY_MS
  const began = { pages: pagesAsked(), ms: systemClock.monotonicMs() }
  await syncCorp(await bringing(calm))
  const calmly = { pages: pagesAsked() - began.pages, ms: systemClock.monotonicMs() - began.ms }
  await rests(calm)

  const chance = seededChance(SEED)
  const before = pagesAsked()
  const earlier = await passOf(killed)
  let firstPass: { pages: number; deaths: number } | null = null
  let next = conceive(killed)
  for (let deaths = 0; deaths < KILLS; ) {
    const life = next
    // The next one starts while this one works, so that starting costs no time of its own.
    next = conceive(killed)
    // A life is as long as a tenth of the whole work on average, so that the deaths are spread over it.
    const became = await liveFor(life, (chance.fraction() * calmly.ms) / 5)
    if (became === 'killed') deaths += 1
    const pass = await passOf(killed)
    if (pass?.isWhole && pass.id !== earlier?.id)
      firstPass ??= { pages: pagesAsked() - before, deaths }
    for (const pair of await ended(killed)) expect(gone).toContain(pair)
  }
  expect(await liveFor(next, LONG_MS)).toBe('ended')
  firstPass ??= { pages: pagesAsked() - before, deaths: KILLS }
  await rests(killed)

  // One page is fetched again for a death, at most.
  expect(firstPass.pages).toBeLessThanOrEqual(calmly.pages + firstPass.deaths)
  expect(new Set(await ended(calm))).toEqual(new Set(gone))
  expect(await brought(killed)).toEqual(await brought(calm))
})

test('a pass that is told to stop stops between two pages, and the next one goes on there', {
  timeout: LONG_MS,
}, async () => {
  const pagesOf = async (work: Promise<unknown>) => {
    const before = pagesAsked()
    await work
    return pagesAsked() - before
  }
  const whole = await pagesOf(syncCorp(await bringing(calm)))
  const stopping = new AbortController()
  const life = await bringing(calm)
  const begun = pagesAsked()
  const stopped: SyncWecom = {
    ...life.wecom,
    contactsOfMembers: (userids, cursor) => {
      if (pagesAsked() - begun + 1 >= Math.floor(whole / 2)) stopping.abort()
      return life.wecom.contactsOfMembers(userids, cursor)
    },
  }
  const patience = { ...life.patience, signal: stopping.signal }
  const first = expect(syncCorp({ ...life, wecom: stopped, patience })).rejects.toBeInstanceOf(
    Stopped,
  )
  const half = await pagesOf(first)
  const rest = await pagesOf(syncCorp(await bringing(calm)))
  expect(half).toBeLessThan(whole)
  expect(half + rest).toBe(whole)
  await rests(calm)
})
