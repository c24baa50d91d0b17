import { afterEach, expect, test } from 'vitest'
import { opened, startedOver } from './opened.fixture.ts'
import { startReceiver } from './receiver.fixture.ts'

afterEach(startedOver)

const DAY_MS = 86_400_000

test('what a member notes of a customer comes back as it was noted, mobiles are cleared on purpose only', async () => {
  const { sandbox, wecom } = await opened()
  const id = sandbox.deeds.makePerson().externalUserId
  sandbox.deeds.befriend(id, 'chenlan')
  const pair = { userid: 'chenlan', externalUserId: id }
  const mobiles = ['13800000009']
  await wecom.remark({ ...pair, remark: '李女士', company: '锦书', mobiles, pictureMediaId: 'M1' })
  await wecom.remark({ ...pair, description: '油性皮肤' })
  const seen = async () => {
    const contact = await wecom.contact(id)
    return contact.ok ? contact.value.follow_user[0] : null
  }
  expect(await seen()).toMatchObject({
    remark: '李女士',
    description: '油性皮肤',
    remark_corp_name: '锦书',
    remark_mobiles: mobiles,
  })
  await wecom.remark({ ...pair, mobiles: [] })
  expect(await seen()).toMatchObject({ remark_mobiles: [], remark: '李女士' })
  expect(await wecom.remark({ ...pair, company: '园'.repeat(21) })).toMatchObject({
    errcode: 40058,
  })
  expect(await wecom.remark(pair)).toMatchObject({ errcode: 40058 })
})

test('a member’s own tags have no id, and are not in the batch', async () => {
  const { sandbox, wecom } = await opened()
  const id = sandbox.deeds.makePerson().externalUserId
  sandbox.deeds.befriend(id, 'chenlan')
  const pair = { userid: 'chenlan', externalUserId: id }
  const made = await wecom.addCorpTags({ groupName: '肤质', names: ['敏感肌'] })
  const tagId = made.ok ? (made.value.tag[0]?.id ?? '') : ''
  sandbox.deeds.edit(pair, { addTagIds: [tagId], personalTags: ['周五回访'] })
  const contact = await wecom.contact(id)
  const tags = contact.ok ? contact.value.follow_user[0]?.tags : []
  expect(tags).toMatchObject([
    { tag_id: tagId, type: 1 },
    { tag_name: '周五回访', type: 2 },
  ])
  const batch = await wecom.contactsOfMembers(['chenlan'])
  expect(batch).toMatchObject({ value: { rows: [{ follow_info: { tag_id: [tagId] } }] } })
})

test('whoever is served is listed: customers by name, strangers of groups under a mask', async () => {
  const { sandbox, wecom } = await opened()
  const friend = sandbox.deeds.makePerson()
  sandbox.deeds.befriend(friend.externalUserId, 'chenlan')
  const stranger = sandbox.deeds.makePerson({ name: '王婷' })
  sandbox.deeds.makeGroup({
    owner: 'chenlan',
    ids: [stranger.externalUserId, friend.externalUserId],
  })
  const served = await wecom.servedContacts()
  expect(served.ok && served.value.rows).toMatchObject([
    { is_customer: true, external_userid: friend.externalUserId, follow_userid: 'chenlan' },
    { is_customer: false, name: '王**', follow_userid: 'chenlan' },
  ])
})

test('a change in the library of tags is told in every form', async () => {
  const { sandbox, wecom } = await opened()
  const receiver = await startReceiver(sandbox)
  const { deeds } = sandbox
  const made = deeds.makeTags('肤质', ['敏感肌', '干皮'])
  const [first = '', second = ''] = made?.tagIds ?? []
  deeds.renameTag(first, '敏感')
  deeds.renameTag(made?.groupId ?? '', '皮肤')
  deeds.shuffleTags(made?.groupId ?? '')
  deeds.shuffleTags('')
  deeds.deleteTag(second)
  deeds.deleteTag(made?.groupId ?? '')
  await expect.poll(() => receiver.heard).toHaveLength(9)
  await receiver.stop()
  const told = receiver.heard.map((event) =>
    event.kind === 'change_external_tag' ? [event.change, event.tagType, event.id] : [],
  )
  const group = made?.groupId
  expect(told).toEqual([
    ['create', 'tag_group', group],
    ['create', 'tag', first],
    ['create', 'tag', second],
    ['update', 'tag', first],
    ['update', 'tag_group', group],
    ['shuffle', '', group],
    ['shuffle', '', ''],
    ['delete', 'tag', second],
    ['delete', 'tag_group', group],
  ])
  expect(await wecom.corpTags()).toEqual({ ok: true, value: [] })
})

