import { type Contact, NOT_A_CONTACT } from '../../wecom/index.ts'
import { addMs } from '../kernel/index.ts'
import type { ReadContact, ReadFollow } from './contact-decode.ts'

/** An id that WeCom does not know. */
const UNKNOWN_CONTACT = 40096
const EPOCH = new Date(0)

/** Nobody's contact (any more): an answer, not a failure. */
export function isNobodys(errcode: number | null): boolean {
  return errcode === NOT_A_CONTACT || errcode === UNKNOWN_CONTACT
}

/** A contact from the pages of its details. @param pages none: nobody's contact any more. */
export function contactFrom(
  externalUserid: string,
  pages: readonly Contact[],
  readAt: Date,
): ReadContact {
  const contact = pages[0]?.external_contact
  const company = contact?.corp_name
  return {
    externalUserid,
    name: contact?.name ?? '',
    avatar: contact?.avatar ?? '',
    gender: contact?.gender ?? 0,
    unionid: contact?.unionid ?? null,
    corpName: typeof company === 'string' ? company : '',
    follows: pages.flatMap(({ follow_user }) => follow_user.map(followOf)),
    readAt,
  }
}

function followOf(follow: Contact['follow_user'][number]): ReadFollow {
  return {
    userid: follow.userid,
    state: follow.state,
    addWay: follow.add_way,
    remark: follow.remark,
    description: follow.description,
    mobiles: follow.remark_mobiles.filter((mobile) => mobile !== ''),
    tagIds: follow.tags.flatMap(({ tag_id }) => tag_id ?? []),
    startedAt: addMs(EPOCH, follow.createtime * 1000),
  }
}
