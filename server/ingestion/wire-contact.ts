import { type Contact, type MembersContact, NOT_A_CONTACT } from '../../wecom/index.ts'
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
  const follows = pages.flatMap(({ follow_user }) =>
    follow_user.map((follow) =>
      followOf(
        follow,
        follow.tags.flatMap(({ tag_id }) => tag_id ?? []),
      ),
    ),
  )
  return { externalUserid, ...describedBy(contact), follows, readAt }
}

/** A contact as a row of an associate's list shows it. */
export function contactSeen(row: MembersContact, readAt: Date): ReadContact {
  const { external_contact: contact, follow_info: follow } = row
  return {
    externalUserid: contact.external_userid,
    seenBy: follow.userid,
    ...describedBy(contact),
    follows: [followOf(follow, follow.tag_id)],
    readAt,
  }
}

function describedBy(contact: Contact['external_contact'] | undefined) {
  const company = contact?.corp_name
  return {
    name: contact?.name ?? '',
    avatar: contact?.avatar ?? '',
    gender: contact?.gender ?? 0,
    unionid: contact?.unionid ?? null,
    corpName: typeof company === 'string' ? company : '',
  }
}

type WireFollow = Pick<
  Contact['follow_user'][number],
  'userid' | 'state' | 'add_way' | 'remark' | 'description' | 'remark_mobiles' | 'createtime'
>

function followOf(follow: WireFollow, tagIds: string[]): ReadFollow {
  return {
    userid: follow.userid,
    state: follow.state,
    addWay: follow.add_way,
    remark: follow.remark,
    description: follow.description,
    mobiles: follow.remark_mobiles.filter((mobile) => mobile !== ''),
    tagIds,
    startedAt: addMs(EPOCH, follow.createtime * 1000),
  }
}
