import { z } from 'zod'
import { type Controls, call, look } from './control.ts'
import { GROUP_MAX, opengidOf } from './group.ts'

const inGroup = z.object({ chatId: z.string(), id: z.string() })
const text = z.string().max(500)

/** What customers and members do in groups. */
export const groupControls: Controls = {
  'GET /sandbox/join-ways': look(({ world }) => ({
    ways: [...world.corp.community.joinWays.values()].map((way) => ({
      configId: way.configId,
      state: way.state,
      remark: way.remark,
      groups: way.chatIds.flatMap((id) => {
        const group = world.corp.community.groups.get(id)
        return group ? [{ chatId: id, name: group.name, members: group.members.size }] : []
      }),
    })),
  })),
  'GET /sandbox/groups': look(({ world }) => ({
    groups: [...world.corp.community.groups.values()].map((group) => ({
      chatId: group.chatId,
      opengid: opengidOf(group.chatId),
      name: group.name,
      owner: group.owner,
      members: group.members.size,
      capacity: group.capacity,
    })),
  })),
  'POST /sandbox/groups': call(
    z.object({
      owner: z.string(),
      name: text.optional(),
      ids: z.array(z.string()).max(GROUP_MAX).optional(),
      capacity: z.number().int().min(3).max(GROUP_MAX).optional(),
    }),
    ({ deeds }, wanted) => {
      const made = deeds.makeGroup(wanted)
      return made && { chatId: made.chatId, members: made.members.size }
    },
  ),
  'POST /sandbox/join-group': call(
    z.object({
      configId: z.string().optional(),
      state: z.string().optional(),
      externalUserId: z.string(),
    }),
    ({ deeds }, { externalUserId, ...wanted }) => deeds.joinGroup(wanted, externalUserId),
  ),
  'POST /sandbox/invite': call(
    z.object({
      chatId: z.string(),
      by: z.string(),
      ids: z.array(z.string()).min(1).max(GROUP_MAX),
      byLink: z.boolean().optional(),
    }),
    ({ deeds }, wanted) => {
      const joined = deeds.invite(wanted)
      return joined === null ? null : { joined }
    },
  ),
  'POST /sandbox/leave-group': call(inGroup, ({ deeds }, { chatId, id }) =>
    deeds.leaveGroup(chatId, id) ? { ok: true } : null,
  ),
  'POST /sandbox/throw-out': call(inGroup, ({ deeds }, { chatId, id }) =>
    deeds.throwOut(chatId, id) ? { ok: true } : null,
  ),
  'POST /sandbox/change-group': call(
    z.object({
      chatId: z.string(),
      name: text.optional(),
      notice: text.optional(),
      owner: z.string().optional(),
      admins: z.array(z.string()).optional(),
      welcomeId: z.string().optional(),
    }),
    ({ deeds }, { chatId, ...change }) => (deeds.changeGroup(chatId, change) ? { ok: true } : null),
  ),
  'POST /sandbox/dissolve-group': call(z.object({ chatId: z.string() }), ({ deeds }, { chatId }) =>
    deeds.dissolve(chatId) ? { ok: true } : null,
  ),
  'POST /sandbox/open-in-group': call(inGroup.extend({ url: z.string() }), ({ deeds }, opened) =>
    deeds.openInGroup(opened) ? { ok: true } : null,
  ),
  'POST /sandbox/say-in-group': call(
    z.object({ chatId: z.string(), from: z.string(), text: z.string().min(1).max(4_000) }),
    ({ deeds }, said) => (deeds.sayInGroup(said) ? { ok: true } : null),
  ),
}
