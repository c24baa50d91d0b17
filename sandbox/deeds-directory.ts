import { childrenOf, type Department, membersIn, ROOT, type StaffTag } from './directory.ts'
import type { Fields } from './event-xml.ts'
import type { Town } from './town.ts'
import type { Member } from './world.ts'

export type NewMember = {
  name: string
  departments?: number[] | undefined
  position?: string | undefined
  userid?: string | undefined
}
export type ChangedMember = {
  userid: string
  name?: string | undefined
  departments?: number[] | undefined
  position?: string | undefined
  /** 1 active, 2 disabled. */
  status?: 1 | 2 | undefined
}

/** What an administrator does in the company's directory; each is told by `change_contact` (documents 90970, 90971, 90240). */
export function directoryDeeds(town: Town) {
  return {
    hire: (wanted: NewMember) => hire(town, wanted),
    /** Null: there is no such member or department. */
    changeMember: (change: ChangedMember) => changeMember(town, change),
    /** A member leaves the company; customers and groups stay behind, without anybody who may serve them. */
    resign: (userid: string) => resign(town, userid),
    makeDepartment: (wanted: { name: string; parentId?: number | undefined }) =>
      makeDepartment(town, wanted),
    changeDepartment: (change: {
      id: number
      name?: string | undefined
      parentId?: number | undefined
    }) => changeDepartment(town, change),
    /** Only one in which nobody and nothing is. */
    deleteDepartment: (id: number) => deleteDepartment(town, id),
    /** Gives a tag of staff to members or takes it away; makes the tag when there is none of that name. */
    tagStaff: (change: { name: string; add?: string[]; remove?: string[] }) =>
      tagStaff(town, change),
  }
}

function hire(town: Town, { name, departments = [ROOT], position = '', userid }: NewMember) {
  const { corp } = town.world
  const id = userid ?? freeUserid(town)
  const isTaken = corp.members.has(id) || corp.leavers.has(id)
  if (isTaken || !areThere(town, departments)) return null
  const member: Member = { userid: id, name, departments, position, status: 1, alias: '' }
  corp.members.set(id, member)
  town.effects.write(town.world.clock.now(), { kind: 'hired', userid: id, departments })
  tell(town, 'create_user', { UserID: id, ...fieldsOf(town, member) })
  return member
}

function freeUserid({ world }: Town): string {
  return `staff${world.next().toString().padStart(4, '0')}`
}

function areThere({ world }: Town, departments: readonly number[]): boolean {
  return departments.length > 0 && departments.every((id) => world.corp.departments.has(id))
}

function changeMember(town: Town, { userid, ...change }: ChangedMember): Member | null {
  const member = town.world.corp.members.get(userid)
  if (!member || !areThere(town, change.departments ?? member.departments)) return null
  member.name = change.name ?? member.name
  member.departments = change.departments ?? member.departments
  member.position = change.position ?? member.position
  member.status = change.status ?? member.status
  const { departments, status } = member
  town.effects.write(town.world.clock.now(), { kind: 'moved', userid, departments, status })
  tell(town, 'update_user', { UserID: userid, ...fieldsOf(town, member) })
  return member
}

function resign(town: Town, userid: string): boolean {
  const { corp, clock } = town.world
  const member = corp.members.get(userid)
  if (!member) return false
  corp.members.delete(userid)
  corp.leavers.set(userid, { member: { ...member, status: 5 }, leftAt: clock.now() })
  for (const department of corp.departments.values()) {
    department.leaders = department.leaders.filter((id) => id !== userid)
  }
  for (const tag of corp.staffTags.values()) tag.userids.delete(userid)
  town.effects.write(clock.now(), { kind: 'resigned', userid })
  tell(town, 'delete_user', { UserID: userid })
  return true
}

