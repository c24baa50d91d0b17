import { afterEach, expect, test } from 'vitest'
import type { AppContent, Card } from '../wecom/index.ts'
import { opened, startedOver } from './opened.fixture.ts'
import { startReceiver } from './receiver.fixture.ts'

afterEach(startedOver)

const to = { userids: ['chenlan'] }
const buttons: Card = {
  card_type: 'button_interaction',
  task_id: 'sop-task-0001',
  main_title: { title: '今日回访 12 位客户' },
  button_selection: {
    question_key: 'result',
    option_list: [
      { id: 'done', text: '已回访' },
      { id: 'later', text: '改天' },
    ],
  },
  button_list: [
    { text: '已完成', key: 'sop_done' },
    { text: '去处理', type: 1, url: 'https://example.com/sop' },
  ],
}
const vote: Card = {
  card_type: 'vote_interaction',
  task_id: 'vote-1',
  main_title: { title: '周五上新选哪款' },
  checkbox: {
    question_key: 'which',
    mode: 1,
    option_list: [
      { id: 'a', text: '面膜' },
      { id: 'b', text: '精油' },
    ],
  },
  submit_button: { text: '提交', key: 'voted' },
}
const cards: Card[] = [
  {
    card_type: 'text_notice',
    sub_title_text: '有 3 位客户等你回复',
    card_action: { type: 1, url: 'https://example.com' },
  },
  {
    card_type: 'news_notice',
    main_title: { title: '上新' },
    card_image: { url: 'https://example.com/a.png', aspect_ratio: 1.3 },
    card_action: { type: 1, url: 'https://example.com' },
  },
  buttons,
  vote,
  {
    card_type: 'multiple_interaction',
    task_id: 'many-1',
    main_title: { title: '记下客户的需求' },
    select_list: [
      { question_key: 'skin', title: '肤质', option_list: [{ id: 'dry', text: '干' }] },
    ],
    submit_button: { text: '提交', key: 'noted' },
  },
]

test('a button that an associate presses comes to the product, with what was chosen, and the card can be changed once', async () => {
  const { sandbox, wecom } = await opened()
  const receiver = await startReceiver(sandbox)
  const { agentId } = sandbox.world.corp
  const content = { msgtype: 'template_card', template_card: buttons } as const
  const sent = await wecom.sendToStaff({ agentId, to, content })
  if (!sent.ok) throw new Error(sent.errmsg)
  const { msgid } = sent.value
  expect(sent.value.response_code).toBeTruthy()
  const chosen = { result: ['done'] }
  expect(sandbox.deeds.press({ userid: 'chenlan', msgid, key: 'none' })).toBeNull()
  const pressed = sandbox.deeds.press({ userid: 'chenlan', msgid, key: 'sop_done', chosen })
  await expect.poll(() => receiver.heard).toHaveLength(1)
  await receiver.stop()
  expect(receiver.heard).toMatchObject([
    {
      event: 'template_card_event',
      fields: {
        FromUserName: 'chenlan',
        EventKey: 'sop_done',
        TaskId: 'sop-task-0001',
        CardType: 'button_interaction',
        ResponseCode: pressed?.code,
        SelectedItems: {
          SelectedItem: { QuestionKey: 'result', OptionIds: { OptionId: 'done' } },
        },
      },
    },
  ])
  const change = {
    agentId,
    responseCode: pressed?.code ?? '',
    userids: ['chenlan'],
    to: { buttonText: '已完成' },
  }
  expect(await wecom.updateCard(change)).toMatchObject({ ok: true })
  expect(await wecom.updateCard(change)).toMatchObject({ errcode: 42014 })
  expect(sandbox.deeds.press({ userid: 'chenlan', msgid, key: 'sop_done' })).toBeNull()
})

test('what an associate chose of several things arrives whole', async () => {
  const { sandbox, wecom } = await opened()
  const receiver = await startReceiver(sandbox)
  const content = { msgtype: 'template_card', template_card: vote } as const
  const { agentId } = sandbox.world.corp
  const sent = await wecom.sendToStaff({ agentId, to, content })
  const msgid = sent.ok ? sent.value.msgid : ''
  sandbox.deeds.press({ userid: 'chenlan', msgid, key: 'voted', chosen: { which: ['a', 'b'] } })
  await expect.poll(() => receiver.heard).toHaveLength(1)
  await receiver.stop()
  expect(receiver.heard).toMatchObject([
    {
      fields: {
        SelectedItems: { SelectedItem: { OptionIds: { OptionId: ['a', 'b'] } } },
      },
    },
  ])
})

