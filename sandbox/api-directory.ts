import { z } from 'zod'
import type { Asked, Handlers, Reply } from './api.ts'
import {
  branchOf,
  type Department,
  membersIn,
  type StaffTag,
  visibleDepartments,
} from './directory.ts'
import { pageOf } from './wire.ts'
import { type Corp, isVisible, type Member } from './world.ts'

const ANYBODY = ['app', 'contacts'] as const
const IDS_PAGE = { max: 10_000, otherwise: 10_000 }
const listIds = z.looseObject({ cursor: z.string().default(''), limit: z.number().optional() })

/** The company's people and departments, as far as the app sees them (documents 90193 to 90216, 92571, 96067). */
export const directoryCalls: Handlers = {
  'externalcontact/get_follow_user_list': {
    method: 'GET',
    empty: { follow_user: [] },
    run: ({ world }) => ({
      errcode: 0,
      follow_user: visibleMembers(world.corp)
        .filter(({ status }) => status === 1)
        .map(({ userid }) => userid),
    }),
  },
  'user/get': {
    method: 'GET',
    by: ANYBODY,
    empty: { department: [], order: [] },
    run({ world, query }) {
      const userid = query.get('userid') ?? ''
      if (userid === '') return { errcode: 41009 }
      const member = world.corp.members.get(userid)
      if (!member) return { errcode: 60111 }
      if (!isVisible(world.corp, member.userid)) return { errcode: 60011 }
      return { errcode: 0, ...detailed(world.corp, member) }
    },
  },
  'user/simplelist': {
    method: 'GET',
    by: ANYBODY,
    empty: { userlist: [] },
    run: inDepartment((corp, { id }) => ({ errcode: 0, userlist: seenIn(corp, id).map(listed) })),
  },
  'user/list': {
    method: 'GET',
    by: ANYBODY,
    empty: { userlist: [] },
    run: inDepartment((corp, { id }) => ({
      errcode: 0,
      userlist: seenIn(corp, id).map((member) => detailed(corp, member)),
    })),
  },
  'user/list_id': {
    method: 'POST',
    by: ['contacts'],
    empty: { dept_user: [] },
    run({ world, body }) {
      const asked = listIds.safeParse(body)
      if (!asked.success) return { errcode: 40058 }
      const rows = [...world.corp.members.values()].flatMap(({ userid, departments }) =>
        departments.map((department) => ({ userid, department })),
      )
      const page = pageOf(rows, asked.data, IDS_PAGE)
      if (!page) return { errcode: 50100 }
      return { errcode: 0, dept_user: page.rows, next_cursor: page.next_cursor }
    },
  },
  'department/list': {
    method: 'GET',
    by: ANYBODY,
    empty: { department: [] },
    run: onBranch((departments) => ({ errcode: 0, department: departments.map(wireDepartment) })),
  },
  'department/simplelist': {
    method: 'GET',
    by: ANYBODY,
    empty: { department_id: [] },
    run: onBranch((departments) => ({
      errcode: 0,
      department_id: departments.map(({ id, parentId, order }) => ({
        id,
        parentid: parentId,
        order,
      })),
    })),
  },
  'department/get': {
    method: 'GET',
    by: ANYBODY,
    run: inDepartment(
      (_corp, department) => ({ errcode: 0, department: wireDepartment(department) }),
      'id',
    ),
  },
  'tag/list': {
    method: 'GET',
    by: ANYBODY,
    empty: { taglist: [] },
    run: ({ world }) => ({
      errcode: 0,
      taglist: [...world.corp.staffTags.values()].map(({ id, name }) => ({
        tagid: id,
        tagname: name,
      })),
    }),
  },
  'tag/get': {
    method: 'GET',
    by: ANYBODY,
    empty: { userlist: [], partylist: [] },
    run({ world, query }) {
      const tag = world.corp.staffTags.get(Number(query.get('tagid')))
      return tag ? { errcode: 0, ...tagged(world.corp, tag) } : { errcode: 40068 }
    },
  },
}