function makeDepartment(
  town: Town,
  { name, parentId = ROOT }: { name: string; parentId?: number | undefined },
): Department | null {
  const { corp } = town.world
  if (!corp.departments.has(parentId) || isNameTaken(town, parentId, name)) return null
  const id = Math.max(...corp.departments.keys()) + 1
  const order = 100_000_000 - id
  const department: Department = { id, name, parentId, order, leaders: [] }
  corp.departments.set(id, department)
  town.effects.write(town.world.clock.now(), { kind: 'department', change: 'made', id })
  tell(town, 'create_party', { Id: id, Name: name, ParentId: parentId, Order: order })
  return department
}

function changeDepartment(
  town: Town,
  { id, name, parentId }: { id: number; name?: string | undefined; parentId?: number | undefined },
): Department | null {
  const { corp } = town.world
  const department = corp.departments.get(id)
  if (!department) return null
  const isBelowItself = parentId !== undefined && isWithin(town, parentId, id)
  if (isBelowItself || (parentId !== undefined && !corp.departments.has(parentId))) return null
  if (isNameTaken(town, parentId ?? department.parentId, name ?? department.name, id)) return null
  department.name = name ?? department.name
  department.parentId = parentId ?? department.parentId
  town.effects.write(town.world.clock.now(), { kind: 'department', change: 'changed', id })
  tell(town, 'update_party', {
    Id: id,
    ...(name === undefined ? {} : { Name: name }),
    ...(parentId === undefined ? {} : { ParentId: parentId }),
  })
  return department
}

function deleteDepartment(town: Town, id: number): boolean {
  const { corp } = town.world
  const isUsed = membersIn(corp, id).length > 0 || childrenOf(corp, id).length > 0
  if (id === ROOT || isUsed || !corp.departments.delete(id)) return false
  for (const tag of corp.staffTags.values()) tag.departmentIds.delete(id)
  town.effects.write(town.world.clock.now(), { kind: 'department', change: 'deleted', id })
  tell(town, 'delete_party', { Id: id })
  return true
}

/** Whether `id` is the department `above`, or somewhere below it. */
function isWithin(town: Town, id: number, above: number): boolean {
  if (id === above) return true
  const parent = town.world.corp.departments.get(id)?.parentId
  return parent !== undefined && parent !== 0 && isWithin(town, parent, above)
}

function isNameTaken(town: Town, parentId: number, name: string, except = 0): boolean {
  return childrenOf(town.world.corp, parentId).some((one) => one.id !== except && one.name === name)
}

function tagStaff(
  town: Town,
  { name, add = [], remove = [] }: { name: string; add?: string[]; remove?: string[] },
): StaffTag | null {
  const { corp } = town.world
  if (![...add, ...remove].every((userid) => corp.members.has(userid))) return null
  const known = [...corp.staffTags.values()].find((one) => one.name === name)
  const tag = known ?? {
    id: corp.staffTags.size + 1,
    name,
    userids: new Set<string>(),
    departmentIds: new Set<number>(),
  }
  corp.staffTags.set(tag.id, tag)
  for (const userid of add) tag.userids.add(userid)
  for (const userid of remove) tag.userids.delete(userid)
  town.effects.write(town.world.clock.now(), { kind: 'staff_tagged', tag: name, add, remove })
  tell(town, 'update_tag', {
    TagId: tag.id,
    ...(add.length > 0 ? { AddUserItems: add.join(',') } : {}),
    ...(remove.length > 0 ? { DelUserItems: remove.join(',') } : {}),
  })
  return tag
}

function fieldsOf({ world }: Town, { userid, ...member }: Member): Fields {
  const leads = (id: number) => world.corp.departments.get(id)?.leaders.includes(userid) ?? false
  const { name, departments, position, status, alias } = member
  return {
    Name: name,
    Department: departments.join(','),
    MainDepartment: departments[0] ?? ROOT,
    IsLeaderInDept: departments.map((id) => Number(leads(id))).join(','),
    Position: position,
    Status: status,
    Alias: alias,
  }
}

function tell({ posting }: Town, change: string, fields: Fields): void {
  posting.post({ Event: 'change_contact', ChangeType: change, ...fields })
}
