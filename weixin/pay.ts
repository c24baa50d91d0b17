import { z } from 'zod'
import { isSigned, openedBy, signed } from './pay-sign.ts'

/** A merchant of WeChat Pay (商户), and how WeChat Pay is believed. */
export type PayAccount = {
  mchId: string
  /** The app to which the receivers’ openids belong. */
  appId: string
  /** Number of the merchant’s certificate, and its private key (PEM). */
  serial: string
  privateKey: string
  /** APIv3 key: 32 characters. */
  apiKey: string
  /** Id of WeChat Pay’s public key, and the key (PEM). */
  platformSerial: string
  platformKey: string
}

/** How a transfer stands over there. WAIT_USER_CONFIRM: the receiver is to take it, within a day. */
export const billStates = [
  'ACCEPTED',
  'PROCESSING',
  'WAIT_USER_CONFIRM',
  'TRANSFERING',
  'SUCCESS',
  'FAIL',
  'CANCELING',
  'CANCELLED',
] as const
export const wireBill = z.looseObject({
  out_bill_no: z.string(),
  transfer_bill_no: z.string().default(''),
  state: z.enum(billStates),
  /** With this the receiver’s WeChat opens the page of the receipt. */
  package_info: z.string().default(''),
  fail_reason: z.string().default(''),
})
export type Bill = z.infer<typeof wireBill>

/** unknown: it may have been done. missing: there is no such bill over there. */
export type PayAnswer =
  | { ok: true; bill: Bill }
  | { ok: false; certainty: 'not_executed' | 'unknown' | 'missing'; code: string }

export type PayOptions = {
  /** `https://api.mch.weixin.qq.com`, or where a sandbox is. */
  baseUrl: string
  now: () => Date
  nonce: () => string
  timeoutMs?: number
}
export type NewBill = {
  billNo: string
  openid: string
  amount: number
  remark: string
  /** What the receiver sees as the reason: the activity, and what it is for. */
  activity: string
  notifyUrl: string | null
}

const TIMEOUT_MS = 10_000
const BILLS = '/v3/fund-app/mch-transfer/transfer-bills'
/** 现金营销: what a brand gives its customers. */
const SCENE = '1000'
const wireError = z.looseObject({ code: z.string().default('') })

/** Transfers of a merchant to people (商家转账). The same bill number is the same transfer, however often it is asked for. */
export function createPay(account: PayAccount, options: PayOptions) {
  return {
    transfer: ({ billNo, openid, amount, remark, activity, notifyUrl }: NewBill) =>
      ask(account, options, 'POST', BILLS, {
        appid: account.appId,
        out_bill_no: billNo,
        transfer_scene_id: SCENE,
        openid,
        transfer_amount: amount,
        transfer_remark: remark,
        ...(notifyUrl === null ? {} : { notify_url: notifyUrl }),
        transfer_scene_report_infos: [
          { info_type: '活动名称', info_content: activity },
          { info_type: '奖励说明', info_content: remark },
        ],
      }),
    bill: (billNo: string) =>
      ask(account, options, 'GET', `${BILLS}/out-bill-no/${billNo}`, undefined),
    cancel: (billNo: string) =>
      ask(account, options, 'POST', `${BILLS}/out-bill-no/${billNo}/cancel`, {}),
  }
}

async function ask(
  account: PayAccount,
  { baseUrl, now, nonce: newNonce, timeoutMs = TIMEOUT_MS }: PayOptions,
  method: 'GET' | 'POST',
  path: string,
  body: unknown,
): Promise<PayAnswer> {
  const text = body === undefined ? '' : JSON.stringify(body)
  const timestamp = String(Math.floor(now().getTime() / 1_000))
  const nonce = newNonce()
  const signature = signed(account.privateKey, method, path, timestamp, nonce, text)
  const authorization =
    `WECHATPAY2-SHA256-RSA2048 mchid="${account.mchId}",nonce_str="${nonce}",` +
    `signature="${signature}",timestamp="${timestamp}",serial_no="${account.serial}"`
  try {
    const answer = await fetch(baseUrl + path, {
      method,
      headers: {
        authorization,
        accept: 'application/json',
        'wechatpay-serial': account.platformSerial,
        ...(text === '' ? {} : { 'content-type': 'application/json' }),
      },
      ...(text === '' ? {} : { body: text }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const said = await answer.text()
    return read(account, answer.status, answer.headers, said)
  } catch {
    return { ok: false, certainty: 'unknown', code: 'NO_ANSWER' }
  }
}

function read(account: PayAccount, status: number, headers: Headers, said: string): PayAnswer {
  // What is not signed by WeChat Pay may have been said by anybody on the way.
  if (!isTheirs(account, (name) => headers.get(name) ?? '', said))
    return { ok: false, certainty: 'unknown', code: 'NOT_SIGNED' }
  if (status >= 200 && status < 300) {
    const bill = wireBill.safeParse(parsed(said))
    return bill.success
      ? { ok: true, bill: bill.data }
      : { ok: false, certainty: 'unknown', code: 'UNREADABLE' }
  }
  const { code } = wireError.catch({ code: '' }).parse(parsed(said))
  if (status === 404 && code === 'NOT_FOUND') return { ok: false, certainty: 'missing', code }
  const isSure = status >= 400 && status < 500
  return { ok: false, certainty: isSure ? 'not_executed' : 'unknown', code: code || String(status) }
}

function isTheirs(account: PayAccount, header: (name: string) => string, body: string): boolean {
  if (header('wechatpay-serial') !== account.platformSerial) return false
  const lines = [header('wechatpay-timestamp'), header('wechatpay-nonce'), body]
  return isSigned(account.platformKey, header('wechatpay-signature'), ...lines)
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}

const notification = z.looseObject({
  event_type: z.string(),
  resource: z.looseObject({
    ciphertext: z.string(),
    nonce: z.string(),
    associated_data: z.string().default(''),
  }),
})
/** A signature is believed for so long. */
const BELIEVED_S = 300

/** What WeChat Pay tells by itself; null: it is not theirs, too old, or not readable. */
export function readNotification(
  account: PayAccount,
  { header, body, now }: { header: (name: string) => string; body: string; now: Date },
): Bill | null {
  if (!isTheirs(account, header, body)) return null
  const at = Number(header('wechatpay-timestamp'))
  if (!(Math.abs(now.getTime() / 1_000 - at) <= BELIEVED_S)) return null
  const told = notification.safeParse(parsed(body))
  if (!told.success) return null
  const bill = wireBill.safeParse(parsed(openedBy(account.apiKey, told.data.resource) ?? ''))
  return bill.success ? bill.data : null
}
