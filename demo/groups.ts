import type { MadeContact, Street } from './sandbox.ts'

/** Customer groups of the brand: what each is about, and how many of the owner's customers are in it. */
const GROUPS = [
  { name: '敏感肌互助 1 群', size: 46 },
  { name: '静安店福利群', size: 38 },
  { name: '换季护肤 1 群', size: 31 },
  { name: '金卡会员群', size: 24 },
  { name: '徐汇店福利群', size: 42 },
  { name: '新品试用群', size: 18 },
] as const
/** People in each group whom nobody has added. */
const STRANGERS = 3

/** The first associates have a group each, with customers of theirs and some people whom nobody has added. */
export async function makeGroups(street: Street, contacts: readonly MadeContact[]): Promise<void> {
  const owners = [...new Set(contacts.map(({ userid }) => userid))].slice(0, GROUPS.length)
  for (const [at, owner] of owners.entries()) {
    const group = GROUPS[at]
    if (!group) return
    const own = contacts.filter(({ userid }) => userid === owner).slice(0, group.size)
    const ids = own.map(({ externalUserId }) => externalUserId)
    const chatId = await street.makeGroup({ owner, name: group.name, ids })
    await street.inviteStrangers({ chatId, by: owner, count: STRANGERS })
  }
}
