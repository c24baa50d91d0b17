import type { Group } from '../../wecom/index.ts'
import { addMs } from '../kernel/index.ts'
import type { ReadGroup } from './group-decode.ts'

/** There is no such group (any more). */
const NO_GROUP = 86003
/** WeCom's number for a member of the company; everybody else is an outsider. */
const STAFF = 1
const EPOCH = new Date(0)

export function isNoGroup(errcode: number | null): boolean {
  return errcode === NO_GROUP
}

/** A group as it was read, with everybody in it. */
export function groupFrom(group: Group, readAt: Date): ReadGroup {
  return {
    chatId: group.chat_id,
    readAt,
    group: {
      name: group.name,
      owner: group.owner,
      notice: group.notice ?? '',
      version: group.member_version,
      createdAt: addMs(EPOCH, group.create_time * 1000),
      members: group.member_list.map((member) => ({
        member: member.userid,
        isStaff: member.type === STAFF,
        name: member.name,
        nickname: member.group_nickname,
        joinedAt: addMs(EPOCH, member.join_time * 1000),
        joinScene: member.join_scene,
        invitedBy: member.invitor?.userid ?? '',
        state: member.state ?? '',
        unionid: member.unionid ?? null,
      })),
    },
  }
}
