import { z } from 'zod'
import { type Controls, call, look } from './control.ts'
import { childrenOf, membersIn, ROOT, shopOf } from './directory.ts'
import { customersOf } from './transfer.ts'
import { openTasks } from './view.ts'
import type { Corp } from './world.ts'

const name = z.string().min(1).max(64)
const departments = z.array(z.number().int()).min(1)

/** What an administrator does in the company's directory. */
export const directoryControls: Controls = {
  'GET /sandbox/members': look(({ world }) => ({
    members: [...world.corp.members.values()].map((member) => ({
      userid: member.userid,
      name: member.name,
      shop: shopOf(world.corp, member),
      open: openTasks(world.corp).filter(({ userid }) => userid === member.userid).length,
    })),
  })),
  'GET /sandbox/directory': look(({ world }) => ({
    departments: inOrder(world.corp, ROOT, 0),
    leavers: [...world.corp.leavers.values()].map(({ member, leftAt }) => ({
      userid: member.userid,
      name: member.name,
      leftAt,
      customers: customersOf(world.corp, member.userid),
    })),
  })),
  'POST /sandbox/hire': call(
    z.object({
      name,
      departments: departments.optional(),
      position: z.string().max(64).optional(),
      userid: z
        .string()
        .regex(/^[0-9A-Za-z][0-9A-Za-z_.@-]{0,63}$/)
        .optional(),
    }),
    ({ deeds }, wanted) => deeds.hire(wanted),
  ),
  'POST /sandbox/change-member': call(
    z.object({
      userid: z.string(),
      name: name.optional(),
      departments: departments.optional(),
      position: z.string().max(64).optional(),
      status: z.literal([1, 2]).optional(),
    }),
    ({ deeds }, change) => deeds.changeMember(change),
  ),
  'POST /sandbox/resign': call(z.object({ userid: z.string() }), ({ deeds }, { userid }) =>
    deeds.resign(userid) ? { ok: true } : null,
  ),
  'POST /sandbox/departments': call(
    z.object({ name, parentId: z.number().int().optional() }),
    ({ deeds }, wanted) => deeds.makeDepartment(wanted),
  ),
  'POST /sandbox/change-department': call(
    z.object({
      id: z.number().int(),
      name: name.optional(),
      parentId: z.number().int().optional(),
    }),
    ({ deeds }, change) => deeds.changeDepartment(change),
  ),
  'POST /sandbox/delete-department': call(
    z.object({ id: z.number().int() }),
    ({ deeds }, { id }) => (deeds.deleteDepartment(id) ? { ok: true } : null),
  ),
  'POST /sandbox/tag-staff': call(
    z.object({
      name,
      add: z.array(z.string()).default([]),
      remove: z.array(z.string()).default([]),
    }),
    ({ deeds }, change) => {
      const tag = deeds.tagStaff(change)
      return tag && { id: tag.id, name: tag.name, userids: [...tag.userids] }
    },
  ),
}

type Row = {
  id: number
  name: string
  depth: number
  members: { userid: string; name: string; position: string; status: number }[]
}

/** The tree as rows from the top down, those with the larger order first. */
function inOrder(corp: Corp, id: number, depth: number): Row[] {
  const department = corp.departments.get(id)
  if (!department) return []
  const members = membersIn(corp, id).map(({ userid, name: own, position, status }) => ({
    userid,
    name: own,
    position,
    status,
  }))
  const below = childrenOf(corp, id).sort((a, b) => b.order - a.order)
  return [
    { id, name: department.name, depth, members },
    ...below.flatMap((one) => inOrder(corp, one.id, depth + 1)),
  ]
}