test('all five cards and every other form of message reach whom they are for', async () => {
  const { sandbox, wecom } = await opened()
  const receiver = await startReceiver(sandbox)
  const { agentId } = sandbox.world.corp
  for (const card of cards) {
    const content = { msgtype: 'template_card', template_card: card } as const
    expect(await wecom.sendToStaff({ agentId, to, content })).toMatchObject({ ok: true })
  }
  await receiver.stop()
  const picture = {
    name: 'a.png',
    type: 'image/png',
    bytes: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2]),
  }
  const media = await wecom.uploadMedia('image', picture)
  const contents: AppContent[] = [
    { msgtype: 'text', text: { content: '园'.repeat(700) } },
    { msgtype: 'markdown', markdown: { content: '**今天**' } },
    {
      msgtype: 'textcard',
      textcard: { title: '提醒', description: '三件事', url: 'https://x.cn' },
    },
    { msgtype: 'news', news: { articles: [{ title: '上新', url: 'https://x.cn' }] } },
    { msgtype: 'image', image: { media_id: media.ok ? media.value.media_id : '' } },
  ]
  for (const content of contents) {
    expect(await wecom.sendToStaff({ agentId, to, content })).toMatchObject({ ok: true })
  }
  const notices = sandbox.world.corp.notices.get('chenlan') ?? []
  expect(notices).toHaveLength(10)
  expect(Buffer.byteLength(notices[5]?.text ?? '')).toBe(2_046)
})

test('a card that calls back needs somewhere to call, a task of its own, and keys that are its own', async () => {
  const { sandbox, wecom } = await opened()
  const { agentId } = sandbox.world.corp
  const send = (card: Card) =>
    wecom.sendToStaff({ agentId, to, content: { msgtype: 'template_card', template_card: card } })
  expect(await send(buttons)).toMatchObject({ errcode: 43012 })
  const receiver = await startReceiver(sandbox)
  expect(await send(buttons)).toMatchObject({ ok: true })
  expect(await send(buttons)).toMatchObject({ errcode: 42014 })
  const twice = [
    { text: '好', key: 'same' },
    { text: '不好', key: 'same' },
  ]
  expect(await send({ ...buttons, task_id: 't2', button_list: twice })).toMatchObject({
    errcode: 40058,
  })
  await receiver.stop()
})

test('receivers that there are not are named, another app’s number is refused, and 31 a minute are one too many', async () => {
  const { sandbox, wecom } = await opened()
  const { agentId } = sandbox.world.corp
  const content = { msgtype: 'text', text: { content: '早' } } as const
  const some = { userids: ['chenlan', 'Nobody'], departmentIds: [5, 99] }
  const sent = await wecom.sendToStaff({ agentId, to: some, content })
  expect(sent).toMatchObject({ value: { invaliduser: 'nobody', invalidparty: '99' } })
  expect(sandbox.world.corp.notices.get('wuyue')).toHaveLength(1)
  expect(await wecom.sendToStaff({ agentId, to: { userids: ['x'] }, content })).toMatchObject({
    errcode: 81013,
  })
  expect(await wecom.sendToStaff({ agentId: 1, to, content })).toMatchObject({ errcode: 301002 })
  for (let n = 0; n < 35; n += 1) await wecom.sendToStaff({ agentId, to, content })
  expect(sandbox.world.corp.notices.get('chenlan')).toHaveLength(30)
})

test('the same message is shown once when asked so, and can be taken back for a day', async () => {
  const { sandbox, wecom } = await opened()
  const { agentId } = sandbox.world.corp
  const content = { msgtype: 'text', text: { content: '早' } } as const
  const message = { agentId, to, content, onceWithinSeconds: 600 }
  const first = await wecom.sendToStaff(message)
  await wecom.sendToStaff(message)
  expect(sandbox.world.corp.notices.get('chenlan')).toHaveLength(1)
  const msgid = first.ok ? first.value.msgid : ''
  await wecom.recallMessage(msgid)
  expect(sandbox.world.corp.notices.get('chenlan')).toHaveLength(0)
  sandbox.world.clock.advanceMs(86_400_001)
  expect(await wecom.recallMessage(msgid)).toMatchObject({ errcode: 42052 })
})
