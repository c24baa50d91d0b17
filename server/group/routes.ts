import { z } from 'zod'
import * as contract from '../../contract/group.ts'
import { type Associate, namedAssociates } from '../corp/index.ts'
import { contactsOfPerson, listedPersons } from '../customer/index.ts'
import {
  type App,
  type Clock,
  Problem,
  pageStart,
  presentOf,
  readId,
  showId,
  type Tenant,
} from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import { exportGroups } from './export.ts'
import { type GroupsAsked, type ListedGroup, listedGroup, listGroups } from './list-groups.ts'
import { daysOfGroup, groupsOf, type ListedMember, listMembers, waysInto } from './members.ts'
import { lastDays } from './period.ts'
import { leftHow, sceneOf } from './words.ts'

export type GroupRouteDeps = { db: Database; clock: Clock }

const byId = z.object({ id: z.string() })
const read = { permission: 'customers.read' } as const
const path = '/api/groups'

/** Customer groups (客户群): the list, one of them, who is in it, and whose groups they are. */
export function routes(app: App, deps: GroupRouteDeps): void {
  listRoutes(app, deps)
  app.get(
    `${path}/:id`,
    {
      config: read,
      schema: {
        params: byId,
        querystring: contract.groupDetailQuery,
        response: { 200: contract.groupDetail },
      },
    },
    async (request) => {
      const { tenant } = request.session
      const groupId = idOf(request.params.id)
      const { since, dates } = daysOf(tenant, deps.clock, request.query.days)
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        const group = await listedGroup(tx, tenant, { id: groupId, since })
        if (!group) throw new Problem('not_found')
        const staff = await staffOf(tx, tenant)
        const happened = await daysOfGroup(tx, tenant, { groupId, since })
        const byDay = new Map(happened.map((day) => [day.on, day]))
        return {
          ...shown(group, staff),
          notice: group.notice,
          days: dates.map((on) => byDay.get(on) ?? { on, joined: 0, left: 0 }),
          ways: await waysInto(tx, tenant, { groupId, since }),
        }
      })
    },
  )
  memberRoutes(app, deps)
}

function listRoutes(app: App, deps: GroupRouteDeps): void {
  app.get(
    path,
    {
      config: read,
      schema: { querystring: contract.groupQuery, response: { 200: contract.groupChats } },
    },
    async (request) => {
      const { tenant } = request.session
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        const staff = await staffOf(tx, tenant)
        const page = await listGroups(tx, tenant, askedOf(tenant, deps.clock, request.query, staff))
        return { ...page, items: page.items.map((group) => shown(group, staff)) }
      })
    },
  )
  app.get(
    `${path}.csv`,
    {
      config: read,
      schema: { querystring: contract.groupQuery.omit({ cursor: true, limit: true }) },
    },
    async (request, reply) => {
      const { tenant } = request.session
      const isEnglish = request.headers['accept-language']?.startsWith('en') ?? false
      const text = await deps.db.inWorkspace(tenant.id, async (tx) => {
        const staff = await staffOf(tx, tenant)
        const query = { ...request.query, limit: 0 }
        const asked = askedOf(tenant, deps.clock, query, staff)
        return exportGroups(tx, tenant, { asked, staff, language: isEnglish ? 'en' : 'zh' })
      })
      return reply
        .header('content-disposition', 'attachment; filename="groups.csv"')
        .type('text/csv; charset=utf-8')
        .send(text)
    },
  )
}

