import { afterEach, expect, test } from 'vitest'
import type { Sandbox } from './index.ts'
import { opened, startedOver } from './opened.fixture.ts'
import { startReceiver } from './receiver.fixture.ts'

afterEach(startedOver)

const DAY_MS = 86_400_000

function customers(sandbox: Sandbox, userid: string, count: number): string[] {
  return Array.from({ length: count }, () => {
    const { externalUserId } = sandbox.deeds.makePerson()
    sandbox.deeds.befriend(externalUserId, userid, { remark: '老客' })
    return externalUserId
  })
}

test('a customer is the taker’s after a day, with what was noted, and both ends are told', async () => {
  const { sandbox, wecom } = await opened()
  const receiver = await startReceiver(sandbox)
  const [id = ''] = customers(sandbox, 'chenlan', 1)
  const pair = { from: 'chenlan', to: 'zhoumu' }
  const begun = await wecom.transferCustomers({ ...pair, externalUserIds: [id, 'wmNobody'] })
  expect(begun).toMatchObject({ value: [{ errcode: 0 }, { errcode: 40096 }] })
  expect(await wecom.transferResults(pair)).toMatchObject({ value: { rows: [{ status: 2 }] } })
  const again = await wecom.transferCustomers({ ...pair, externalUserIds: [id] })
  expect(again).toMatchObject({ value: [{ errcode: 40129 }] })
  sandbox.world.clock.advanceMs(DAY_MS)
  expect(await wecom.transferResults(pair)).toMatchObject({ value: { rows: [{ status: 1 }] } })
  const contact = await wecom.contact(id)
  expect(contact.ok && contact.value.follow_user).toMatchObject([
    { userid: 'zhoumu', add_way: 202, oper_userid: 'chenlan', remark: '老客' },
  ])
  await expect.poll(() => receiver.heard).toHaveLength(2)
  await receiver.stop()
  expect(receiver.heard).toMatchObject([
    { kind: 'del_external_contact', userid: 'chenlan', source: 'DELETE_BY_TRANSFER' },
    { kind: 'add_external_contact', userid: 'zhoumu' },
  ])
})

test('a customer who refuses stays, and the taker is named in what is told', async () => {
  const { sandbox, wecom } = await opened()
  const receiver = await startReceiver(sandbox)
  const [id = ''] = customers(sandbox, 'chenlan', 1)
  const pair = { from: 'chenlan', to: 'zhoumu' }
  await wecom.transferCustomers({ ...pair, externalUserIds: [id] })
  expect(sandbox.deeds.refuse({ externalUserId: id, to: 'zhoumu' })).toBe(true)
  sandbox.world.clock.advanceMs(2 * DAY_MS)
  expect(await wecom.transferResults(pair)).toMatchObject({
    value: { rows: [{ status: 3, takeover_time: 0 }] },
  })
  const contact = await wecom.contact(id)
  expect(contact.ok && contact.value.follow_user.map(({ userid }) => userid)).toEqual(['chenlan'])
  await expect.poll(() => receiver.heard).toHaveLength(1)
  await receiver.stop()
  expect(receiver.heard).toMatchObject([
    {
      changeType: 'transfer_fail',
      fields: { FailReason: 'customer_refused', UserID: 'zhoumu', ExternalUserID: id },
    },
  ])
})

test('a customer goes from hand to hand at most twice in ninety days, and who comes back is not told', async () => {
  const { sandbox, wecom } = await opened()
  const receiver = await startReceiver(sandbox)
  const [id = ''] = customers(sandbox, 'chenlan', 1)
  const move = async (from: string, to: string) => {
    const begun = await wecom.transferCustomers({ from, to, externalUserIds: [id] })
    sandbox.deeds.agree({ externalUserId: id, to })
    return begun.ok ? begun.value[0]?.errcode : begun.errcode
  }
  expect(await move('chenlan', 'zhoumu')).toBe(0)
  expect(await move('zhoumu', 'chenlan')).toBe(0)
  expect(await move('chenlan', 'zhoumu')).toBe(40128)
  sandbox.world.clock.advanceMs(91 * DAY_MS)
  expect(await move('chenlan', 'zhoumu')).toBe(0)
  await expect.poll(() => receiver.heard).toHaveLength(4)
  await receiver.stop()
  const added = receiver.heard.filter(({ kind }) => kind === 'add_external_contact')
  expect(added).toMatchObject([{ userid: 'zhoumu' }])
})

