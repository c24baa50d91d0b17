import type { SandboxClock } from './machine.ts'
import { pause } from './machine.ts'

export type SmsProviderName = 'tencent' | 'aliyun'

/** The accounts that the pretend networks know. Whoever signs with another secret is refused. */
export const SANDBOX_SMS = {
  tencent: { keyId: 'AKIDsandbox', secret: 'sandbox-tencent-secret', appId: '1400000001' },
  aliyun: { keyId: 'LTAIsandbox', secret: 'sandbox-aliyun-secret' },
  signNames: ['青禾护肤', '留园'],
} as const

/** Templates that are approved, by code. */
const APPROVED: Record<SmsProviderName, Record<string, string>> = {
  tencent: {
    1001: '{1}，您的订单已发货，查收后有问题随时联系我们。',
    1002: '{1}，会员日到店满三百减五十，{2}前有效，拒收请回复R',
  },
  aliyun: {
    SMS_100001: `\${name}，您的订单已发货，查收后有问题随时联系我们。`,
    SMS_100002: `\${name}，会员日到店满三百减五十，\${day}前有效，拒收请回复R`,
  },
}

/** How the networks behave: they take messages, ask for patience, have no money left, or break off. */
export const smsManners = ['takes', 'later', 'no_balance', 'breaks_before', 'breaks_after'] as const
export type SmsManner = (typeof smsManners)[number]

/** A message that was taken. */
export type SentSms = {
  serial: string
  provider: SmsProviderName
  /** Eleven digits. */
  phone: string
  template: string
  /** As the phone shows it. */
  text: string
  /** OutId or SessionContext. */
  context: string
  at: Date
  state: 'waiting' | 'delivered' | 'failed'
  code: string
  said: string
}

export type SmsReplied = { provider: SmsProviderName; phone: string; text: string; at: Date }

export type SmsOffice = {
  /** What was really taken, the oldest first: the judge in tests. */
  sent: SentSms[]
  manner: SmsManner
  /** Whether Tencent Cloud gives back what a message was sent with; it does for few. */
  givesContext: boolean
  /** Where reports and replies are posted; null: nowhere, they have to be asked for. */
  hookUrl: string | null
  /** Takes a message, or says by its code why not. */
  take(wanted: Wanted): { taken: SentSms } | { refused: string; said: string }
  /** The carriers say what became of all that waits, and it is posted. */
  report(): Promise<number>
  /** Somebody answers. */
  reply(phone: string, text: string): Promise<number>
  replies: SmsReplied[]
}

type Wanted = {
  provider: SmsProviderName
  phone: string
  signName: string
  template: string
  params: ReadonlyMap<string, string>
  context: string
}

const CODES = {
  tencent: {
    phone: 'InvalidParameterValue.IncorrectPhoneNumber',
    sign: 'FailedOperation.SignatureIncorrectOrUnapproved',
    template: 'FailedOperation.TemplateIncorrectOrUnapproved',
    params: 'FailedOperation.TemplateParamSetNotMatchApprovedTemplate',
    later: 'LimitExceeded.PhoneNumberThirtySecondLimit',
    no_balance: 'FailedOperation.InsufficientBalanceInSmsPackage',
  },
  aliyun: {
    phone: 'isv.MOBILE_NUMBER_ILLEGAL',
    sign: 'isv.SMS_SIGNATURE_ILLEGAL',
    template: 'isv.SMS_TEMPLATE_ILLEGAL',
    params: 'isv.TEMPLATE_MISSING_PARAMETERS',
    later: 'isv.BUSINESS_LIMIT_CONTROL',
    no_balance: 'isv.AMOUNT_NOT_ENOUGH',
  },
} as const

/** Carriers know nobody at numbers that end like this. */
const NOBODY = /0000$/
/** So long carriers take when they tell by themselves. */
const CARRIER_MS = 1_500
const MOBILE = /^1[3-9]\d{9}$/

