import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { machineNow } from './machine.ts'
import {
  inBeijing,
  SANDBOX_SMS,
  type SentSms,
  type SmsOffice,
  type SmsProviderName,
  secondsOf,
} from './sms-office.ts'
import { aliyunUnsigned, type SignedCall, tencentUnsigned, type Unsigned } from './sms-sign.ts'

/** Whose API is called; null: neither's. Both listen at `/` and say in a header what is wanted. */
export function smsProviderOf({ headers }: IncomingMessage): SmsProviderName | null {
  if (headers['x-tc-action'] !== undefined) return 'tencent'
  return headers['x-acs-action'] === undefined ? null : 'aliyun'
}

/** Answers a call of a provider's SDK, if it is signed. Signatures go by the machine's time, whatever the sandbox's clock says. */
export function answerSms(
  request: IncomingMessage,
  response: ServerResponse,
  { provider, office, ...came }: SmsCalled,
): void {
  const call = { ...came, method: request.method ?? '', headers: request.headers }
  if (office.manner === 'breaks_before') return void response.destroy()
  const { status, body } = provider === 'tencent' ? ofTencent(call, office) : ofAliyun(call, office)
  if (office.manner === 'breaks_after') return void response.destroy()
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(body))
}
type SmsCalled = { provider: SmsProviderName; office: SmsOffice; url: URL; bytes: Buffer }
type Answer = { status: number; body: unknown }

const tencentSend = z.object({
  PhoneNumberSet: z.array(z.string()).min(1).max(200),
  SmsSdkAppId: z.string(),
  SignName: z.string(),
  TemplateId: z.string(),
  TemplateParamSet: z.array(z.string()).default([]),
  SessionContext: z.string().max(512).default(''),
})
const tencentAsk = z.object({
  PhoneNumber: z.string(),
  BeginTime: z.number(),
  EndTime: z.number().optional(),
  SmsSdkAppId: z.string(),
})
const UNSIGNED: Record<Unsigned, string> = {
  keys: 'AuthFailure.SecretIdNotFound',
  signature: 'AuthFailure.SignatureFailure',
  expired: 'AuthFailure.SignatureExpire',
}

function ofTencent(call: SignedCall, office: SmsOffice): Answer {
  const say = (body: object) => ({
    status: 200,
    body: { Response: { ...body, RequestId: 'sandbox' } },
  })
  const fail = (Code: string) => say({ Error: { Code, Message: 'refused by the sandbox' } })
  const unsigned = tencentUnsigned(call, SANDBOX_SMS.tencent, machineNow())
  if (unsigned) return fail(UNSIGNED[unsigned])
  const action = call.headers['x-tc-action']
  const given = parsed(call.bytes)
  const ask = tencentAsk.safeParse(given)
  if (action === 'PullSmsSendStatusByPhoneNumber' && ask.success)
    return say({ PullSmsSendStatusSet: statuses(office, ask.data) })
  const wanted = tencentSend.safeParse(given)
  if (action !== 'SendSms' || !wanted.success) return fail('InvalidParameter')
  const { PhoneNumberSet, SignName, TemplateId, TemplateParamSet, SessionContext } = wanted.data
  if (wanted.data.SmsSdkAppId !== SANDBOX_SMS.tencent.appId)
    return fail('UnauthorizedOperation.SmsSdkAppIdVerifyFail')
  const SendStatusSet = PhoneNumberSet.map((number) => {
    const said = office.take({
      provider: 'tencent',
      phone: localOf(number),
      signName: SignName,
      template: TemplateId,
      params: new Map(TemplateParamSet.map((value, at) => [String(at + 1), value])),
      context: SessionContext,
    })
    const about = { PhoneNumber: number, SessionContext, IsoCode: 'CN' }
    return 'taken' in said
      ? { ...about, SerialNo: said.taken.serial, Fee: feeOf(said.taken), Code: 'Ok', Message: 'ok' }
      : { ...about, SerialNo: '', Fee: 0, Code: said.refused, Message: said.said }
  })
  return say({ SendStatusSet })
}

