import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { Sandbox } from './index.ts'
import { opened, startedOver } from './opened.fixture.ts'
import { startReceiver } from './receiver.fixture.ts'

afterEach(startedOver)

const DAY_MS = 86_400_000

function people(sandbox: Sandbox, count: number): string[] {
  return Array.from({ length: count }, () => sandbox.deeds.makePerson().externalUserId)
}

function groupOf(sandbox: Sandbox, owner = 'chenlan', capacity = 500): string {
  const made = sandbox.deeds.makeGroup({ owner, name: '金卡会员群', capacity })
  if (!made) throw new Error('no group')
  return made.chatId
}

test('who comes by a code is in the group with scene and state, and the others hear of it once', async () => {
  const { sandbox, wecom } = await opened()
  const receiver = await startReceiver(sandbox)
  const chatId = groupOf(sandbox)
  const way = await wecom.addJoinWay({ chatIds: [chatId], state: 'poster', remark: '', next: null })
  const [id = ''] = people(sandbox, 1)
  expect(sandbox.deeds.joinGroup({ configId: way.ok ? way.value : '' }, id)).toMatchObject({
    chatId,
    isNew: true,
  })
  expect(sandbox.deeds.joinGroup({ state: 'poster' }, id)).toMatchObject({ isNew: false })
  const group = await wecom.group(chatId)
  const member = group.ok ? group.value.member_list.find(({ userid }) => userid === id) : null
  expect(member).toMatchObject({ type: 2, join_scene: 3, state: 'poster' })
  await expect.poll(() => receiver.heard).toHaveLength(2)
  await receiver.stop()
  expect(receiver.heard).toMatchObject([
    { changeType: 'create', fields: { ChatId: chatId } },
    {
      changeType: 'update',
      fields: {
        UpdateDetail: 'add_member',
        JoinScene: '3',
        MemChangeCnt: '1',
        MemChangeList: { Item: id },
        CurMemVer: group.ok ? group.value.member_version : '',
      },
    },
  ])
})

test('every change of a group is told, and versions of its list of members join on to each other', async () => {
  const { sandbox } = await opened()
  const receiver = await startReceiver(sandbox)
  const chatId = groupOf(sandbox)
  const [one = '', two = ''] = people(sandbox, 2)
  const { deeds } = sandbox
  expect(deeds.invite({ chatId, by: 'chenlan', ids: [one, two, one] })).toBe(2)
  deeds.leaveGroup(chatId, one)
  deeds.throwOut(chatId, two)
  deeds.changeGroup(chatId, { name: '金卡二群', notice: '周五上新' })
  deeds.changeGroup(chatId, { owner: 'zhoumu' })
  deeds.dissolve(chatId)
  await expect.poll(() => receiver.heard).toHaveLength(9)
  await receiver.stop()
  const told = receiver.heard.map((event) => (event.kind === 'other' ? event : null))
  expect(told.map((one) => one?.fields.UpdateDetail ?? one?.changeType)).toEqual([
    'create',
    'add_member',
    'del_member',
    'del_member',
    'change_name',
    'change_notice',
    'add_member',
    'change_owner',
    'dismiss',
  ])
  expect([told[2]?.fields.QuitScene, told[3]?.fields.QuitScene]).toEqual(['0', '1'])
  expect(told[2]?.fields.LastMemVer).toBe(told[1]?.fields.CurMemVer)
  expect(told[1]?.fields.MemChangeList).toEqual({ Item: [one, two] })
})

test('a full group opens the next one under its own name and number, or lets nobody in', async () => {
  const { sandbox, wecom } = await opened()
  const chatId = groupOf(sandbox, 'chenlan', 3)
  const growing = await wecom.addJoinWay({
    chatIds: [chatId],
    state: 'live',
    remark: '一'.repeat(31),
    next: { baseName: '留园会员', firstNumber: 10 },
  })
  const configId = growing.ok ? growing.value : ''
  const joined = people(sandbox, 5).map((id) => sandbox.deeds.joinGroup({ configId }, id))
  expect(new Set(joined.map((one) => one?.chatId)).size).toBe(3)
  const way = await wecom.joinWay(configId)
  expect(way).toMatchObject({ value: { remark: '一'.repeat(30), state: 'live' } })
  const chats = way.ok ? way.value.chat_id_list : []
  expect(chats).toHaveLength(3)
  const second = await wecom.group(chats[1] ?? '')
  expect(second).toMatchObject({ value: { name: '留园会员10', owner: 'chenlan' } })
  await wecom.updateJoinWay({ configId, chatIds: [chatId], state: '', remark: '', next: null })
  const [late = ''] = people(sandbox, 1)
  expect(sandbox.deeds.joinGroup({ configId }, late)).toEqual({ chatId: null, isNew: false })
})

test('a code leads into at most five groups, all of them there and of members whom the app sees', async () => {
  const { sandbox, wecom } = await opened()
  const chats = Array.from({ length: 6 }, () => groupOf(sandbox))
  const add = (chatIds: string[], state = '') =>
    wecom.addJoinWay({ chatIds, state, remark: '', next: null })
  expect(await add(chats)).toMatchObject({ errcode: 41091 })
  expect(await add(['wrNobody'])).toMatchObject({ errcode: 86003 })
  expect(await add(chats.slice(0, 5), '园'.repeat(31))).toMatchObject({ errcode: 40058 })
  sandbox.world.corp.visible = new Set(['zhoumu'])
  expect(await add(chats.slice(0, 1))).toMatchObject({ errcode: 60011 })
  expect(await wecom.group(chats[0] ?? '')).toMatchObject({ errcode: 60011 })
})

