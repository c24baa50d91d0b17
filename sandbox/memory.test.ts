import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { opened, startedOver } from './opened.fixture.ts'

let dir = ''
afterEach(async () => {
  await startedOver()
  rmSync(dir, { recursive: true, force: true })
})

test('a whole company is there again tomorrow: staff, groups, hand-overs, moments, cards and sessions', async () => {
  dir = mkdtempSync(join(tmpdir(), 'liuyuan-sandbox-'))
  const before = await opened({ dir })
  const { deeds, world } = before.sandbox
  const { externalUserId } = deeds.makePerson({ name: '春日迟迟' })
  deeds.befriend(externalUserId, 'chenlan')
  const userid = deeds.hire({ name: '林深', departments: [4] })?.userid ?? ''
  const chatId = deeds.makeGroup({ owner: 'chenlan', name: '一群', ids: [externalUserId] })?.chatId
  const pair = { from: 'chenlan', to: userid }
  await before.wecom.transferCustomers({ ...pair, externalUserIds: [externalUserId] })
  await before.wecom.addMoment({ text: '上新', senders: { userids: ['chenlan'] } })
  await before.wecom.sendAppMessage({ agentId: world.corp.agentId, userid, text: '早' })
  const account = await before.wecom.addKfAccount({ name: '客服', mediaId: '' })
  const openKfid = account.ok ? account.value : ''
  deeds.writeKf({ openKfid, externalUserId, text: '在吗' })
  await before.sandbox.stop()

  const after = await opened({ dir, now: new Date('2026-11-12T10:00:00+08:00') })
  const { corp } = after.sandbox.world
  expect(await after.wecom.user(userid)).toMatchObject({ value: { name: '林深' } })
  expect(await after.wecom.group(chatId ?? '')).toMatchObject({ value: { name: '一群' } })
  expect(await after.wecom.transferResults(pair)).toMatchObject({
    value: { rows: [{ status: 1 }] },
  })
  expect([corp.moments.size, corp.notices.get(userid)?.length]).toEqual([1, 1])
  expect(await after.wecom.kfState({ openKfid, externalUserId })).toMatchObject({ ok: true })
})
