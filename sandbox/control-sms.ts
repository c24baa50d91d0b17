import { z } from 'zod'
import { type Controls, call, look } from './control.ts'
import { smsManners } from './sms-office.ts'

const phone = z.string().regex(/^1\d{10}$/)

/** The pretend SMS networks: what they took, how they behave, what somebody answers. */
export const smsControls: Controls = {
  'GET /sandbox/sms': look(({ stages: { sms } }, query) => {
    const of = query.get('phone')
    const isOf = (one: { phone: string }) => of === null || one.phone === of
    const { manner, hookUrl } = sms
    return { manner, hookUrl, sent: sms.sent.filter(isOf), replies: sms.replies.filter(isOf) }
  }),
  'POST /sandbox/sms/receiver': call(
    z.object({ url: z.url().nullable() }),
    ({ stages }, { url }) => {
      stages.sms.hookUrl = url
      return { url }
    },
  ),
  'POST /sandbox/sms/manner': call(
    z.object({ manner: z.enum(smsManners) }),
    ({ stages }, { manner }) => {
      stages.sms.manner = manner
      return { manner }
    },
  ),
  'POST /sandbox/sms/report': call(z.object({}), async ({ stages }) => ({
    told: await stages.sms.report(),
  })),
  'POST /sandbox/sms/reply': call(
    z.object({ phone, text: z.string().min(1).max(70) }),
    async ({ stages }, { phone: from, text }) => ({ status: await stages.sms.reply(from, text) }),
  ),
}
