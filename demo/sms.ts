import { z } from 'zod'
import { smsState } from '../contract/sms.ts'
import { SANDBOX_SMS } from '../sandbox/index.ts'
import type { Door } from './door.ts'
import type { Street } from './sandbox.ts'

const listed = z.object({
  items: z.array(z.object({ id: z.string() })),
  next: z.string().nullable(),
})
const PAGE = 100
/** So many pages of customers ticked the box for short messages when they registered. */
const AGREED_PAGES = 4
const LI_PER_SEGMENT = 45

const templates = [
  {
    code: 'SMS_100002',
    name: '会员日',
    kind: 'promotion',
    text: `\${name}，会员日到店满三百减五十，\${day}前有效，拒收请回复R`,
  },
  {
    code: 'SMS_100001',
    name: '发货通知',
    kind: 'notice',
    text: `\${name}，您的订单已发货，查收后有问题随时联系我们。`,
  },
]

/**
 * Connects the brand to the pretend network for short messages, as its owner would, and tells the network where to call.
 * Safe to do again: what an owner has changed since stays as it is.
 * @param host where the network listens.
 */
export async function connectSms(owner: Door, street: Street, host: string): Promise<void> {
  const before = smsState.parse(await owner.get('/api/sms-line'))
  if (before.line === null) {
    const { keyId, secret } = SANDBOX_SMS.aliyun
    await owner.put('/api/sms-line', {
      provider: 'aliyun',
      keyId,
      secret,
      signName: SANDBOX_SMS.signNames[0],
      liPerSegment: LI_PER_SEGMENT,
      endpoint: host,
    })
    for (const template of templates)
      if (!before.templates.some(({ code }) => code === template.code))
        await owner.post('/api/sms-templates', template)
    await agreeTo(owner)
  }
  const { hookUrl } = smsState.parse(await owner.get('/api/sms-line'))
  if (hookUrl !== null) await street.smsToldAt(hookUrl)
}

async function agreeTo(owner: Door): Promise<void> {
  let cursor = ''
  for (let page = 0; page < AGREED_PAGES; page++) {
    const asked = `/api/customers?has=phone&limit=${PAGE}${cursor}`
    const { items, next } = listed.parse(await owner.get(asked))
    for (const { id } of items)
      await owner.post(`/api/customers/${id}/consent`, {
        kind: 'channel_agreed',
        carrier: 'sms',
        reason: '注册会员时勾选了接收短信',
      })
    if (next === null) return
    cursor = `&cursor=${encodeURIComponent(next)}`
  }
}
