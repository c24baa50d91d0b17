import type { Corp, Member } from './world.ts'

export const ROOT = 1

export type Department = {
  id: number
  name: string
  /** 0 for the root. */
  parentId: number
  /** Larger stands first. */
  order: number
  leaders: string[]
}
/** A tag of staff, which has nothing to do with the tags of customers. */
export type StaffTag = {
  id: number
  name: string
  userids: Set<string>
  departmentIds: Set<number>
}
export type Leaver = { member: Member; leftAt: Date }

/** Whoever works here, or did. */
export function memberOf(corp: Corp, userid: string): Member | null {
  return corp.members.get(userid) ?? corp.leavers.get(userid)?.member ?? null
}

/** The name of the department in which a member mainly is: the shop, to customers. */
export function shopOf(corp: Corp, member: Member): string {
  return corp.departments.get(member.departments[0] ?? ROOT)?.name ?? ''
}

export function membersIn(corp: Corp, departmentId: number): Member[] {
  return [...corp.members.values()].filter(({ departments }) => departments.includes(departmentId))
}

export function childrenOf(corp: Corp, departmentId: number): Department[] {
  return [...corp.departments.values()].filter(({ parentId }) => parentId === departmentId)
}

/** A department and everything below it. The tree has no circles: nobody is moved below themselves. */
export function branchOf(corp: Corp, departmentId: number): Department[] {
  const own = corp.departments.get(departmentId)
  if (!own) return []
  return [own, ...childrenOf(corp, departmentId).flatMap(({ id }) => branchOf(corp, id))]
}

/** The departments that an app sees: all, or those in which somebody whom it may see works. */
export function visibleDepartments(corp: Corp): Department[] {
  const { visible } = corp
  if (!visible) return [...corp.departments.values()]
  const seen = new Set(
    [...visible].flatMap((userid) => corp.members.get(userid)?.departments ?? []),
  )
  return [...corp.departments.values()].filter(({ id }) => seen.has(id))
}
