import { z } from 'zod'
import { type Controls, call } from './control.ts'

const ofPoster = z.object({ momentId: z.string(), userid: z.string() })
const byCustomer = ofPoster.extend({ externalUserId: z.string() })

/** What members and customers do with moments. */
export const momentControls: Controls = {
  'POST /sandbox/post-moment': call(ofPoster, ({ deeds }, of) => deeds.postMoment(of)),
  'POST /sandbox/ignore-moment': call(ofPoster, ({ deeds }, of) =>
    deeds.ignoreMoment(of) ? { ok: true } : null,
  ),
  'POST /sandbox/post-own-moment': call(
    z.object({ userid: z.string(), text: z.string().min(1).max(2_000) }),
    ({ deeds }, own) => {
      const moment = deeds.postOwn(own)
      return moment && { momentId: moment.momentId }
    },
  ),
  'POST /sandbox/like-moment': call(byCustomer, ({ deeds }, like) =>
    deeds.likeMoment(like) ? { ok: true } : null,
  ),
  'POST /sandbox/comment-moment': call(
    byCustomer.extend({ text: z.string().min(1).max(500) }),
    ({ deeds }, comment) => (deeds.commentMoment(comment) ? { ok: true } : null),
  ),
}
