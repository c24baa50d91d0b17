import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { look, mapped } from './call.ts'

/** Pairs in one call (301060). */
export const CONSENT_PAIRS_MAX = 100

const wireIds = z.looseObject({ ids: z.array(z.string()).default([]) })
const wireAgreement = z.looseObject({
  userid: z.string().optional(),
  /** The spelling is WeCom's. */
  exteranalopenid: z.string().default(''),
  /** Seconds. */
  status_change_time: z.coerce.number().default(0),
  /** Agree, Disagree or Default_Agree. */
  agree_status: z.string().default(''),
})
export type Agreement = z.infer<typeof wireAgreement>
const wireAgreements = z.looseObject({ agreeinfo: z.array(wireAgreement).default([]) })

/** What an archive may be asked over HTTP, with the archive's own secret: whose seats there are, and who agreed. */
export function archiveConsentCalls(ask: Ask) {
  return {
    /** Members with a paid seat. */
    async archivedStaff(): Promise<Answer<string[]>> {
      const answer = await ask(look('/cgi-bin/msgaudit/get_permit_user_list', {}), wireIds)
      return mapped(answer, (value) => value.ids)
    },
    async consents(
      pairs: { userid: string; externalUserId: string }[],
    ): Promise<Answer<Agreement[]>> {
      const info = pairs.map(({ userid, externalUserId }) => ({
        userid,
        exteranalopenid: externalUserId,
      }))
      const answer = await ask(
        look('/cgi-bin/msgaudit/check_single_agree', { info }),
        wireAgreements,
      )
      return mapped(answer, (value) => value.agreeinfo)
    },
    /** Of everybody from outside in a group. */
    async consentsInGroup(chatId: string): Promise<Answer<Agreement[]>> {
      const call = look('/cgi-bin/msgaudit/check_room_agree', { roomid: chatId })
      return mapped(await ask(call, wireAgreements), (value) => value.agreeinfo)
    },
  }
}