test('who cannot take and who cannot give is refused before anything begins', async () => {
  const { sandbox, wecom } = await opened()
  const [id = ''] = customers(sandbox, 'chenlan', 1)
  const externalUserIds = [id]
  const move = (from: string, to: string) => wecom.transferCustomers({ from, to, externalUserIds })
  expect(await move('chenlan', 'nobody')).toMatchObject({ errcode: 40003 })
  expect(await move('chenlan', 'chenlan')).toMatchObject({ value: [{ errcode: 40130 }] })
  expect(await move('linxia', 'zhoumu')).toMatchObject({ value: [{ errcode: 40131 }] })
  sandbox.deeds.changeMember({ userid: 'heqing', status: 2 })
  expect(await move('chenlan', 'heqing')).toMatchObject({ errcode: 40098 })
  const leaver = { from: 'chenlan', to: 'zhoumu', externalUserIds }
  expect(await wecom.transferLeaversCustomers(leaver)).toMatchObject({ errcode: 40097 })
  const message = '园'.repeat(201)
  expect(await wecom.transferCustomers({ ...leaver, message })).toMatchObject({ errcode: 40058 })
  sandbox.world.corp.visible = new Set(['chenlan'])
  expect(await move('chenlan', 'zhoumu')).toMatchObject({ errcode: 60011 })
})

test('customers of who left wait in a list, page by page, until somebody has taken them', async () => {
  const { sandbox, wecom } = await opened()
  const ids = customers(sandbox, 'chenlan', 1_005)
  sandbox.deeds.resign('chenlan')
  const first = await wecom.unassigned()
  if (!first.ok) throw new Error(first.errmsg)
  const second = await wecom.unassigned(first.value.nextCursor)
  expect([first.value.rows.length, second.ok && second.value.rows.length]).toEqual([1_000, 5])
  const pair = { from: 'chenlan', to: 'zhoumu' }
  const externalUserIds = ids.slice(0, 100)
  await wecom.transferLeaversCustomers({ ...pair, externalUserIds })
  expect(await wecom.transferLeaversCustomers({ ...pair, externalUserIds: ids })).toMatchObject({
    errcode: 40058,
  })
  const [refusing = '', ...rest] = externalUserIds
  sandbox.deeds.refuse({ externalUserId: refusing, to: 'zhoumu' })
  sandbox.world.clock.advanceMs(DAY_MS)
  const results = await wecom.leaversTransferResults(pair)
  const states = results.ok ? results.value.rows.map(({ status }) => status) : []
  expect([
    states.filter((one) => one === 1).length,
    states.filter((one) => one === 3).length,
  ]).toEqual([rest.length, 1])
  const left = await wecom.unassigned()
  expect(left.ok && left.value.rows.map((row) => row.external_userid)).toContain(refusing)
  expect(await wecom.contactsOf('zhoumu')).toMatchObject({ value: rest })
})

test('groups go to a new owner, each for its own reason or not at all', async () => {
  const { sandbox, wecom } = await opened()
  const make = (owner: string) => sandbox.deeds.makeGroup({ owner })?.chatId ?? ''
  const [own, left] = [make('chenlan'), make('zhoumu')]
  sandbox.deeds.resign('zhoumu')
  const chatIds = [own, left, 'wrNone']
  const codes = (answer: Awaited<ReturnType<typeof wecom.transferGroups>>) =>
    answer.ok ? answer.value.map(({ chat_id, errcode }) => [chat_id, errcode]) : []
  const leavers = await wecom.transferLeaversGroups({ chatIds, newOwner: 'linxia' })
  expect(codes(leavers)).toEqual([
    [own, 90500],
    ['wrNone', 90501],
  ])
  const listed = await wecom.groups({ status: 2 })
  expect(listed).toMatchObject({ value: { rows: [{ chat_id: left }] } })
  const onJob = (newOwner: string) => wecom.transferGroups({ chatIds: [own], newOwner })
  expect(codes(await onJob('chenlan'))).toEqual([[own, 90504]])
  expect(codes(await onJob('linxia'))).toEqual([])
  expect(codes(await onJob('heqing'))).toEqual([[own, 90507]])
  sandbox.world.clock.advanceMs(120_000)
  expect(codes(await onJob('heqing'))).toEqual([])
  sandbox.world.clock.advanceMs(120_000)
  expect(codes(await onJob('linxia'))).toHaveLength(1)
  expect(await wecom.group(own)).toMatchObject({ value: { owner: 'heqing' } })
})

test('a taker who has too many by then gets nobody, and that is told', async () => {
  const { sandbox, wecom } = await opened()
  const receiver = await startReceiver(sandbox)
  const [id = ''] = customers(sandbox, 'chenlan', 1)
  const pair = { from: 'chenlan', to: 'zhoumu' }
  await wecom.transferCustomers({ ...pair, externalUserIds: [id] })
  sandbox.world.corp.customersMax = 2
  customers(sandbox, 'zhoumu', 2)
  sandbox.world.clock.advanceMs(DAY_MS)
  expect(await wecom.transferResults(pair)).toMatchObject({
    value: { rows: [{ status: 4, takeover_time: 0 }] },
  })
  const more = customers(sandbox, 'chenlan', 1)
  expect(await wecom.transferCustomers({ ...pair, externalUserIds: more })).toMatchObject({
    errcode: 40099,
  })
  await expect.poll(() => receiver.heard).toHaveLength(1)
  await receiver.stop()
  expect(receiver.heard).toMatchObject([{ fields: { FailReason: 'customer_limit_exceed' } }])
})