test('an app may change and delete only the tags that it made', async () => {
  const { sandbox, wecom } = await opened()
  const foreign = sandbox.deeds.makeTags('来源', ['门店'])?.tagIds[0] ?? ''
  const own = await wecom.addCorpTags({ groupName: '肤质', names: ['敏感肌', '干皮'] })
  const [id = '', other = ''] = own.ok ? own.value.tag.map((tag) => tag.id) : []
  expect(await wecom.editCorpTag({ id: foreign, name: '线上' })).toMatchObject({ errcode: 81011 })
  expect(await wecom.deleteCorpTags({ tagIds: [foreign] })).toMatchObject({ errcode: 81011 })
  expect(await wecom.editCorpTag({ id, name: '干皮' })).toMatchObject({ errcode: 40071 })
  expect(await wecom.editCorpTag({ id, name: '敏感', order: 9 })).toMatchObject({ ok: true })
  expect(await wecom.deleteCorpTags({ tagIds: [other] })).toMatchObject({ ok: true })
  const left = await wecom.corpTags([own.ok ? own.value.group_id : ''])
  expect(left).toMatchObject({ value: [{ tag: [{ id, name: '敏感', order: 9 }] }] })
})

test('tags of a group of rules are apart from the company’s, and known by their own number', async () => {
  const { sandbox, wecom } = await opened()
  const made = await wecom.addStrategy({
    name: '华东',
    admins: ['chenlan'],
    range: [{ departmentId: 2 }, { userid: 'luojia' }],
  })
  const id = made.ok ? made.value : 0
  expect(await wecom.strategies()).toMatchObject({ value: { rows: [id] } })
  expect(await wecom.strategy(id)).toMatchObject({ value: { strategy_name: '华东' } })
  await wecom.editStrategy({ id, remove: [{ userid: 'luojia' }], add: [{ departmentId: 3 }] })
  const range = await wecom.strategyRange(id)
  expect(range.ok && range.value.rows.map(({ partyid }) => partyid)).toEqual([2, 3])
  const tags = await wecom.addStrategyTags({ strategyId: id, groupName: '区域', names: ['华东'] })
  const tagId = tags.ok ? (tags.value.tag[0]?.id ?? '') : ''
  expect(await wecom.corpTags()).toMatchObject({ value: [] })
  expect(await wecom.editCorpTag({ id: tagId, name: '华北' })).toMatchObject({ errcode: 40068 })
  await wecom.editStrategyTag({ id: tagId, name: '苏浙沪' })
  const person = sandbox.deeds.makePerson().externalUserId
  sandbox.deeds.befriend(person, 'chenlan')
  await wecom.markTags({ userid: 'chenlan', externalUserId: person, add: [tagId], remove: [] })
  const contact = await wecom.contact(person)
  expect(contact.ok && contact.value.follow_user[0]?.tags).toMatchObject([
    { tag_name: '苏浙沪', type: 3 },
  ])
  await wecom.deleteStrategyTags({ tagIds: [tagId] })
  expect(await wecom.strategyTags(id)).toMatchObject({ value: [] })
  expect(await wecom.deleteStrategy(id)).toMatchObject({ ok: true })
  expect(await wecom.strategy(id)).toMatchObject({ ok: false })
})

test('one person is the same under every id that the platform has for them', async () => {
  const { sandbox, wecom } = await opened()
  const person = sandbox.deeds.makePerson()
  const whose = { unionid: person.unionid, openid: 'o1' }
  expect(await wecom.customerOfUnionid(whose)).toMatchObject({
    value: { pending_id: expect.any(String) },
  })
  sandbox.deeds.befriend(person.externalUserId, 'chenlan')
  expect(await wecom.customerOfUnionid(whose)).toMatchObject({
    value: { external_userid: person.externalUserId },
  })
  const provider = await wecom.toProvidersCustomer(person.externalUserId)
  expect(
    await wecom.fromProvidersCustomer({
      externalUserId: provider.ok ? provider.value : '',
      sourceAgentId: 1,
    }),
  ).toEqual({ ok: true, value: person.externalUserId })
  const openid = await wecom.openidOfUser('chenlan')
  expect(await wecom.userOfOpenid(openid.ok ? openid.value : '')).toMatchObject({
    value: 'chenlan',
  })
  expect(await wecom.openidOfCustomer('wmNobody')).toMatchObject({ errcode: 40096 })
  const users = await wecom.fromProvidersUsers({ openUserIds: ['woUnone'], sourceAgentId: 1 })
  expect(users).toMatchObject({ value: { invalid_open_userid_list: ['woUnone'] } })
})

