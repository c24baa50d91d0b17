import { z } from 'zod'
import { associates } from '../corp/index.ts'
import { customersOfContacts } from '../customer/index.ts'
import {
  type Applied,
  type ApplyStep,
  type Fact,
  nothingApplied,
  PRIVATE,
  type PumpContext,
  type ResolvedEvent,
} from '../event/index.ts'
import { idFrom } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import {
  compare,
  DISSOLVED,
  join,
  leave,
  type Membership,
  nameOfJoining,
  type ReadMember,
  type Told,
  type Turn,
} from './membership.ts'
import { landedMemberships } from './membership-landing.ts'
import {
  groupsOfChats,
  knowMembers,
  newestMemberships,
  type StoredGroup,
  storeGroups,
  storeMemberships,
} from './store.ts'

const change = z.object({
  chat_id: z.string(),
  detail: z.string().default(''),
  members: z.array(z.string()).default([]),
  join_scene: z.number().default(0),
  quit_scene: z.number().default(0),
})
const reading = z.object({
  group: z.object({
    name: z.string(),
    owner: z.string(),
    notice: z.string(),
    createdAt: z.coerce.date(),
    members: z.array(
      z.object({
        member: z.string(),
        isStaff: z.boolean(),
        name: z.string(),
        nickname: z.string(),
        joinedAt: z.coerce.date(),
        joinScene: z.number(),
        invitedBy: z.string(),
        state: z.string(),
      }),
    ),
  }),
})

const GROUP_EVENTS = [
  'group_chat.created',
  'group_chat.changed',
  'group_chat.dismissed',
  'group_chat.told',
  'group_chat.gone',
] as const

/**
 * The line of the table of appliers that keeps customer groups and who is in them. Tells group.member_joined,
 * group.member_found (was in it before anybody looked), group.member_left.
 */
export const groupStep: ApplyStep = {
  name: 'group',
  on: [...GROUP_EVENTS, 'contact.told', 'contact.added', 'contact.requested'],
  async apply(tx, context, events) {
    const isOfGroup = new Set<string>(GROUP_EVENTS)
    const known = await knowContacts(
      tx,
      context,
      events.filter(({ name }) => !isOfGroup.has(name)),
    )
    const ofGroups = events.filter(({ name }) => isOfGroup.has(name))
    if (ofGroups.length === 0) return known
    const { facts, landings } = await applyGroups(tx, context, ofGroups)
    return { facts: [...known.facts, ...facts], landings: [...known.landings, ...landings] }
  },
}

/**
 * Somebody in a group who was nobody so far has become a customer: what was told of a stranger, because the group was read
 * before its people, is told of them.
 */
async function knowContacts(
  tx: Tx,
  context: PumpContext,
  events: ResolvedEvent[],
): Promise<Applied> {
  const known = new Map<string, ResolvedEvent & { customerId: string }>()
  for (const event of events) {
    const { customerId, props } = event
    const member = props.external_userid
    if (customerId !== null && typeof member === 'string')
      known.set(member, { ...event, customerId })
  }
  if (known.size === 0) return nothingApplied
  const members = [...known].map(([member, { customerId }]) => ({ member, customerId }))
  const spells = await knowMembers(tx, context.tenant.id, members)
  const facts = spells.flatMap((spell) => {
    const event = known.get(spell.member)
    // A joining that is still to be told will be told of the customer.
    if (!event || !spell.isTold) return []
    const came = { spell, what: nameOfJoining(spell.joinedAt, event.at) }
    const tellings = spell.leftAt === null ? [came] : [came, { spell, what: 'left' as const }]
    const about = {
      chatId: spell.chatId,
      name: spell.group,
      customer: { id: event.customerId, no: event.customerNo },
    }
    return tellings.map((one) => factOf(one, about, 'known'))
  })
  return { facts, landings: await landedMemberships(tx, context, spells) }
}

/** Groups and the newest spell of everybody in them, as the batch goes on. */
type Book = {
  groups: Map<string, StoredGroup>
  last: Map<string, Membership>
  membersOf: Map<string, Set<string>>
  staff: ReadonlySet<string>
  changed: Map<string, Membership>
  told: { spell: Membership; what: Told; at: Date }[]
}

async function applyGroups(
  tx: Tx,
  context: PumpContext,
  events: ResolvedEvent[],
): Promise<Applied> {
  const { tenant } = context
  const chatIds = [...new Set(events.map(({ props }) => String(props.chat_id ?? '')))]
  const groups = await groupsOfChats(tx, tenant.id, chatIds)
  const book: Book = {
    groups,
    last: new Map(),
    membersOf: new Map(),
    staff: new Set((await associates(tx, tenant)).map(({ userid }) => userid)),
    changed: new Map(),
    told: [],
  }
  const ids = [...groups.values()].map(({ id }) => id)
  const stored = await newestMemberships(tx, tenant.id, ids)
  for (const spell of stored) note(book, spell)
  for (const event of events) happen(book, context, event)
  await storeGroups(tx, tenant.id, [...book.groups.values()])
  const contacts = [...book.changed.values()].filter(({ isStaff }) => !isStaff)
  const customers = await customersOfContacts(
    tx,
    tenant,
    contacts.map(({ member }) => member),
  )
  const owners = new Map(stored.map(({ id, customerId }) => [id, customerId]))
  const spells = [...book.changed.values()].map((spell) => {
    const found = owners.get(spell.id) ?? customers.get(spell.member)?.id ?? null
    return { ...spell, customerId: spell.isStaff ? null : found }
  })
  await storeMemberships(tx, tenant.id, spells)
  const landings = await landedMemberships(tx, context, spells)
  return { facts: factsOf(book, customers), landings }
}

