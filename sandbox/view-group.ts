import { type Group, nameIn } from './group.ts'
import type { Corp } from './world.ts'

/** What is shown of a long list of people. */
const PEOPLE_SHOWN = 60

/** The groups of somebody, a customer or a member, as their own phone shows them. */
export function groupsOfOne(corp: Corp, id: string) {
  return [...corp.community.groups.values()]
    .filter(({ members }) => members.has(id))
    .map((group) => shown(corp, group, id))
    .sort((a, b) => latest(b) - latest(a))
}

export type ShownGroup = ReturnType<typeof shown>

function shown(corp: Corp, group: Group, id: string) {
  const { chatId, name, notice, owner, admins, capacity, members, bubbles, welcomeId } = group
  const nameOf = (who: string) => {
    const member = members.get(who)
    return member
      ? nameIn(corp, member)
      : nameIn(corp, { ...GONE, id: who, isStaff: corp.members.has(who) })
  }
  return {
    chatId,
    name,
    notice,
    capacity,
    welcomeId,
    count: members.size,
    since: members.get(id)?.joinedAt ?? group.createdAt,
    isOwner: owner === id,
    people: [...members.values()].slice(0, PEOPLE_SHOWN).map((member) => ({
      id: member.id,
      name: nameIn(corp, member),
      isStaff: member.isStaff,
      isOwner: member.id === owner,
      isAdmin: admins.includes(member.id),
    })),
    bubbles: bubbles.map(({ from, ...bubble }) => ({
      ...bubble,
      from,
      name: from === '' ? '' : nameOf(from),
    })),
  }
}

/** Whoever spoke and then went is still named. */
const GONE = { joinedAt: new Date(0), scene: 1, state: '', invitedBy: '' } as const

function latest({ since, bubbles }: ShownGroup): number {
  return Math.max(since.getTime(), bubbles.at(-1)?.at.getTime() ?? 0)
}
