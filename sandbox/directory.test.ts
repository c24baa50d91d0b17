import { afterEach, expect, test } from 'vitest'
import { opened, startedOver } from './opened.fixture.ts'
import { startReceiver } from './receiver.fixture.ts'

afterEach(startedOver)

test('a company is read from its root down: departments, who is in them, who leads', async () => {
  const { wecom } = await opened()
  const all = await wecom.departments()
  const shop = all.ok ? all.value.find(({ name }) => name === '静安店') : undefined
  expect(shop).toMatchObject({ parentid: 2, department_leader: ['chenlan'] })
  const below = await wecom.departmentIds(2)
  expect(below.ok && below.value.map(({ id }) => id)).toEqual([2, 4, 5, 6])
  const users = await wecom.usersOf(shop?.id ?? 0)
  expect(users.ok && users.value.map(({ userid }) => userid)).toContain('chenlan')
  const chief = await wecom.user('chenlan')
  expect(chief).toMatchObject({ value: { main_department: 4, is_leader_in_dept: [1], status: 1 } })
  expect(await wecom.department(99)).toMatchObject({ errcode: 60123 })
  expect(await wecom.user('nobody')).toMatchObject({ errcode: 60111 })
})

test('all ids of members are for the directory’s secret only, and that one may not see customers', async () => {
  const { wecom, contacts } = await opened()
  expect(await wecom.userIds()).toMatchObject({ ok: false, errcode: 48002 })
  const places = await contacts.userIds()
  expect(places.ok && places.value.rows).toContainEqual({ userid: 'chenlan', department: 4 })
  expect(await contacts.contactsOf('chenlan')).toMatchObject({ errcode: 48002 })
})

test('what the app may not see is refused, not left out', async () => {
  const { sandbox, wecom } = await opened()
  sandbox.world.corp.visible = new Set(['chenlan'])
  expect(await wecom.user('zhoumu')).toMatchObject({ errcode: 60011 })
  expect(await wecom.department(5)).toMatchObject({ errcode: 60011 })
  const seen = await wecom.departments()
  expect(seen.ok && seen.value.map(({ name }) => name)).toEqual(['静安店'])
  const app = await wecom.app(sandbox.world.corp.agentId)
  expect(app).toMatchObject({ value: { allow_userinfos: { user: [{ userid: 'chenlan' }] } } })
  sandbox.world.corp.isIpTrusted = false
  expect(await wecom.departments()).toMatchObject({ errcode: 60020, retry: 'never' })
})

test('who comes, moves and leaves is told, and known at the next look', async () => {
  const { sandbox, wecom } = await opened()
  const receiver = await startReceiver(sandbox)
  const { deeds } = sandbox
  const shop = deeds.makeDepartment({ name: '苏州店', parentId: 2 })
  const userid = deeds.hire({ name: '林深', departments: [shop?.id ?? 0] })?.userid ?? ''
  deeds.changeMember({ userid, departments: [4, 1] })
  deeds.tagStaff({ name: '金牌导购', add: [userid] })
  deeds.resign(userid)
  await expect.poll(() => receiver.heard).toHaveLength(5)
  await receiver.stop()
  expect(receiver.heard).toMatchObject([
    { changeType: 'create_party', fields: { Name: '苏州店', ParentId: '2' } },
    { changeType: 'create_user', fields: { UserID: userid, Name: '林深', Department: '7' } },
    { changeType: 'update_user', fields: { Department: '4,1', MainDepartment: '4' } },
    { changeType: 'update_tag', fields: { AddUserItems: userid } },
    { changeType: 'delete_user', fields: { UserID: userid } },
  ])
  expect(await wecom.user(userid)).toMatchObject({ errcode: 60111 })
  const staying = await wecom.followUsers()
  expect(staying.ok && staying.value).not.toContain(userid)
})

test('a department goes only when nobody is in it, and never below itself', async () => {
  const { sandbox } = await opened()
  const { deeds } = sandbox
  expect(deeds.deleteDepartment(4)).toBe(false)
  expect(deeds.changeDepartment({ id: 2, parentId: 4 })).toBeNull()
  expect(deeds.makeDepartment({ name: '静安店', parentId: 2 })).toBeNull()
  const made = deeds.makeDepartment({ name: '南京店', parentId: 2 })
  expect(deeds.deleteDepartment(made?.id ?? 0)).toBe(true)
})
