import type { Handlers } from './api.ts'
import { isVisible, type Member } from './world.ts'

/** Members as far as the app sees them (documents 92571, 90196). */
export const memberCalls: Handlers = {
  'externalcontact/get_follow_user_list': {
    method: 'GET',
    empty: { follow_user: [] },
    run: ({ world }) => ({
      errcode: 0,
      follow_user: [...world.corp.members.values()]
        .filter(({ status, userid }) => status === 1 && isVisible(world.corp, userid))
        .map(({ userid }) => userid),
    }),
  },
  'user/get': {
    method: 'GET',
    empty: { department: [], order: [] },
    run({ world, query }) {
      const member = world.corp.members.get(query.get('userid') ?? '')
      if (!member) return { errcode: 60111 }
      if (!isVisible(world.corp, member.userid)) return { errcode: 60011 }
      const { status, avatar, shop } = member
      return { errcode: 0, ...listed(member), status, avatar, position: `${shop}导购`, order: [0] }
    },
  },
  'user/simplelist': {
    method: 'GET',
    empty: { userlist: [] },
    run: ({ world }) => ({
      errcode: 0,
      userlist: [...world.corp.members.values()]
        .filter(({ userid }) => isVisible(world.corp, userid))
        .map(listed),
    }),
  },
}

function listed({ userid, name }: Member) {
  return { userid, name, department: [1] }
}