test('what members did yesterday is counted: chats, answers, who came and who was lost', async () => {
  const { sandbox, wecom } = await opened()
  const ids = [1, 2].map(() => sandbox.deeds.makePerson().externalUserId)
  await wecom.addContactWay({ userids: ['chenlan'], state: 's', remark: '', skipVerify: true })
  for (const id of ids) sandbox.deeds.scan({ state: 's' }, id)
  const [one = '', two = ''] = ids
  const say = (externalUserId: string, from: 'member' | 'customer') =>
    sandbox.deeds.chat({ userid: 'chenlan', externalUserId, from, text: '你好' })
  say(one, 'customer')
  sandbox.world.clock.advanceMs(180_000)
  say(one, 'member')
  say(two, 'customer')
  sandbox.deeds.deleteStaff({ userid: 'chenlan', externalUserId: two })
  const day = sandbox.world.clock.now()
  expect(await wecom.staffActivity({ userids: ['chenlan'], from: day, to: day })).toEqual({
    ok: true,
    value: [],
  })
  sandbox.world.clock.advanceMs(DAY_MS)
  const counted = await wecom.staffActivity({ departmentIds: [2], from: day, to: day })
  expect(counted).toMatchObject({
    value: [
      {
        chat_cnt: 2,
        message_cnt: 1,
        reply_percentage: 50,
        avg_reply_time: 3,
        negative_feedback_cnt: 1,
        new_contact_cnt: 2,
      },
    ],
  })
  expect(await wecom.staffActivity({ from: day, to: day })).toMatchObject({ errcode: 40058 })
})

test('a contact way says what it is, and its members may be those of a department', async () => {
  const { sandbox, wecom } = await opened()
  const made = await wecom.addContactWay({
    userids: [],
    departmentIds: [4],
    state: 'shop',
    remark: '静安店',
    skipVerify: false,
    isExclusive: true,
  })
  const configId = made.ok ? made.value.config_id : ''
  expect(await wecom.contactWay(configId)).toMatchObject({
    value: { type: 2, scene: 2, party: [4], user: [], skip_verify: false, state: 'shop' },
  })
  const now = sandbox.world.clock.now()
  const span = { from: new Date(now.getTime() - DAY_MS), to: now }
  expect(await wecom.contactWays(span)).toMatchObject({ value: { rows: [configId] } })
  sandbox.deeds.resign('chenlan')
  sandbox.deeds.changeMember({ userid: 'zhoumu', status: 2 })
  const answering = new Set(
    [1, 2, 3, 4].map(() => sandbox.deeds.scan({ state: 'shop' }, null)?.userid),
  )
  expect(answering).toEqual(new Set(['linxia', 'heqing']))
  const wrong = { state: '', remark: '', skipVerify: true }
  expect(await wecom.addContactWay({ ...wrong, userids: ['zhoumu'] })).toMatchObject({
    errcode: 41054,
  })
})

test('a temporary code is for one person, and the chat ends with its conclusion', async () => {
  const { sandbox, wecom } = await opened()
  const patient = sandbox.deeds.makePerson()
  const way = {
    userid: 'chenlan',
    state: 'clinic',
    remark: '',
    unionid: patient.unionid,
    chatExpiresInSeconds: 3_600,
    conclusions: { text: '祝您早日康复' },
  }
  expect(await wecom.addTemporaryContactWay(way)).toMatchObject({ errcode: 48002 })
  sandbox.world.corp.isMedical = true
  const made = await wecom.addTemporaryContactWay(way)
  const configId = made.ok ? made.value.config_id : ''
  expect(sandbox.deeds.scan({ configId }, null)).toBeNull()
  expect(sandbox.deeds.scan({ configId }, patient.externalUserId)).toMatchObject({ isNew: true })
  expect(sandbox.deeds.scan({ configId }, patient.externalUserId)).toBeNull()
  expect(await wecom.contact(patient.externalUserId)).toMatchObject({ ok: true })
  sandbox.world.clock.advanceMs(3_600_000)
  expect(await wecom.contact(patient.externalUserId)).toMatchObject({ errcode: 84061 })
  const key = `chenlan/${patient.externalUserId}`
  expect(sandbox.world.corp.chats.get(key)?.at(-1)).toMatchObject({ text: '祝您早日康复' })
  const pair = { userid: 'chenlan', externalUserId: patient.externalUserId }
  expect(await wecom.closeTemporaryChat(pair)).toMatchObject({ errcode: 84061 })
})
