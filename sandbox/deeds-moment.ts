import { type Moment, sees, viewersOf } from './moment.ts'
import type { Town } from './town.ts'
import { idOf } from './world.ts'

type OfPoster = { momentId: string; userid: string }
type ByCustomer = OfPoster & { externalUserId: string }

/** What members and customers do with moments. WeCom tells of none of it; whoever wants to know asks. */
export function momentDeeds(town: Town) {
  return {
    /** A member posts what the company asked for. Null: there is nothing to post. */
    postMoment: (of: OfPoster) => postMoment(town, of),
    /** A member posts something of their own. */
    postOwn: (own: { userid: string; text: string }) => postOwn(town, own),
    /** A member puts it aside; for WeCom nothing happened. */
    ignoreMoment({ momentId, userid }: OfPoster): boolean {
      const moment = openTask(town, { momentId, userid })
      moment?.ignoredBy.add(userid)
      return moment !== null
    },
    /** A customer likes a post, or takes the like back. */
    likeMoment: (like: ByCustomer) => likeMoment(town, like),
    commentMoment: (comment: ByCustomer & { text: string }) => commentMoment(town, comment),
  }
}

function openTask({ world }: Town, { momentId, userid }: OfPoster): Moment | null {
  const moment = world.corp.moments.get(momentId)
  return moment && moment.posters.get(userid) === null && !moment.cancelledAt ? moment : null
}

function postMoment(town: Town, of: OfPoster): { viewers: number } | null {
  const moment = openTask(town, of)
  if (!moment) return null
  const at = town.world.clock.now()
  moment.posters.set(of.userid, at)
  const viewers = viewersOf(town.world.corp, moment, of.userid).length
  town.effects.write(at, { kind: 'moment_posted', ...of, viewers })
  return { viewers }
}

function postOwn(town: Town, { userid, text }: { userid: string; text: string }): Moment | null {
  const { world } = town
  if (!world.corp.members.has(userid) || text === '') return null
  const createdAt = world.clock.now()
  const moment: Moment = {
    momentId: idOf(world, 'mom'),
    jobId: '',
    creator: userid,
    text,
    content: null,
    createdAt,
    posters: new Map([[userid, createdAt]]),
    tagIds: [],
    cancelledAt: null,
    likes: [],
    comments: [],
    ignoredBy: new Set(),
    invalid: { userids: [], departmentIds: [], tagIds: [] },
  }
  world.corp.moments.set(moment.momentId, moment)
  const viewers = viewersOf(world.corp, moment, userid).length
  const { momentId } = moment
  town.effects.write(createdAt, { kind: 'moment_posted', momentId, userid, viewers })
  return moment
}

function likeMoment(town: Town, { momentId, userid, externalUserId }: ByCustomer): boolean {
  const { corp, clock } = town.world
  const moment = corp.moments.get(momentId)
  if (!moment || !sees(corp, moment, userid, externalUserId)) return false
  const own = moment.likes.findIndex((one) => one.userid === userid && one.by === externalUserId)
  const at = clock.now()
  if (own >= 0) moment.likes.splice(own, 1)
  else moment.likes.push({ userid, by: externalUserId, at, text: '' })
  const isLiked = own < 0
  town.effects.write(at, { kind: 'moment_liked', momentId, userid, externalUserId, isLiked })
  return true
}

function commentMoment(
  town: Town,
  { momentId, userid, externalUserId, text }: ByCustomer & { text: string },
): boolean {
  const { corp, clock } = town.world
  const moment = corp.moments.get(momentId)
  if (!moment || !sees(corp, moment, userid, externalUserId)) return false
  const at = clock.now()
  moment.comments.push({ userid, by: externalUserId, at, text })
  town.effects.write(at, { kind: 'moment_commented', momentId, userid, externalUserId, text })
  return true
}
