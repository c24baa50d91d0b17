import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { SANDBOX_CORP, SANDBOX_SECRET, type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { createWecom, tokensInMemory } from '../../wecom/index.ts'
import { addMs, systemClock } from '../kernel/index.ts'
import { examine } from './checkup.ts'
import { takeInventory } from './inventory.ts'

const OLD = new Date('2026-01-05T10:00:00+08:00')
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 3 })
  const { externalUserId } = sandbox.deeds.makePerson()
  sandbox.deeds.befriend(externalUserId, 'chenlan', { createdAt: OLD })
})
afterAll(() => sandbox?.stop())
beforeEach(() => {
  const { corp } = sandbox.world
  corp.isIpTrusted = true
  corp.forbidden = new Set()
  corp.visible = null
})

function wecom(secret = SANDBOX_SECRET) {
  const tokens = tokensInMemory()
  return createWecom({
    baseUrl: sandbox.url,
    corpId: SANDBOX_CORP,
    secret,
    tokens,
    clock: systemClock,
  })
}

async function outcomes(more: { secret?: string; agentId?: number | null } = {}) {
  const { secret, agentId = sandbox.world.corp.agentId } = more
  const heard = { verifiedAt: null, heardAt: null }
  const checks = await examine(wecom(secret), { agentId, heard, now: systemClock.now() })
  return Object.fromEntries(checks.map(({ key, outcome }) => [key, outcome]))
}

test('where everything is set, everything passes but the callback that nobody has heard yet', async () => {
  const { callback, ...others } = await outcomes()
  expect(callback).toBe('unknown')
  expect([...new Set(Object.values(others))]).toEqual(['good'])
  const heard = { verifiedAt: OLD, heardAt: null }
  const checks = await examine(wecom(), { agentId: null, heard, now: systemClock.now() })
  expect(checks.find(({ key }) => key === 'callback')).toMatchObject({ outcome: 'good' })
  expect(checks.find(({ key }) => key === 'app')).toMatchObject({ outcome: 'unknown' })
})

test('a wrong secret is the only thing to mend: what comes after it is not tried', async () => {
  const all = await outcomes({ secret: 'a wrong secret of some length' })
  expect(all).toMatchObject({ secret: 'bad', address: 'skipped', tags: 'skipped', app: 'skipped' })
})

test('a server that is not on the list of trusted addresses is told so, not that its secret is wrong', async () => {
  sandbox.world.corp.isIpTrusted = false
  const all = await outcomes()
  expect(all).toMatchObject({ secret: 'good', address: 'bad', contact_right: 'skipped' })
})

test('an app that may not call customer contact, or sees nobody, is told which of the two', async () => {
  sandbox.world.corp.forbidden = new Set(['externalcontact/get_follow_user_list'])
  expect(await outcomes()).toMatchObject({ address: 'good', contact_right: 'bad' })
  sandbox.world.corp.forbidden = new Set()
  sandbox.world.corp.visible = new Set()
  expect(await outcomes()).toMatchObject({ contact_right: 'good', visible_range: 'bad' })
})

test('each right is tried by itself', async () => {
  const rights = {
    tags: 'externalcontact/get_corp_tag_list',
    contact_ways: 'externalcontact/list_contact_way',
    groups: 'externalcontact/groupchat/list',
    mass_send: 'externalcontact/get_groupmsg_list_v2',
    contacts: 'externalcontact/list',
    directory: 'department/list',
    handover: 'externalcontact/get_unassigned_list',
  }
  for (const [key, path] of Object.entries(rights)) {
    sandbox.world.corp.forbidden = new Set([path])
    const all = await outcomes()
    const wrong = Object.keys(all).filter((one) => all[one] === 'bad')
    expect(wrong, path).toEqual([key])
  }
})

test('an AgentId of another app, and customers without a unionid, are noticed', async () => {
  expect(await outcomes({ agentId: 1 })).toMatchObject({ app: 'bad', tags: 'good' })
  for (const person of sandbox.world.corp.persons.values()) person.unionid = ''
  expect(await outcomes()).toMatchObject({ contacts: 'good', unionid: 'bad' })
})

test('the inventory tells what is kept here from what another tool has made', async () => {
  const made = await wecom().addContactWay({
    userids: ['chenlan'],
    state: 'former',
    remark: '旧工具的码',
    skipVerify: true,
  })
  const mine = await wecom().addContactWay({
    userids: ['chenlan'],
    state: 'ours',
    remark: '这里的码',
    skipVerify: true,
  })
  if (!made.ok || !mine.ok) throw new Error('no code was made')
  sandbox.deeds.makeTags('等级', ['金卡', '银卡'])
  const ours = {
    contactWays: new Set([mine.value.config_id]),
    tags: new Set<string>(),
    groups: new Set<string>(),
  }
  const found = await takeInventory(wecom(), ours, addMs(systemClock.now(), 60_000))
  expect(found).toEqual({
    ok: true,
    value: [
      { key: 'contact_ways', all: 2, ours: 1, more: false },
      { key: 'tags', all: 2, ours: 0, more: false },
      { key: 'groups', all: 0, ours: 0, more: false },
    ],
  })
})
