import { z } from 'zod'
import { addMs } from '../kernel/index.ts'
import {
  ANSWER_MS,
  breakOf,
  type HandedIn,
  type Receipt,
  refusalOf,
  type SmsAccount,
  type SmsLine,
} from './sms-provider.ts'

const REGION = 'ap-guangzhou'
const PAGE = 100
const DAY_MS = 86_400_000

/** What of a failure of the SDK may be looked at. */
const failure = z.object({
  code: z.string().optional(),
  httpCode: z.number().optional(),
  message: z.string().default(''),
})

/** The way to Tencent Cloud: SendSms and PullSmsSendStatusByPhoneNumber, API 2021-01-11. `host`: null for its own. */
export async function tencentLine(account: SmsAccount, host: string | null): Promise<SmsLine> {
  const { sms } = await import('tencentcloud-sdk-nodejs-sms')
  const client = new sms.v20210111.Client({
    credential: { secretId: account.keyId, secretKey: account.secret },
    region: account.region || REGION,
    profile: {
      httpProfile: {
        reqTimeout: ANSWER_MS / 1_000,
        ...(host === null ? {} : { endpoint: host, protocol: schemeOf(host) }),
      },
    },
  })
  return {
    async send({ id, phone, code, params }): Promise<HandedIn> {
      try {
        const { SendStatusSet } = await client.SendSms({
          PhoneNumberSet: [phone],
          SmsSdkAppId: account.appId,
          SignName: account.signName,
          TemplateId: code,
          TemplateParamSet: params.map(([, value]) => value),
          SessionContext: id,
        })
        const status = SendStatusSet?.[0]
        if (!status) return breakOf('no status')
        if (status.Code !== 'Ok') return refusalOf(status.Code ?? '', status.Message ?? '')
        return { ok: true, serial: status.SerialNo ?? '', segments: status.Fee ?? null }
      } catch (error) {
        return failureOf(error)
      }
    },
    async ask(phone, around): Promise<Receipt[] | null> {
      try {
        const { PullSmsSendStatusSet } = await client.PullSmsSendStatusByPhoneNumber({
          BeginTime: seconds(addMs(around, -60_000)),
          EndTime: seconds(addMs(around, DAY_MS)),
          Offset: 0,
          Limit: PAGE,
          PhoneNumber: phone,
          SmsSdkAppId: account.appId,
        })
        return (PullSmsSendStatusSet ?? []).map((one) => ({
          serial: one.SerialNo ?? null,
          // Given back only to accounts for which Tencent Cloud has switched it on.
          id: one.SessionContext || null,
          state: one.ReportStatus === 'SUCCESS' ? 'delivered' : 'failed',
          code: '',
          said: one.Description ?? '',
          at: one.UserReceiveTime ? new Date(one.UserReceiveTime * 1_000) : null,
        }))
      } catch {
        return null
      }
    },
  }
}

function failureOf(error: unknown): HandedIn {
  const { code, httpCode, message } = failure.catch({ message: '' }).parse(error)
  if (code) return refusalOf(code, message)
  // An answer of the provider's that is no answer of the API: nobody can say.
  return breakOf(httpCode === undefined ? message : `HTTP ${httpCode}`)
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1_000)
}

function schemeOf(host: string): 'http://' | 'https://' {
  return host.endsWith('.tencentcloudapi.com') ? 'https://' : 'http://'
}