/** Only what carriers have told of; the rest is not in the list. */
function statuses(office: SmsOffice, asked: z.infer<typeof tencentAsk>) {
  return office.sent
    .filter(({ provider, phone }) => provider === 'tencent' && phone === localOf(asked.PhoneNumber))
    .filter(({ state, at }) => state !== 'waiting' && secondsOf(at) >= asked.BeginTime)
    .map((one) => ({
      UserReceiveTime: secondsOf(one.at),
      CountryCode: '86',
      SubscriberNumber: one.phone,
      PhoneNumber: `+86${one.phone}`,
      SerialNo: one.serial,
      ReportStatus: one.state === 'delivered' ? 'SUCCESS' : 'FAIL',
      Description: one.said,
      SessionContext: office.givesContext ? one.context : '',
    }))
}

const aliyunParams = z.record(z.string(), z.coerce.string())

function ofAliyun(call: SignedCall, office: SmsOffice): Answer {
  const say = (status: number, body: object) => ({
    status,
    body: { ...body, RequestId: 'sandbox' },
  })
  const unsigned = aliyunUnsigned(call, SANDBOX_SMS.aliyun, machineNow())
  if (unsigned === 'keys') return say(404, { Code: 'InvalidAccessKeyId.NotFound', Message: 'no' })
  if (unsigned === 'expired') return say(400, { Code: 'InvalidTimeStamp.Expired', Message: 'no' })
  if (unsigned) return say(400, { Code: 'SignatureDoesNotMatch', Message: 'no' })
  const asked = (name: string) => call.url.searchParams.get(name) ?? ''
  const action = call.headers['x-acs-action']
  if (action === 'QuerySendDetails') {
    const SmsSendDetailDTO = details(office, asked('PhoneNumber'), asked('SendDate'))
    const TotalCount = String(SmsSendDetailDTO.length)
    return say(200, {
      Code: 'OK',
      Message: 'OK',
      TotalCount,
      SmsSendDetailDTOs: { SmsSendDetailDTO },
    })
  }
  if (action !== 'SendSms') return say(404, { Code: 'InvalidAction.NotFound', Message: 'no' })
  const params = aliyunParams.safeParse(parsed(Buffer.from(asked('TemplateParam') || '{}')))
  const said = office.take({
    provider: 'aliyun',
    phone: localOf(asked('PhoneNumbers')),
    signName: asked('SignName'),
    template: asked('TemplateCode'),
    params: new Map(params.success ? Object.entries(params.data) : []),
    context: asked('OutId'),
  })
  return 'taken' in said
    ? say(200, { Code: 'OK', Message: 'OK', BizId: said.taken.serial })
    : say(200, { Code: said.refused, Message: said.said })
}

const STATES = { waiting: 1, failed: 2, delivered: 3 } as const

function details(office: SmsOffice, phone: string, day: string) {
  return office.sent
    .filter((one) => one.provider === 'aliyun' && one.phone === localOf(phone))
    .filter(({ at }) => inBeijing(at).slice(0, 10).replaceAll('-', '') === day)
    .map((one) => ({
      PhoneNum: one.phone,
      SendStatus: STATES[one.state],
      ErrCode: one.code,
      TemplateCode: one.template,
      Content: one.text,
      SendDate: inBeijing(one.at),
      ReceiveDate: one.state === 'delivered' ? inBeijing(one.at) : '',
      OutId: one.context,
    }))
}

const ALONE_MAX = 70
const PART_MAX = 67

function feeOf({ text }: SentSms): number {
  return text.length <= ALONE_MAX ? 1 : Math.ceil(text.length / PART_MAX)
}

function localOf(number: string): string {
  return number.replace(/^(\+?86|0086)(?=1\d{10}$)/, '')
}

function parsed(bytes: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8') || '{}')
    return value
  } catch {
    return undefined
  }
}