/** The pretend networks of Tencent Cloud and Aliyun for short messages (短信): what they took, and what they tell of it. */
export function createSmsOffice(clock: SandboxClock): SmsOffice {
  let count = 0
  const sent: SentSms[] = []
  const office: SmsOffice = {
    sent,
    replies: [],
    manner: 'takes',
    givesContext: true,
    hookUrl: null,
    take(wanted) {
      const { provider, template, signName, params, phone, context } = wanted
      const codes = CODES[provider]
      const refuse = (what: keyof typeof codes) => ({ refused: codes[what], said: what })
      const approved = APPROVED[provider][template]
      if (office.manner === 'later' || office.manner === 'no_balance') return refuse(office.manner)
      if (!MOBILE.test(phone)) return refuse('phone')
      if (!SANDBOX_SMS.signNames.some((one) => one === signName)) return refuse('sign')
      if (approved === undefined) return refuse('template')
      const gaps = [...approved.matchAll(GAP)].map(([, name, no]) => name ?? no ?? '')
      if (gaps.length !== params.size || gaps.some((gap) => !params.get(gap)))
        return refuse('params')
      count += 1
      const text = approved.replace(GAP, (_gap, name, no) => params.get(name ?? no) ?? '')
      const taken: SentSms = {
        serial: `${provider === 'tencent' ? '2640:' : '9006'}${clock.now().getTime()}${count}`,
        provider,
        phone,
        template,
        text: `【${signName}】${text}`,
        context,
        at: clock.now(),
        state: 'waiting',
        code: '',
        said: '',
      }
      sent.push(taken)
      if (office.hookUrl !== null) void pause(CARRIER_MS).then(office.report)
      return { taken }
    },
    async report() {
      const waiting = sent.filter(({ state }) => state === 'waiting')
      for (const one of waiting) {
        const isNobody = NOBODY.test(one.phone)
        one.state = isNobody ? 'failed' : 'delivered'
        one.code = isNobody ? 'MK:0001' : one.provider === 'tencent' ? 'DELIVRD' : 'DELIVERED'
        one.said = isNobody ? '空号' : '用户接收成功'
      }
      const of = (provider: SmsProviderName) => waiting.filter((one) => one.provider === provider)
      await tell(office.hookUrl, of('tencent').map(tencentReport))
      await tell(office.hookUrl, of('aliyun').map(aliyunReport))
      return waiting.length
    },
    async reply(phone, text) {
      const provider = sent.findLast((one) => one.phone === phone)?.provider ?? 'aliyun'
      const at = clock.now()
      office.replies.push({ provider, phone, text, at })
      const told =
        provider === 'tencent'
          ? { extend: '', mobile: phone, nationcode: '86', sign: '', text, time: secondsOf(at) }
          : [{ phone_number: phone, content: text, send_time: inBeijing(at), sign_name: '' }]
      return tell(office.hookUrl, told)
    },
  }
  return office
}

const GAP = /\$\{(\w+)\}|\{(\d+)\}/g

function tencentReport(one: SentSms) {
  return {
    user_receive_time: inBeijing(one.at),
    nationcode: '86',
    mobile: one.phone,
    report_status: one.state === 'delivered' ? 'SUCCESS' : 'FAIL',
    errmsg: one.code,
    description: one.said,
    sid: one.serial,
  }
}

function aliyunReport(one: SentSms) {
  return {
    phone_number: one.phone,
    send_time: inBeijing(one.at),
    report_time: inBeijing(one.at),
    success: one.state === 'delivered',
    err_code: one.code,
    err_msg: one.said,
    sms_size: '1',
    biz_id: one.serial,
    out_id: one.context,
  }
}

/** @returns the status of the answer, 0 where there was none. */
async function tell(url: string | null, body: unknown): Promise<number> {
  if (url === null || (Array.isArray(body) && body.length === 0)) return 0
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return answer.status
  } catch {
    return 0
  }
}

export function secondsOf(at: Date): number {
  return Math.floor(at.getTime() / 1_000)
}

/** `2026-11-29 10:05:00`, as these networks write the time. */
export function inBeijing(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}
