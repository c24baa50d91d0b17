import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { CUSTOMER, look, mapped } from './call.ts'

const wireExternal = z.looseObject({ external_userid: z.string() })
const wireByUnionid = z.looseObject({
  external_userid: z.string().optional(),
  /** Not a customer yet: what to ask with later, for 90 days. */
  pending_id: z.string().optional(),
})
export type FoundByUnionid = z.infer<typeof wireByUnionid>
const wireUsers = z.looseObject({
  userid_list: z.array(z.looseObject({ open_userid: z.string(), userid: z.string() })).default([]),
  invalid_open_userid_list: z.array(z.string()).default([]),
})
export type UserIds = z.infer<typeof wireUsers>
const wireOpenid = z.looseObject({ openid: z.string() })
const wireUserid = z.looseObject({ userid: z.string() })

/**
 * One person, many ids. A unionid comes with a contact once the company has bound its developer account; asking for customers
 * by unionid in bulk is forbidden, and there is no call here that does it.
 */
export function idConversionCalls(ask: Ask) {
  return {
    /**
     * Who somebody that came to a mini program or an official account is here (document 97108; made for service providers,
     * verified companies only). @param whose.openid of the same account as the unionid.
     */
    customerOfUnionid: (whose: {
      unionid: string
      openid: string
    }): Promise<Answer<FoundByUnionid>> =>
      ask(
        look('/cgi-bin/idconvert/unionid_to_external_userid', { ...whose, subject_type: 0 }),
        wireByUnionid,
      ),
    /** The company's own id of a customer whom a service provider's app names (document 95884). */
    async fromProvidersCustomer(whose: {
      externalUserId: string
      sourceAgentId: number
    }): Promise<Answer<string>> {
      const body = { external_userid: whose.externalUserId, source_agentid: whose.sourceAgentId }
      const call = look(`${CUSTOMER}/from_service_external_userid`, body)
      return mapped(await ask(call, wireExternal), (value) => value.external_userid)
    },
    async toProvidersCustomer(externalUserId: string): Promise<Answer<string>> {
      const call = look(`${CUSTOMER}/to_service_external_userid`, {
        external_userid: externalUserId,
      })
      return mapped(await ask(call, wireExternal), (value) => value.external_userid)
    },
    /** At most 1,000 members at once. */
    fromProvidersUsers: (whose: {
      openUserIds: string[]
      sourceAgentId: number
    }): Promise<Answer<UserIds>> =>
      ask(
        look('/cgi-bin/batch/openuserid_to_userid', {
          open_userid_list: whose.openUserIds,
          source_agentid: whose.sourceAgentId,
        }),
        wireUsers,
      ),
    /** What a payment to a customer asks for. */
    async openidOfCustomer(externalUserId: string): Promise<Answer<string>> {
      const body = { external_userid: externalUserId }
      const answer = await ask(look(`${CUSTOMER}/convert_to_openid`, body), wireOpenid)
      return mapped(answer, (value) => value.openid)
    },
    async openidOfUser(userid: string): Promise<Answer<string>> {
      const answer = await ask(look('/cgi-bin/user/convert_to_openid', { userid }), wireOpenid)
      return mapped(answer, (value) => value.openid)
    },
    async userOfOpenid(openid: string): Promise<Answer<string>> {
      const answer = await ask(look('/cgi-bin/user/convert_to_userid', { openid }), wireUserid)
      return mapped(answer, (value) => value.userid)
    },
  }
}
