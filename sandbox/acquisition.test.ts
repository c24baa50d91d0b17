import { afterEach, expect, test } from 'vitest'
import { linkWithChannel } from '../wecom/index.ts'
import { opened, startedOver } from './opened.fixture.ts'
import { startReceiver } from './receiver.fixture.ts'

afterEach(startedOver)

const DAY_MS = 86_400_000
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4, 5, 6])

type World = Awaited<ReturnType<typeof opened>>

async function linked({ wecom }: World, userids = ['chenlan']) {
  const made = await wecom.addAcquisitionLink({ name: '抖音直播', userids })
  if (!made.ok) throw new Error(made.errmsg)
  return made.value
}

test('who comes by a link is added with its channel, and every step of it is told', async () => {
  const world = await opened()
  const { sandbox, wecom } = world
  const receiver = await startReceiver(sandbox)
  const { link_id: linkId } = await linked(world)
  const { externalUserId } = sandbox.deeds.makePerson()
  const come = sandbox.deeds.openLink({ linkId, channel: 'douyin_0101', externalUserId })
  expect(come).toMatchObject({ userid: 'chenlan', isNew: true })
  const pair = { userid: 'chenlan', externalUserId }
  for (const text of ['在吗', '有货吗', '多少钱'])
    sandbox.deeds.chat({ ...pair, from: 'customer', text })
  sandbox.deeds.deleteStaff(pair)
  await expect.poll(() => receiver.heard).toHaveLength(6)
  await receiver.stop()
  const told = receiver.heard.map((one) => (one.kind === 'other' ? one.changeType : one.kind))
  expect(told).toEqual([
    'friend_request',
    'add_external_contact',
    'customer_start_chat',
    'message_from_customer',
    'del_follow_user',
    'del_follow_user',
  ])
  const heard = receiver.heard[3]
  const key = heard?.kind === 'other' ? String(heard.fields.ChatKey) : ''
  expect(await wecom.linkChat(key)).toMatchObject({
    value: { userid: 'chenlan', chat_info: { recv_msg_cnt: 3, state: 'douyin_0101' } },
  })
  expect(await wecom.linkCustomers(linkId)).toMatchObject({
    value: { rows: [{ external_userid: externalUserId, chat_status: 1 }] },
  })
  const contact = await wecom.contact(externalUserId)
  expect(contact).toMatchObject({
    value: { follow_user: [{ add_way: 16, state: 'douyin_0101' }] },
  })
  const now = sandbox.world.clock.now()
  expect(await wecom.linkCounts({ linkId, from: now, to: now })).toMatchObject({
    value: { click_link_customer_cnt: 1, new_customer_cnt: 1 },
  })
})

test('quota goes down with each customer and is told when it is low, at its end, and when it is back', async () => {
  const world = await opened()
  const { sandbox, wecom } = world
  const receiver = await startReceiver(sandbox)
  const { link_id: linkId } = await linked(world)
  await wecom.acquisitionQuota()
  for (const quota of sandbox.world.corp.acquisition.quotas) quota.balance = 20
  const come = () => {
    const { externalUserId } = sandbox.deeds.makePerson()
    return sandbox.deeds.openLink({ linkId, channel: 'x'.repeat(70), externalUserId })
  }
  for (let n = 0; n < 20; n += 1) expect(come()).toMatchObject({ isNew: true })
  expect(come()).toBeNull()
  expect(await wecom.acquisitionQuota()).toMatchObject({ value: { total: 20, balance: 0 } })
  sandbox.deeds.buyQuota(50, 15)
  sandbox.world.clock.advanceMs(DAY_MS)
  expect(await wecom.acquisitionQuota()).toMatchObject({ value: { balance: 50 } })
  const changes = () =>
    receiver.heard.flatMap((one) => (one.kind === 'other' ? [one.changeType] : []))
  await expect.poll(changes).toContain('quota_expire_soon')
  await receiver.stop()
  expect(changes().filter((change) => /balance|quota/.test(change))).toEqual([
    'balance_low',
    'balance_exhausted',
    'balance_increased',
    'quota_expire_soon',
  ])
  const customers = await wecom.linkCustomers(linkId)
  expect(customers.ok && customers.value.rows[0]?.state).toHaveLength(64)
})

