import { z } from 'zod'
import { instantInBeijing } from './sms-aliyun.ts'
import type { Receipt } from './sms-provider.ts'
import type { SmsReply } from './sms-reply.ts'

/** What one call of a provider's may tell of at most. */
const TOLD_MAX = 1_000
const words = z.string().max(500)
const code = z.coerce.string().max(80)

/** Tencent Cloud tells of deliveries: documents 382/5807 and 382/43547. */
const tencentReport = z.object({
  sid: z.string().min(1).max(120),
  report_status: z.string().max(20),
  errmsg: code.default(''),
  description: words.default(''),
  user_receive_time: z.string().max(40).default(''),
})
/** Documents 382/5809 and 382/43548. */
const tencentReply = z.object({
  mobile: z.string().max(20),
  nationcode: z.string().max(6).default('86'),
  text: words,
})
/** Aliyun tells of deliveries: SmsReport. */
const aliyunReport = z.object({
  biz_id: z.string().max(120).default(''),
  out_id: z.string().max(120).default(''),
  success: z.boolean(),
  err_code: code.default(''),
  err_msg: words.default(''),
  report_time: z.string().max(40).default(''),
})
/** SmsUp. */
const aliyunReply = z.object({ phone_number: z.string().max(20), content: words })

const told = z.union([
  tencentReport.transform((one) => ({ receipt: ofTencent(one) })),
  aliyunReport.transform((one) => ({ receipt: ofAliyun(one) })),
  tencentReply.transform(({ nationcode, mobile, text }) => ({
    reply: { phone: `+${nationcode.replace(/\D/g, '')}${mobile}`, text },
  })),
  aliyunReply.transform(({ phone_number: phone, content: text }) => ({
    reply: { phone: phone.replace(/^(\+?86|0086)(?=1\d{10}$)/, ''), text },
  })),
])

/** What a provider tells by itself, whichever it is: each of its shapes is like no other. Null: it is none of them. */
export function readSmsHook(body: unknown): { receipts: Receipt[]; replies: SmsReply[] } | null {
  const read = z
    .array(told)
    .max(TOLD_MAX)
    .safeParse(Array.isArray(body) ? body : [body])
  if (!read.success) return null
  return {
    receipts: read.data.flatMap((one) => ('receipt' in one ? one.receipt : [])),
    replies: read.data.flatMap((one) => ('reply' in one ? one.reply : [])),
  }
}

function ofTencent(one: z.infer<typeof tencentReport>): Receipt {
  return {
    serial: one.sid,
    id: null,
    state: one.report_status === 'SUCCESS' ? 'delivered' : 'failed',
    code: one.errmsg,
    said: one.description,
    at: instantInBeijing(one.user_receive_time),
  }
}

function ofAliyun(one: z.infer<typeof aliyunReport>): Receipt {
  return {
    serial: one.biz_id || null,
    id: one.out_id || null,
    state: one.success ? 'delivered' : 'failed',
    code: one.err_code,
    said: one.err_msg,
    at: instantInBeijing(one.report_time),
  }
}
