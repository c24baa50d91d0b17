import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { CUSTOMER, look, mapped, secondsOf } from './call.ts'

/** The wire shape of 联系客户统计 (document 92132). */
const wireDay = z.looseObject({
  stat_time: z.coerce.number(),
  chat_cnt: z.coerce.number().default(0),
  message_cnt: z.coerce.number().default(0),
  /** Percent; only where there was a chat. */
  reply_percentage: z.coerce.number().optional(),
  /** Minutes; only where there was a chat. */
  avg_reply_time: z.coerce.number().optional(),
  /** Customers who deleted or blocked the member. */
  negative_feedback_cnt: z.coerce.number().default(0),
  new_apply_cnt: z.coerce.number().default(0),
  new_contact_cnt: z.coerce.number().default(0),
})
export type StaffDay = z.infer<typeof wireDay>
const wireDays = z.looseObject({ behavior_data: z.array(wireDay).default([]) })

/** What members did for their customers. */
export function activityCalls(ask: Ask) {
  return {
    /**
     * Day by day, the sum of all who are named: at most 100 members and 100 departments, 30 days, 180 days back.
     * What the day of the request brings is not in it.
     */
    async staffActivity(span: {
      userids?: string[]
      departmentIds?: number[]
      from: Date
      to: Date
    }): Promise<Answer<StaffDay[]>> {
      const { userids = [], departmentIds = [], from, to } = span
      const body = {
        ...(userids.length > 0 ? { userid: userids } : {}),
        ...(departmentIds.length > 0 ? { partyid: departmentIds } : {}),
        start_time: secondsOf(from),
        end_time: secondsOf(to),
      }
      const answer = await ask(look(`${CUSTOMER}/get_user_behavior_data`, body), wireDays)
      return mapped(answer, (value) => value.behavior_data)
    },
  }
}
