import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { CUSTOMER, get, look, mapped, type Page } from './call.ts'

/** Rows of one page of `user/list_id` (document 96067). */
const IDS_PAGE = 10_000

/** The wire shapes of the company's own people (documents 90196, 90200, 90201, 90208, 92571). */
const wireUser = z.looseObject({
  userid: z.string(),
  name: z.string().default(''),
  /** Absent for apps made after 2022-06-20. */
  avatar: z.string().default(''),
  /** 1 active, 2 disabled, 4 not yet joined, 5 left. */
  status: z.coerce.number().default(1),
  department: z.array(z.coerce.number()).default([]),
  main_department: z.coerce.number().default(0),
  /** 1 or 0 for each of `department`. */
  is_leader_in_dept: z.array(z.coerce.number()).default([]),
  direct_leader: z.array(z.string()).default([]),
  position: z.string().default(''),
  alias: z.string().default(''),
})
export type User = z.infer<typeof wireUser>

const wireListedUser = z.looseObject({
  userid: z.string(),
  name: z.string().default(''),
  department: z.array(z.coerce.number()).default([]),
})
export type ListedUser = z.infer<typeof wireListedUser>

const wireDepartment = z.looseObject({
  id: z.coerce.number(),
  name: z.string().default(''),
  name_en: z.string().default(''),
  department_leader: z.array(z.string()).default([]),
  /** 0 for the root, whose id is 1. */
  parentid: z.coerce.number().default(0),
  /** Larger stands first. */
  order: z.coerce.number().default(0),
})
export type Department = z.infer<typeof wireDepartment>

const wireDepartmentId = z.looseObject({
  id: z.coerce.number(),
  parentid: z.coerce.number().default(0),
  order: z.coerce.number().default(0),
})
export type DepartmentId = z.infer<typeof wireDepartmentId>

const wirePlace = z.looseObject({ userid: z.string(), department: z.coerce.number() })
export type Place = z.infer<typeof wirePlace>

const wireStaffTag = z.looseObject({ tagid: z.coerce.number(), tagname: z.string() })
export type StaffTag = z.infer<typeof wireStaffTag>

const wireApp = z.looseObject({
  agentid: z.coerce.number(),
  name: z.string().default(''),
  /** 1: switched off. */
  close: z.coerce.number().default(0),
  redirect_domain: z.string().default(''),
  allow_userinfos: z
    .looseObject({ user: z.array(z.looseObject({ userid: z.string() })).default([]) })
    .optional(),
  allow_partys: z.looseObject({ partyid: z.array(z.coerce.number()).default([]) }).optional(),
  allow_tags: z.looseObject({ tagid: z.array(z.coerce.number()).default([]) }).optional(),
})
export type App = z.infer<typeof wireApp>

const wireFollowUsers = z.looseObject({ follow_user: z.array(z.string()).default([]) })
const wireUsers = z.looseObject({ userlist: z.array(wireUser).default([]) })
const wireListedUsers = z.looseObject({ userlist: z.array(wireListedUser).default([]) })
const wirePlaces = z.looseObject({
  dept_user: z.array(wirePlace).default([]),
  next_cursor: z.string().default(''),
})
const wireDepartments = z.looseObject({ department: z.array(wireDepartment).default([]) })
const wireDepartmentIds = z.looseObject({ department_id: z.array(wireDepartmentId).default([]) })
const wireOneDepartment = z.looseObject({ department: wireDepartment })
const wireStaffTags = z.looseObject({ taglist: z.array(wireStaffTag).default([]) })
const wireTagged = z.looseObject({
  tagname: z.string().default(''),
  userlist: z.array(wireListedUser.omit({ department: true })).default([]),
  partylist: z.array(z.coerce.number()).default([]),
})
export type TaggedStaff = z.infer<typeof wireTagged>
const wireAddresses = z.looseObject({ ip_list: z.array(z.string()).default([]) })

/** The company's people and departments, as far as the app may see them. */
export function directoryCalls(ask: Ask) {
  return {
    /** Members who may serve customers. */
    async followUsers(): Promise<Answer<string[]>> {
      const answer = await ask(get(`${CUSTOMER}/get_follow_user_list`), wireFollowUsers)
      return mapped(answer, (value) => value.follow_user)
    },
    /** 60111: there is none; 60011: out of the app's visible range. */
    user: (userid: string): Promise<Answer<User>> =>
      ask(get('/cgi-bin/user/get', { userid }), wireUser),
    /** The members of one department, not those of the departments below it. */
    async usersOf(departmentId: number): Promise<Answer<ListedUser[]>> {
      const call = get('/cgi-bin/user/simplelist', { department_id: departmentId })
      return mapped(await ask(call, wireListedUsers), (value) => value.userlist)
    },
    /** As `usersOf`, each with all that the app may know of them. */
    async userDetailsOf(departmentId: number): Promise<Answer<User[]>> {
      const call = get('/cgi-bin/user/list', { department_id: departmentId })
      return mapped(await ask(call, wireUsers), (value) => value.userlist)
    },
    /** One row for each member in each department. Only with the secret of the directory (通讯录同步), else 48002. */
    async userIds(cursor = ''): Promise<Answer<Page<Place>>> {
      const call = look('/cgi-bin/user/list_id', { cursor, limit: IDS_PAGE })
      return mapped(await ask(call, wirePlaces), ({ dept_user: rows, next_cursor }) => ({
        rows,
        nextCursor: next_cursor,
      }))
    },
    /** A department and all below it, with their names; without an id everything that is visible. 60123: there is none. */
    async departments(id?: number): Promise<Answer<Department[]>> {
      const answer = await ask(get('/cgi-bin/department/list', { id }), wireDepartments)
      return mapped(answer, (value) => value.department)
    },
    /** As `departments`, ids and order only. */
    async departmentIds(id?: number): Promise<Answer<DepartmentId[]>> {
      const answer = await ask(get('/cgi-bin/department/simplelist', { id }), wireDepartmentIds)
      return mapped(answer, (value) => value.department_id)
    },
    async department(id: number): Promise<Answer<Department>> {
      const answer = await ask(get('/cgi-bin/department/get', { id }), wireOneDepartment)
      return mapped(answer, (value) => value.department)
    },
    /** Tags of staff, which have nothing to do with the tags of customers. */
    async staffTags(): Promise<Answer<StaffTag[]>> {
      return mapped(await ask(get('/cgi-bin/tag/list'), wireStaffTags), (value) => value.taglist)
    },
    /** 40068: there is none. */
    taggedStaff: (tagId: number): Promise<Answer<TaggedStaff>> =>
      ask(get('/cgi-bin/tag/get', { tagid: tagId }), wireTagged),
    /** The app itself and whom it may see. */
    app: (agentId: number): Promise<Answer<App>> =>
      ask(get('/cgi-bin/agent/get', { agentid: agentId }), wireApp),
    /** Where callbacks come from; an address may end in `*` (document 90930). */
    async callbackAddresses(): Promise<Answer<string[]>> {
      return mapped(await ask(get('/cgi-bin/getcallbackip'), wireAddresses), (it) => it.ip_list)
    },
    /** Where WeCom's API answers. */
    async apiAddresses(): Promise<Answer<string[]>> {
      const answer = await ask(get('/cgi-bin/get_api_domain_ip'), wireAddresses)
      return mapped(answer, (value) => value.ip_list)
    },
  }
}