function note(book: Book, spell: Membership): void {
  book.last.set(`${spell.groupId} ${spell.member}`, spell)
  const members = book.membersOf.get(spell.groupId) ?? new Set()
  book.membersOf.set(spell.groupId, members.add(spell.member))
}

function turned(book: Book, turn: Turn, at: Date): void {
  if (!turn) return
  note(book, turn.spell)
  book.changed.set(turn.spell.id, turn.spell)
  for (const what of turn.told) book.told.push({ spell: turn.spell, what, at })
}

function lastOf(book: Book, groupId: string, member: string): Membership | null {
  return book.last.get(`${groupId} ${member}`) ?? null
}

function happen(book: Book, { tenant }: PumpContext, event: ResolvedEvent): void {
  const read = change.safeParse(event.props)
  if (!read.success || read.data.chat_id === '') return
  const { chat_id: chatId } = read.data
  const group = book.groups.get(chatId) ?? unread(tenant.id, chatId, event.at)
  book.groups.set(chatId, group)
  if (event.name === 'group_chat.changed') changeMembers(book, group, event, read.data)
  if (event.name === 'group_chat.told') told(book, group, event)
  if (event.name === 'group_chat.dismissed' || event.name === 'group_chat.gone')
    dissolve(book, group, event.at)
}

function unread(workspaceId: string, chatId: string, at: Date): StoredGroup {
  return {
    id: idFrom('group chat', workspaceId, chatId),
    chatId,
    name: '',
    owner: '',
    notice: '',
    createdAt: at,
    readAt: null,
    dissolvedAt: null,
  }
}

function changeMembers(
  book: Book,
  group: StoredGroup,
  { at }: ResolvedEvent,
  { detail, members, join_scene, quit_scene }: z.infer<typeof change>,
): void {
  for (const member of members) {
    const last = lastOf(book, group.id, member)
    const isStaff = last?.isStaff ?? book.staff.has(member)
    const sign = { groupId: group.id, member, isStaff, at }
    if (detail === 'add_member') turned(book, join(last, sign, join_scene), at)
    else if (detail === 'del_member') turned(book, leave(last, sign, quit_scene), at)
  }
}

/** A whole group was read: everybody in it, and everybody who is known to be in it, is compared. */
function told(book: Book, group: StoredGroup, { at, props }: ResolvedEvent): void {
  const read = reading.safeParse(props[PRIVATE])
  if (!read.success || (group.readAt && group.readAt > at)) return
  const { members, ...about } = read.data.group
  book.groups.set(group.chatId, { ...group, ...about, readAt: at, dissolvedAt: null })
  const inside = new Map<string, ReadMember>(members.map((member) => [member.member, member]))
  const known = book.membersOf.get(group.id) ?? []
  for (const member of new Set([...inside.keys(), ...known])) {
    const last = lastOf(book, group.id, member)
    turned(book, compare(last, inside.get(member) ?? null, { at, groupId: group.id }), at)
  }
}

function dissolve(book: Book, group: StoredGroup, at: Date): void {
  if (group.dissolvedAt) return
  book.groups.set(group.chatId, { ...group, dissolvedAt: at })
  for (const member of book.membersOf.get(group.id) ?? []) {
    const last = lastOf(book, group.id, member)
    if (last?.leftAt !== null) continue
    const sign = { groupId: group.id, member, isStaff: last.isStaff, at }
    turned(book, leave(last, sign, DISSOLVED), at)
  }
}

const names = {
  joined: 'group.member_joined',
  found: 'group.member_found',
  left: 'group.member_left',
} as const satisfies Record<Told, string>

/** Told of customers and of people whom nobody knows yet; comings and goings of staff are no events of the brand's people. */
function factsOf(book: Book, customers: ReadonlyMap<string, { id: string; no: number }>): Fact[] {
  const groups = new Map([...book.groups.values()].map((group) => [group.id, group]))
  return book.told
    .filter(({ spell }) => !spell.isStaff)
    .map((one) => {
      const { chatId = '', name = '' } = groups.get(one.spell.groupId) ?? {}
      return factOf(one, { chatId, name, customer: customers.get(one.spell.member) ?? null })
    })
}

/** @param again what makes it another fact than the one that was told of a stranger. */
function factOf(
  { spell, what }: Pick<Book['told'][number], 'spell' | 'what'>,
  about: { chatId: string; name: string; customer: { id: string; no: number } | null },
  ...again: string[]
): Fact {
  return {
    name: names[what],
    at: what === 'left' ? (spell.leftAt ?? spell.joinedAt) : spell.joinedAt,
    cause: [what, spell.id, ...again],
    customer: about.customer,
    value: null,
    props: {
      group_id: spell.groupId,
      chat_id: about.chatId,
      group: about.name,
      external_userid: spell.member,
      join_scene: spell.joinScene,
      ...(spell.state === '' ? {} : { state: spell.state }),
      ...(spell.invitedBy === '' ? {} : { invited_by: spell.invitedBy }),
      ...(what === 'left' ? { left_how: spell.leftHow } : {}),
    },
  }
}