test('groups come in pages by owner and by what became of the owner', async () => {
  const { sandbox, wecom } = await opened()
  const own = [groupOf(sandbox), groupOf(sandbox)]
  const left = groupOf(sandbox, 'zhoumu')
  sandbox.deeds.resign('zhoumu')
  const all = await wecom.groups()
  expect(all.ok && all.value.rows.map(({ chat_id }) => chat_id)).toEqual(own)
  const waiting = await wecom.groups({ status: 1, owners: ['zhoumu'] })
  expect(waiting).toMatchObject({ value: { rows: [{ chat_id: left, status: 1 }] } })
  expect(await wecom.groups({ owners: ['nobody'] })).toMatchObject({ errcode: 40003 })
})

test('a group gets one post a day where the company says so, and only after its owner confirms', async () => {
  const { sandbox, wecom } = await opened()
  sandbox.world.corp.quota = 'one_a_day'
  const [chatId, other] = [groupOf(sandbox), groupOf(sandbox, 'zhoumu')]
  const post = async () => {
    const task = { sender: 'chenlan', chatIds: [chatId, other], text: '周五上新', attachments: [] }
    const made = await wecom.addGroupTask(task)
    if (!made.ok) throw new Error(made.errmsg)
    return made.value
  }
  const first = await post()
  expect(first.fail_list).toEqual([other])
  const second = await post()
  sandbox.world.clock.advanceMs(5_000)
  expect(await wecom.messageTaskResults(first.msgid, 'chenlan')).toMatchObject({
    value: { rows: [] },
  })
  expect(sandbox.deeds.confirm(first.msgid, 'chenlan')).toEqual({ sent: 1 })
  expect(sandbox.deeds.confirm(second.msgid, 'chenlan')).toEqual({ sent: 0 })
  const results = await wecom.messageTaskResults(second.msgid, 'chenlan')
  expect(results).toMatchObject({ value: { rows: [{ chat_id: chatId, status: 3 }] } })
  const received = sandbox.effects.read().filter(({ kind }) => kind === 'group_mass_received')
  expect(received).toMatchObject([{ msgid: first.msgid, chatId }])
  sandbox.world.clock.advanceMs(DAY_MS)
  expect(sandbox.deeds.confirm((await post()).msgid, 'chenlan')).toEqual({ sent: 1 })
  const now = sandbox.world.clock.now()
  const span = { from: new Date(now.getTime() - 2 * DAY_MS), to: now }
  const listed = await wecom.messageTasks({ ...span, chatType: 'group' })
  expect(listed.ok && listed.value.rows).toHaveLength(3)
  expect(await wecom.messageTasks(span)).toMatchObject({ value: { rows: [] } })
})

test('a newcomer is welcomed with the material that the owner chose, by name', async () => {
  const { sandbox, wecom } = await opened()
  const made = await wecom.addGroupWelcome({
    text: '欢迎%NICKNAME%，先看群公告',
    extra: { link: { title: '新人礼', url: 'https://example.com/gift' } },
  })
  const templateId = made.ok ? made.value : ''
  const chatId = groupOf(sandbox)
  sandbox.deeds.changeGroup(chatId, { welcomeId: templateId })
  const person = sandbox.deeds.makePerson({ name: '春日迟迟' })
  sandbox.deeds.invite({ chatId, by: 'chenlan', ids: [person.externalUserId] })
  const said = sandbox.effects.read().filter(({ kind }) => kind === 'group_welcomed')
  expect(said).toMatchObject([{ text: '欢迎春日迟迟，先看群公告' }])
  await wecom.editGroupWelcome({ templateId, text: '欢迎' })
  expect(await wecom.groupWelcome(templateId)).toMatchObject({
    value: { text: { content: '欢迎' } },
  })
  await wecom.deleteGroupWelcome(templateId)
  expect(await wecom.groupWelcome(templateId)).toMatchObject({ errcode: 41058 })
  expect(await wecom.addGroupWelcome({ text: '园'.repeat(1_001) })).toMatchObject({
    errcode: 45002,
  })
})

test('what happened in groups is counted by day and owner, from yesterday back', async () => {
  const { sandbox, wecom } = await opened()
  const chatId = groupOf(sandbox)
  const ids = people(sandbox, 3)
  sandbox.deeds.invite({ chatId, by: 'chenlan', ids })
  sandbox.deeds.sayInGroup({ chatId, from: ids[0] ?? '', text: '有货吗' })
  sandbox.deeds.sayInGroup({ chatId, from: 'chenlan', text: '有的' })
  const today = sandbox.world.clock.now()
  const span = { from: today, owners: ['chenlan'] }
  expect(await wecom.groupActivity(span)).toMatchObject({ errcode: 40058 })
  sandbox.world.clock.advanceMs(DAY_MS)
  const counts = { new_chat_cnt: 1, new_member_cnt: 4, member_has_msg: 2, msg_total: 2 }
  expect(await wecom.groupActivity(span)).toMatchObject({
    value: { total: 1, items: [{ owner: 'chenlan', data: counts }] },
  })
  expect(await wecom.groupActivityByDay(span)).toMatchObject({ value: [{ data: counts }] })
})

test('a mini program that was opened in a group knows the group', async () => {
  const { sandbox, wecom } = await opened()
  const chatId = groupOf(sandbox)
  const shape = z.object({ groups: z.array(z.object({ opengid: z.string() })) })
  const shown = shape.parse(await (await fetch(`${sandbox.url}/sandbox/groups`)).json())
  expect(await wecom.chatIdOf(shown.groups[0]?.opengid ?? '')).toEqual({ ok: true, value: chatId })
  expect(await wecom.chatIdOf('oGnone')).toMatchObject({ errcode: 90511 })
})