test('a link says whom it leads to, and that nobody is left', async () => {
  const world = await opened()
  const { sandbox, wecom } = world
  const receiver = await startReceiver(sandbox)
  const { link_id: linkId, url } = await linked(world)
  expect(linkWithChannel(url, '直播 一')).toContain(`${linkId}?customer_channel=`)
  await wecom.updateAcquisitionLink({ linkId, name: '直播二', userids: ['zhoumu'] })
  expect(await wecom.acquisitionLink(linkId)).toMatchObject({
    value: { link: { link_name: '直播二' }, range: { user_list: ['zhoumu'] } },
  })
  sandbox.deeds.resign('zhoumu')
  await expect.poll(() => receiver.heard).toHaveLength(2)
  sandbox.deeds.dropLink(linkId)
  await expect.poll(() => receiver.heard).toHaveLength(3)
  await receiver.stop()
  expect(receiver.heard).toMatchObject([
    { changeType: 'delete_user' },
    { changeType: 'link_unavailable', fields: { LinkId: linkId } },
    { changeType: 'delete_link' },
  ])
  expect(await wecom.acquisitionLinks()).toMatchObject({ value: { rows: [] } })
  const bad = { name: '园'.repeat(31), userids: ['chenlan'] }
  expect(await wecom.addAcquisitionLink(bad)).toMatchObject({ errcode: 40058 })
})

test('a product of the album is what was put there, and nothing that breaks its rules', async () => {
  const { wecom } = await opened()
  const picture = { name: 'a.png', type: 'image/png', bytes: PNG }
  const media = await wecom.uploadAttachment({ kind: 'image', for: 'product' }, picture)
  const imageMediaIds = [media.ok ? media.value.media_id : '']
  const mask = { description: '玫瑰面膜', priceFen: 12_900, sn: 'MASK01', imageMediaIds }
  const added = await wecom.addProduct(mask)
  const productId = added.ok ? added.value : ''
  await wecom.updateProduct({ productId, priceFen: 9_900 })
  expect(await wecom.product(productId)).toMatchObject({
    value: { description: '玫瑰面膜', price: 9_900, product_sn: 'MASK01' },
  })
  expect(await wecom.products()).toMatchObject({ value: { rows: [{ product_id: productId }] } })
  expect(await wecom.addProduct({ ...mask, priceFen: 5_000_001 })).toMatchObject({
    errcode: 41086,
  })
  expect(await wecom.addProduct({ ...mask, sn: '面膜' })).toMatchObject({ errcode: 41085 })
  expect(await wecom.addProduct({ ...mask, imageMediaIds: ['none'] })).toMatchObject({
    errcode: 40007,
  })
  await wecom.deleteProduct(productId)
  expect(await wecom.product(productId)).toMatchObject({ errcode: 41075 })
})

test('words that are forbidden do not reach the customer, and those that are warned of do', async () => {
  const { sandbox, wecom } = await opened()
  const { externalUserId } = sandbox.deeds.makePerson()
  sandbox.deeds.befriend(externalUserId, 'chenlan')
  const rule = {
    name: '承诺',
    words: ['包治'],
    semantics: ['mobile' as const],
    does: 'block' as const,
  }
  const added = await wecom.addInterceptRule({ ...rule, range: { departmentIds: [2] } })
  const ruleId = added.ok ? added.value : ''
  const write = (text: string) =>
    sandbox.deeds.chat({ userid: 'chenlan', externalUserId, from: 'member', text })
  expect([write('包治百病'), write('加我 13800000001'), write('你好')]).toEqual([
    false,
    false,
    true,
  ])
  await wecom.updateInterceptRule({ ruleId, does: 'warn', semantics: [], words: ['百病'] })
  expect(await wecom.interceptRule(ruleId)).toMatchObject({
    value: { word_list: ['百病'], intercept_type: 2, extra_rule: { semantics_list: [] } },
  })
  expect([write('包治百病'), write('加我 13800000001')]).toEqual([true, true])
  const kinds = sandbox.effects.read().filter(({ kind }) => kind === 'intercepted')
  expect(kinds).toMatchObject([{ isBlocking: true }, { isBlocking: true }, { isBlocking: false }])
  expect(await wecom.addInterceptRule({ ...rule, range: {} })).toMatchObject({ errcode: 41077 })
  expect(await wecom.interceptRules()).toMatchObject({ value: [{ rule_id: ruleId }] })
  await wecom.deleteInterceptRule(ruleId)
  expect(await wecom.interceptRule(ruleId)).toMatchObject({ errcode: 41070 })
})
