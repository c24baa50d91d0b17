import { branchOf, membersIn } from './directory.ts'
import { type Corp, followOf, isVisible } from './world.ts'

export type MomentContent =
  | { kind: 'image'; mediaIds: string[] }
  | { kind: 'video'; mediaId: string }
  | { kind: 'link'; title: string; url: string; mediaId: string }

/** What a customer did with a member's post. Comments have words here, which WeCom's calls do not tell. */
export type Reaction = { userid: string; by: string; at: Date; text: string }
export type Moment = {
  momentId: string
  jobId: string
  /** Empty: the company's, by the interface. */
  creator: string
  text: string
  content: MomentContent | null
  createdAt: Date
  /** By userid: when they posted it; null: not yet. */
  posters: Map<string, Date | null>
  /** Customers with one of these tags; empty: all of a poster's. */
  tagIds: string[]
  cancelledAt: Date | null
  likes: Reaction[]
  comments: Reaction[]
  /** Members who put it aside: for WeCom nothing happened. */
  ignoredBy: Set<string>
  invalid: { userids: string[]; departmentIds: number[]; tagIds: string[] }
}

/** The members meant by a range, and what of it is unknown. Nothing named: everybody whom the app sees. */
export function postersOf(
  corp: Corp,
  wanted: { userids: readonly string[]; departmentIds: readonly number[] } | null,
): { userids: string[]; unknown: { userids: string[]; departmentIds: number[] } } {
  const isActive = (userid: string) =>
    isVisible(corp, userid) && corp.members.get(userid)?.status === 1
  if (!wanted) {
    const unknown = { userids: [], departmentIds: [] }
    return { userids: [...corp.members.keys()].filter(isActive), unknown }
  }
  const inside = wanted.departmentIds
    .flatMap((id) => branchOf(corp, id))
    .flatMap(({ id }) => membersIn(corp, id).map(({ userid }) => userid))
  const all = [...new Set([...wanted.userids, ...inside])]
  return {
    userids: all.filter(isActive),
    unknown: {
      userids: wanted.userids.filter((userid) => !isActive(userid)),
      departmentIds: wanted.departmentIds.filter((id) => !corp.departments.has(id)),
    },
  }
}

/** The customers of a member who would see, or see, the post. */
export function viewersOf(corp: Corp, { tagIds }: Moment, userid: string): string[] {
  return [...(corp.followsBy.get(userid) ?? [])].flatMap((key) => {
    const follow = corp.follows.get(key)
    if (follow?.relation !== 'friend') return []
    const isMeant = tagIds.length === 0 || tagIds.some((id) => follow.tagIds.has(id))
    return isMeant ? [follow.externalUserId] : []
  })
}

export function sees(corp: Corp, moment: Moment, userid: string, externalUserId: string): boolean {
  if (!moment.posters.get(userid)) return false
  const follow = followOf(corp, userid, externalUserId)
  if (follow?.relation !== 'friend') return false
  return moment.tagIds.length === 0 || moment.tagIds.some((id) => follow.tagIds.has(id))
}