function memberRoutes(app: App, deps: GroupRouteDeps): void {
  app.get(
    `${path}/:id/members`,
    {
      config: read,
      schema: {
        params: byId,
        querystring: contract.groupMemberQuery,
        response: { 200: contract.groupMembers },
      },
    },
    async (request) => {
      const { tenant } = request.session
      const groupId = idOf(request.params.id)
      const { cursor, ...asked } = request.query
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        const since = deps.clock.now()
        if (!(await listedGroup(tx, tenant, { id: groupId, since }))) throw new Problem('not_found')
        const page = await listMembers(tx, tenant, { ...asked, groupId, from: pageStart(cursor) })
        const staff = await staffOf(tx, tenant)
        const rowIds = page.items.flatMap(({ customerId }) => customerId ?? [])
        const persons = await listedPersons(tx, tenant.id, rowIds)
        return { ...page, items: page.items.map((one) => shownMember(one, { staff, persons })) }
      })
    },
  )
  app.get(
    '/api/customers/:id/groups',
    { config: read, schema: { params: byId, response: { 200: contract.groupsOfPerson } } },
    async (request) => {
      const { tenant } = request.session
      const customerId = readId('customer', request.params.id)
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        const contacts = customerId && (await contactsOfPerson(tx, tenant, customerId))
        if (!contacts) throw new Problem('not_found')
        const staff = await staffOf(tx, tenant)
        const items = await groupsOf(tx, tenant, contacts)
        return {
          items: items.map((one) => ({
            group: { id: showId('groupChat', one.groupId), name: one.name },
            owner: ownerOf(one.owner, staff),
            joinedAt: one.joinedAt.toISOString(),
            leftAt: one.leftAt?.toISOString() ?? null,
            leftHow: leftHow(one.leftAt, one.leftHow),
          })),
        }
      })
    },
  )
}

type Staff = ReadonlyMap<string, Associate>

async function staffOf(tx: Tx, tenant: Tenant): Promise<Staff> {
  return new Map((await namedAssociates(tx, tenant)).map((one) => [one.userid, one]))
}

type Query = Omit<z.infer<typeof contract.groupQuery>, 'cursor'> & { cursor?: string | undefined }

function askedOf(tenant: Tenant, clock: Clock, query: Query, staff: Staff): GroupsAsked {
  const { days, owner = null, cursor, ...asked } = query
  const active = [...staff.values()].filter(({ isActive }) => isActive).map(({ userid }) => userid)
  return {
    ...asked,
    owner,
    active,
    since: daysOf(tenant, clock, days).since,
    from: pageStart(cursor),
  }
}

function daysOf(tenant: Tenant, clock: Clock, days: number) {
  return lastDays(presentOf(tenant, clock), tenant.timeZone, days)
}

function idOf(shownId: string): string {
  const id = readId('groupChat', shownId)
  if (id === null) throw new Problem('not_found')
  return id
}

function ownerOf(userid: string, staff: Staff) {
  if (userid === '') return null
  const known = staff.get(userid)
  return { userid, name: known?.name ?? userid, isActive: known?.isActive ?? false }
}

function shown({ notice: _notice, ...group }: ListedGroup, staff: Staff): contract.GroupChat {
  return {
    ...group,
    id: showId('groupChat', group.id),
    owner: ownerOf(group.owner, staff),
    createdAt: group.createdAt.toISOString(),
    readAt: group.readAt?.toISOString() ?? null,
    dissolvedAt: group.dissolvedAt?.toISOString() ?? null,
  }
}

function shownMember(
  one: ListedMember,
  { staff, persons }: { staff: Staff; persons: Awaited<ReturnType<typeof listedPersons>> },
): contract.GroupMember {
  const person = one.customerId === null ? undefined : persons.get(one.customerId)
  return {
    id: showId('membership', one.id),
    kind: one.isStaff ? 'staff' : person ? 'customer' : 'stranger',
    name: one.isStaff ? (staff.get(one.member)?.name ?? (one.name || one.member)) : one.name,
    nickname: one.nickname,
    customer: person ? { id: showId('customer', person.id), name: person.name } : null,
    joinedAt: one.joinedAt.toISOString(),
    joinScene: sceneOf(one.joinScene),
    invitedBy:
      one.invitedBy === ''
        ? null
        : { userid: one.invitedBy, name: staff.get(one.invitedBy)?.name ?? one.invitedBy },
    state: one.state,
    leftAt: one.leftAt?.toISOString() ?? null,
    leftHow: leftHow(one.leftAt, one.leftHow),
  }
}
