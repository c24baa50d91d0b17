import { type Lane, receive } from '../event/index.ts'
import type { Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { type ReadContact, WECOM_CONTACTS } from './contact-decode.ts'
import { type ReadGroup, WECOM_GROUPS } from './group-decode.ts'

/** Members of groups in one row of the inbox: a group has up to 500, and a batch must stay small. */
const MEMBERS_A_ROW = 2_000

/** Hands read contacts to the river, as one row of the inbox. */
export async function tellContacts(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  contacts: ReadContact[],
  { lane, now }: { lane: Lane; now: Date },
): Promise<void> {
  if (contacts.length === 0) return
  await receive(tx, {
    tenantId: tenant.id,
    lane,
    kind: WECOM_CONTACTS,
    source: 'wecom',
    items: contacts.length,
    body: contacts.map((contact) => JSON.stringify(contact)).join('\n'),
    receivedAt: now,
  })
}

/** Hands read groups to the river, in rows that hold not too many members. */
export async function tellGroups(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  groups: ReadGroup[],
  now: Date,
): Promise<void> {
  for (const some of crowds(groups))
    await receive(tx, {
      tenantId: tenant.id,
      lane: 'transactional',
      kind: WECOM_GROUPS,
      source: 'wecom',
      items: some.length,
      body: some.map((group) => JSON.stringify(group)).join('\n'),
      receivedAt: now,
    })
}

function crowds(groups: ReadGroup[]): ReadGroup[][] {
  const all: ReadGroup[][] = []
  let room = 0
  for (const group of groups) {
    const members = group.group?.members.length ?? 0
    const last = all.at(-1)
    if (last && room >= members) last.push(group)
    else {
      all.push([group])
      room = MEMBERS_A_ROW
    }
    room -= members
  }
  return all
}
