import { z } from 'zod'
import {
  ANSWER_MS,
  breakOf,
  type HandedIn,
  type Receipt,
  refusalOf,
  type SmsAccount,
  type SmsLine,
} from './sms-provider.ts'

const HOST = 'dysmsapi.aliyuncs.com'
const PAGE = 50
/** States of QuerySendDetails. */
const FAILED = 2
const DELIVERED = 3
const BEIJING_MS = 8 * 3_600_000

const failure = z.object({
  code: z.union([z.string(), z.number()]).optional(),
  statusCode: z.number().optional(),
  name: z.string().default(''),
  message: z.string().default(''),
})

/** The way to Aliyun: SendSms and QuerySendDetails, API 2017-05-25. `host`: null for its own. */
export async function aliyunLine(account: SmsAccount, host: string | null): Promise<SmsLine> {
  const { $OpenApiUtil } = await import('@alicloud/openapi-core')
  const {
    default: sdk,
    QuerySendDetailsRequest,
    SendSmsRequest,
  } = await import('@alicloud/dysmsapi20170525')
  // Compiled for CommonJS, where the class is the default of what is imported; some loaders have unwrapped it.
  const Client = 'default' in sdk ? sdk.default : sdk
  const endpoint = host ?? HOST
  const client = new Client(
    new $OpenApiUtil.Config({
      accessKeyId: account.keyId,
      accessKeySecret: account.secret,
      endpoint,
      protocol: endpoint.endsWith('.aliyuncs.com') ? 'https' : 'http',
      readTimeout: ANSWER_MS,
      connectTimeout: ANSWER_MS,
    }),
  )
  return {
    async send({ id, phone, code, params }): Promise<HandedIn> {
      try {
        const { body } = await client.sendSms(
          new SendSmsRequest({
            phoneNumbers: localOf(phone),
            signName: account.signName,
            templateCode: code,
            outId: id,
            ...(params.length > 0
              ? { templateParam: JSON.stringify(Object.fromEntries(params)) }
              : {}),
          }),
        )
        if (body?.code !== 'OK') return refusalOf(body?.code ?? '', body?.message ?? '')
        return { ok: true, serial: body.bizId ?? '', segments: null }
      } catch (error) {
        return failureOf(error)
      }
    },
    async ask(phone, around): Promise<Receipt[] | null> {
      try {
        const { body } = await client.querySendDetails(
          new QuerySendDetailsRequest({
            phoneNumber: localOf(phone),
            sendDate: dayInBeijing(around),
            pageSize: PAGE,
            currentPage: 1,
          }),
        )
        if (body?.code !== 'OK') return null
        return (body.smsSendDetailDTOs?.smsSendDetailDTO ?? []).map((one) => ({
          serial: null,
          id: one.outId || null,
          state: stateOf(one.sendStatus),
          code: one.errCode ?? '',
          said: '',
          at: one.receiveDate ? instantInBeijing(one.receiveDate) : null,
        }))
      } catch {
        return null
      }
    },
  }
}

function failureOf(error: unknown): HandedIn {
  const { code, statusCode, name, message } = failure.catch({ name: '', message: '' }).parse(error)
  // What it refused with a code was not taken; above 499 nobody can say.
  if (statusCode !== undefined && statusCode < 500) {
    const said = String(code ?? `HTTP ${statusCode}`)
    const refusal = refusalOf(said, '')
    return refusal.kind === 'refused' ? { ...refusal, isFault: true, isFinal: false } : refusal
  }
  return breakOf(`${code ?? ''} ${name} ${message}`)
}

function stateOf(status: number | undefined): Receipt['state'] {
  if (status === DELIVERED) return 'delivered'
  return status === FAILED ? 'failed' : 'waiting'
}

/** As Aliyun gives it back: eleven digits. */
function localOf(e164: string): string {
  return e164.replace(/^\+86/, '')
}

/** `20261129`: the day of an instant where the provider is. */
function dayInBeijing(at: Date): string {
  return new Date(at.getTime() + BEIJING_MS).toISOString().slice(0, 10).replaceAll('-', '')
}

/** Providers tell the time of day in Beijing, without saying so: `2026-11-29 10:05:00`. Null: it is no time. */
export function instantInBeijing(text: string): Date | null {
  const found = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})/.exec(text)
  if (!found) return null
  const at = Date.parse(`${found[1]}T${found[2]}+08:00`)
  return Number.isNaN(at) ? null : new Date(at)
}
