import { expect, test } from 'vitest'
import { answerSdk, askedOfSdk } from './sidebar-sdk.ts'

const PAIR = { userid: 'chenlan', externalUserId: 'wmLY1' }

async function asked(call: string, params: object = {}, isSent = true) {
  const said: object[] = []
  const message = askedOfSdk({ to: 'sandbox-wecom', id: 7, call, params })
  if (!message) throw new Error('not taken for a call')
  const answer = await answerSdk(message, PAIR, async (one) => {
    said.push(one)
    return isSent
  })
  return { answer, said }
}

test('a page in the sidebar learns beside whose chat it stands', async () => {
  const { answer } = await asked('getCurExternalContact')
  expect(answer).toMatchObject({ from: 'sandbox-wecom', id: 7, result: { userId: 'wmLY1' } })
  expect(answer.result.err_msg).toBe('getCurExternalContact:ok')
  expect((await asked('getContext')).answer.result).toMatchObject({ entry: 'single_chat_tools' })
})

test('what the page hands over is said in the chat in its own form', async () => {
  const text = await asked('sendChatMessage', { msgtype: 'text', text: { content: '在的' } })
  expect(text.said).toEqual([{ text: '在的' }])
  const news = { link: 'https://q.example/a', title: '新品', desc: '' }
  const link = await asked('sendChatMessage', { msgtype: 'news', news })
  expect(link.said).toEqual([{ link: { title: '新品', url: 'https://q.example/a', desc: '' } }])
  const picture = await asked('sendChatMessage', { msgtype: 'image', image: { mediaid: '3LY' } })
  expect(picture.said).toEqual([{ mediaId: '3LY' }])
})

test('what could not be said, and what is not played here, fails as in WeCom', async () => {
  const lost = await asked('sendChatMessage', { msgtype: 'text', text: { content: '在的' } }, false)
  expect(lost.answer.result.err_msg).toBe('sendChatMessage:fail not sent')
  const unknown = await asked('sendChatMessage', { msgtype: 'video', video: { mediaid: 'x' } })
  expect([unknown.said, unknown.answer.result.err_msg]).toEqual([
    [],
    'sendChatMessage:fail invalid params',
  ])
  const other = await asked('openEnterpriseChat')
  expect(other.answer.result.err_msg).toBe('openEnterpriseChat:fail not supported')
  expect(askedOfSdk({ id: 7, call: 'getContext' })).toBeNull()
})
