import type { Wecom } from '../../wecom/index.ts'
import { wireIdOf } from '../kernel/index.ts'
import { rowsOf, told } from './own-answer.ts'

/** Ids of jobs are asked for by whoever keeps them, so that they stay as WeCom gave them. */
export function momentCalls(
  wecom: Wecom,
  own: (id: string) => string,
): Pick<
  Wecom,
  | 'addMoment'
  | 'cancelMoment'
  | 'momentJob'
  | 'momentPosters'
  | 'momentReactions'
  | 'momentViewers'
  | 'moments'
> {
  const ofPoster = ({ momentId, userid }: { momentId: string; userid: string }) => ({
    momentId: wireIdOf(momentId),
    userid: wireIdOf(userid),
  })
  return {
    addMoment: ({ senders, tagIds, ...moment }) =>
      wecom.addMoment({
        ...moment,
        ...(senders
          ? {
              senders: {
                ...senders,
                ...(senders.userids ? { userids: senders.userids.map(wireIdOf) } : {}),
              },
            }
          : {}),
        ...(tagIds ? { tagIds: tagIds.map(wireIdOf) } : {}),
      }),
    momentJob: async (jobid) =>
      told(await wecom.momentJob(jobid), ({ result, ...job }) => ({
        ...job,
        ...(result ? { result: { ...result, moment_id: own(result.moment_id) } } : {}),
      })),
    moments: async (span) =>
      told(
        await wecom.moments(span),
        rowsOf((row) => ({ ...row, moment_id: own(row.moment_id) })),
      ),
    momentPosters: async (momentId, cursor) =>
      told(
        await wecom.momentPosters(wireIdOf(momentId), cursor),
        rowsOf((row) => ({ ...row, userid: own(row.userid) })),
      ),
    momentViewers: async (of, cursor) =>
      told(await wecom.momentViewers(ofPoster(of), cursor), rowsOf(own)),
    momentReactions: async (of) =>
      told(await wecom.momentReactions(ofPoster(of)), ({ comments, likes }) => {
        const ownOf = ({ external_userid: contact, userid, ...one }: (typeof likes)[number]) => ({
          ...one,
          ...(contact === undefined ? {} : { external_userid: own(contact) }),
          ...(userid === undefined ? {} : { userid: own(userid) }),
        })
        return { comments: comments.map(ownOf), likes: likes.map(ownOf) }
      }),
    cancelMoment: (momentId) => wecom.cancelMoment(wireIdOf(momentId)),
  }
}
