import { memberOf } from './directory.ts'
import { type Moment, sees, viewersOf } from './moment.ts'
import { MEDIA } from './picture.ts'
import { type Corp, followOf, pairKey } from './world.ts'

const SHOWN = 50

/** What a customer finds in their moments: posts of members who are friends, the latest first. */
export function momentsFor(corp: Corp, externalUserId: string) {
  const friends = [...(corp.followsOf.get(externalUserId) ?? [])].flatMap((key) => {
    const follow = corp.follows.get(key)
    return follow?.relation === 'friend' ? [follow.userid] : []
  })
  return friends
    .flatMap((userid) =>
      [...corp.moments.values()]
        .filter((moment) => sees(corp, moment, userid, externalUserId))
        .map((moment) => shown(corp, moment, userid, externalUserId)),
    )
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, SHOWN)
}

/** What a member has to post, and what became of what they posted. */
export function momentsOfMember(corp: Corp, userid: string) {
  return [...corp.moments.values()]
    .filter(({ posters }) => posters.has(userid))
    .slice(-SHOWN)
    .reverse()
    .map((moment) => ({
      ...shown(corp, moment, userid, null),
      state: stateOf(moment, userid),
      viewers: viewersOf(corp, moment, userid).length,
    }))
}

function stateOf(moment: Moment, userid: string): 'open' | 'posted' | 'cancelled' | 'ignored' {
  if (moment.posters.get(userid)) return 'posted'
  if (moment.cancelledAt) return 'cancelled'
  return moment.ignoredBy.has(userid) ? 'ignored' : 'open'
}

/** A post as somebody sees it. Customers see the likes and comments of people whom they know: here their own. */
function shown(corp: Corp, moment: Moment, userid: string, reader: string | null) {
  const { momentId, text, content, posters, createdAt, likes, comments } = moment
  const isSeen = (by: string) => reader === null || by === reader
  const nameOf = (by: string) =>
    corp.members.get(by)?.name ??
    (followOf(corp, userid, by)?.remark || corp.persons.get(by)?.name || '')
  const mine = (all: Moment['likes']) =>
    all.filter((one) => one.userid === userid && isSeen(one.by))
  return {
    momentId,
    key: pairKey(userid, momentId),
    userid,
    name: memberOf(corp, userid)?.name ?? '',
    at: posters.get(userid) ?? createdAt,
    text,
    images:
      content?.kind === 'image' ? content.mediaIds.map((mediaId) => `${MEDIA}${mediaId}`) : [],
    video: content?.kind === 'video' ? `${MEDIA}${content.mediaId}` : null,
    link: content?.kind === 'link' ? { title: content.title, url: content.url, desc: '' } : null,
    likes: mine(likes).map(({ by }) => ({ by, name: nameOf(by) })),
    comments: mine(comments).map(({ by, at, text: words }) => ({
      by,
      name: nameOf(by),
      at,
      text: words,
    })),
  }
}