/** The app itself, and addresses of WeCom (documents 90227, 90930). */
export const appCalls: Handlers = {
  'agent/get': {
    method: 'GET',
    run({ world, query }) {
      const { corp } = world
      if (Number(query.get('agentid')) !== corp.agentId) return { errcode: 301002 }
      return { errcode: 0, ...wireApp(corp) }
    },
  },
  getcallbackip: {
    method: 'GET',
    by: ANYBODY,
    empty: { ip_list: [] },
    run: () => ({ errcode: 0, ip_list: ['127.0.0.1', '127.0.1.*'] }),
  },
  get_api_domain_ip: {
    method: 'GET',
    by: ANYBODY,
    empty: { ip_list: [] },
    run: () => ({ errcode: 0, ip_list: ['127.0.0.1'] }),
  },
}

function visibleMembers(corp: Corp): Member[] {
  return [...corp.members.values()].filter(({ userid }) => isVisible(corp, userid))
}

function seenIn(corp: Corp, departmentId: number): Member[] {
  return membersIn(corp, departmentId).filter(({ userid }) => isVisible(corp, userid))
}

/** A call about one department that must be named, be there and be visible. */
function inDepartment(
  run: (corp: Corp, department: Department) => Reply,
  name: 'department_id' | 'id' = 'department_id',
) {
  return ({ world, query }: Asked): Reply => {
    const department = world.corp.departments.get(Number(query.get(name)))
    if (!department) return { errcode: 60123 }
    return visibleDepartments(world.corp).includes(department)
      ? run(world.corp, department)
      : { errcode: 60011 }
  }
}

/** A call about a department and all below it; without an id about all that is visible. */
function onBranch(run: (departments: Department[]) => Reply) {
  return ({ world, query }: Asked): Reply => {
    const visible = new Set(visibleDepartments(world.corp))
    const id = query.get('id')
    if (id === null || id === '') return run([...visible])
    const branch = branchOf(world.corp, Number(id))
    if (branch.length === 0) return { errcode: 60123 }
    const seen = branch.filter((one) => visible.has(one))
    return seen.length > 0 ? run(seen) : { errcode: 60011 }
  }
}

function listed({ userid, name, departments }: Member) {
  return { userid, name, department: departments }
}

/** What an app made after 2022-06-20 is told: no mobile, mail, gender or picture. */
function detailed(corp: Corp, member: Member) {
  const { departments, position, status, alias } = member
  const leads = (id: number) => corp.departments.get(id)?.leaders.includes(member.userid) ?? false
  return {
    ...listed(member),
    order: departments.map(() => 0),
    is_leader_in_dept: departments.map((id) => Number(leads(id))),
    direct_leader: [],
    main_department: departments[0] ?? 0,
    position,
    status,
    alias,
    telephone: '',
    extattr: { attrs: [] },
    external_position: position,
  }
}

function wireDepartment({ id, name, parentId, order, leaders }: Department) {
  return { id, name, name_en: '', department_leader: leaders, parentid: parentId, order }
}

function tagged(corp: Corp, { name, userids, departmentIds }: StaffTag) {
  const members = [...userids].flatMap((userid) => {
    const member = isVisible(corp, userid) ? corp.members.get(userid) : undefined
    return member ? [{ userid, name: member.name }] : []
  })
  return { tagname: name, userlist: members, partylist: [...departmentIds] }
}

/** Whom the app may see: named members, or the whole company by its root. */
function wireApp(corp: Corp) {
  const users = [...(corp.visible ?? [])].map((userid) => ({ userid }))
  return {
    agentid: corp.agentId,
    name: '留园',
    square_logo_url: '',
    description: '',
    allow_userinfos: { user: users },
    allow_partys: { partyid: corp.visible ? [] : [1] },
    allow_tags: { tagid: [] },
    close: 0,
    redirect_domain: corp.redirectDomain,
    report_location_flag: 0,
    isreportenter: 0,
    home_url: '',
  }
}
