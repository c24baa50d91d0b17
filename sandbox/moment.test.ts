import { afterEach, expect, test } from 'vitest'
import type { Sandbox } from './index.ts'
import { opened, startedOver } from './opened.fixture.ts'

afterEach(startedOver)

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4, 5, 6])
const picture = { name: 'mask.png', type: 'image/png', bytes: PNG }

type Client = Awaited<ReturnType<typeof opened>>['wecom']

function friends(sandbox: Sandbox, userid: string, count: number): string[] {
  return Array.from({ length: count }, () => {
    const { externalUserId } = sandbox.deeds.makePerson()
    sandbox.deeds.befriend(externalUserId, userid)
    return externalUserId
  })
}

async function posted(sandbox: Sandbox, wecom: Client, moment: Parameters<Client['addMoment']>[0]) {
  const job = await wecom.addMoment(moment)
  if (!job.ok) throw new Error(job.errmsg)
  expect(await wecom.momentJob(job.value)).toMatchObject({ value: { status: 2 } })
  sandbox.world.clock.advanceMs(5_000)
  const result = await wecom.momentJob(job.value)
  if (!result.ok) throw new Error(result.errmsg)
  return result.value.result
}

test('a moment is seen by nobody before its member posts it, and then by their customers', async () => {
  const { sandbox, wecom } = await opened()
  const [one = '', two = ''] = friends(sandbox, 'chenlan', 2)
  const media = await wecom.uploadAttachment({ kind: 'image', for: 'moment' }, picture)
  const result = await posted(sandbox, wecom, {
    text: '周五上新',
    attachments: { images: [media.ok ? media.value.media_id : ''] },
    senders: { userids: ['chenlan', 'nobody'], departmentIds: [99] },
  })
  expect(result?.invalid_sender_list).toMatchObject({
    user_list: ['nobody'],
    department_list: [99],
  })
  const momentId = result?.moment_id ?? ''
  const of = { momentId, userid: 'chenlan' }
  expect(await wecom.momentViewers(of)).toMatchObject({ errcode: 41062 })
  expect(await wecom.momentAudience(of)).toMatchObject({ value: { rows: [one, two] } })
  expect(sandbox.deeds.likeMoment({ ...of, externalUserId: one })).toBe(false)
  expect(sandbox.deeds.postMoment(of)).toEqual({ viewers: 2 })
  expect(sandbox.deeds.postMoment(of)).toBeNull()
  sandbox.deeds.likeMoment({ ...of, externalUserId: one })
  sandbox.deeds.commentMoment({ ...of, externalUserId: two, text: '想要' })
  expect(await wecom.momentReactions(of)).toMatchObject({
    value: { likes: [{ external_userid: one }], comments: [{ external_userid: two }] },
  })
  expect(await wecom.momentPosters(momentId)).toMatchObject({
    value: { rows: [{ userid: 'chenlan', publish_status: 1 }] },
  })
  const now = sandbox.world.clock.now()
  const span = { from: new Date(now.getTime() - 60_000), to: new Date(now.getTime() + 60_000) }
  const listed = await wecom.moments(span)
  expect(listed).toMatchObject({ value: { rows: [{ moment_id: momentId, create_type: 0 }] } })
})

test('with tags only customers who have them see it, and only members who have such customers post', async () => {
  const { sandbox, wecom } = await opened()
  const [gold = ''] = friends(sandbox, 'chenlan', 2)
  friends(sandbox, 'zhoumu', 1)
  const made = await wecom.addCorpTags({ groupName: '等级', names: ['金卡'] })
  const tagId = made.ok ? (made.value.tag[0]?.id ?? '') : ''
  await wecom.markTags({ userid: 'chenlan', externalUserId: gold, add: [tagId], remove: [] })
  const result = await posted(sandbox, wecom, { text: '金卡专享', tagIds: [tagId, 'etNone'] })
  expect(result?.invalid_external_contact_list).toMatchObject({ tag_list: ['etNone'] })
  const momentId = result?.moment_id ?? ''
  expect(await wecom.momentPosters(momentId)).toMatchObject({
    value: { rows: [{ userid: 'chenlan' }] },
  })
  expect(await wecom.momentAudience({ momentId, userid: 'chenlan' })).toMatchObject({
    value: { rows: [gold] },
  })
  expect(await wecom.momentAudience({ momentId, userid: 'zhoumu' })).toMatchObject({
    errcode: 41061,
  })
})

test('a cancelled moment stops those who have not posted; what was posted stays', async () => {
  const { sandbox, wecom } = await opened()
  const [one = ''] = friends(sandbox, 'chenlan', 1)
  const senders = { userids: ['chenlan', 'zhoumu'] }
  const result = await posted(sandbox, wecom, { text: '上新', senders })
  const momentId = result?.moment_id ?? ''
  sandbox.deeds.postMoment({ momentId, userid: 'chenlan' })
  await wecom.cancelMoment(momentId)
  expect(sandbox.deeds.postMoment({ momentId, userid: 'zhoumu' })).toBeNull()
  const like = { momentId, userid: 'chenlan', externalUserId: one }
  expect(sandbox.deeds.likeMoment(like)).toBe(true)
})

test('a moment has one kind of thing with it, uploaded for moments, and there are ten a minute', async () => {
  const { sandbox, wecom } = await opened()
  const forMessages = await wecom.uploadMedia('image', picture)
  const images = [forMessages.ok ? forMessages.value.media_id : '']
  expect(await wecom.addMoment({ text: '', attachments: { images } })).toMatchObject({
    errcode: 40007,
  })
  expect(await wecom.addMoment({ text: '' })).toMatchObject({ errcode: 41089 })
  expect(await wecom.addMoment({ text: '园'.repeat(1_334) })).toMatchObject({ errcode: 40058 })
  for (let n = 0; n < 10; n += 1) await wecom.addMoment({ text: '上新' })
  expect(await wecom.addMoment({ text: '上新' })).toMatchObject({ errcode: 45009 })
  sandbox.world.clock.advanceMs(61_000)
  expect(await wecom.addMoment({ text: '上新' })).toMatchObject({ ok: true })
})

test('a member’s own moment has no task, and nothing that the company could cancel', async () => {
  const { sandbox, wecom } = await opened()
  friends(sandbox, 'chenlan', 1)
  const own = sandbox.deeds.postOwn({ userid: 'chenlan', text: '今天的茶' })
  const momentId = own?.momentId ?? ''
  expect(await wecom.momentPosters(momentId)).toMatchObject({ errcode: 41067 })
  expect(await wecom.cancelMoment(momentId)).toMatchObject({ errcode: 41067 })
  expect(await wecom.momentViewers({ momentId, userid: 'chenlan' })).toMatchObject({ ok: true })
})
