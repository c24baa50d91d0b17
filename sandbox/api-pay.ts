import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { isSigned } from '../weixin/index.ts'
import { onWire, type PayOffice } from './pay-office.ts'

export const PAY_PATH = '/v3/fund-app/mch-transfer/transfer-bills'

const wanted = z.object({
  appid: z.string(),
  out_bill_no: z.string().regex(/^[A-Za-z0-9]{5,32}$/),
  transfer_scene_id: z.string(),
  openid: z.string().min(1),
  transfer_amount: z.number().int().min(30),
  transfer_remark: z.string().min(1).max(32),
  notify_url: z.url().optional(),
  transfer_scene_report_infos: z.array(z.unknown()).min(1),
})
const AUTHORIZATION =
  /^WECHATPAY2-SHA256-RSA2048 mchid="([^"]+)",nonce_str="([^"]+)",signature="([^"]+)",timestamp="(\d+)",serial_no="([^"]+)"$/

/** Answers a call of a merchant, if the merchant signed it; every answer is signed. */
export function answerPay(
  request: IncomingMessage,
  response: ServerResponse,
  { url, bytes, office }: { url: URL; bytes: Buffer; office: PayOffice },
): void {
  if (office.manner === 'breaks_before') return void response.destroy()
  const body = bytes.toString('utf8')
  const said = isTheirs(request, { url, body, office })
    ? carriedOut(request.method ?? '', { url, body, office })
    : fail(401, 'SIGN_ERROR')
  if (office.manner === 'breaks_after') return void response.destroy()
  const text = JSON.stringify(said.body)
  response.writeHead(said.status, {
    'content-type': 'application/json',
    ...office.headersFor(text),
  })
  response.end(text)
}

type Called = { url: URL; body: string; office: PayOffice }
const fail = (status: number, code: string) => ({ status, body: { code, message: code } })

function isTheirs(
  { method = '', headers }: IncomingMessage,
  { url, body, office }: Called,
): boolean {
  const [, mchId, nonce = '', signature = '', timestamp = '', serial] =
    AUTHORIZATION.exec(headers.authorization ?? '') ?? []
  const account = office.account('')
  if (mchId !== account.mchId || serial !== account.serial) return false
  const lines = [method, url.pathname + url.search, timestamp, nonce, body]
  return isSigned(account.merchantKey, signature, ...lines)
}

function carriedOut(method: string, { url, body, office }: Called) {
  const [, billNo = '', deed] = /\/out-bill-no\/([A-Za-z0-9]+)(\/cancel)?$/.exec(url.pathname) ?? []
  if (billNo !== '') {
    const bill = office.bills.get(billNo)
    if (!bill) return fail(404, 'NOT_FOUND')
    if (deed && bill.state === 'WAIT_USER_CONFIRM') bill.state = 'CANCELLED'
    return { status: 200, body: onWire(bill) }
  }
  if (method !== 'POST') return fail(404, 'NO_SUCH_PATH')
  office.asked += 1
  if (office.manner === 'fails') return fail(500, 'SYSTEM_ERROR')
  if (office.manner === 'not_enough') return fail(403, 'NOT_ENOUGH')
  const asked = wanted.safeParse(JSON.parse(body))
  if (!asked.success) return fail(400, 'PARAM_ERROR')
  const { out_bill_no: no, openid, transfer_amount: amount, notify_url: notifyUrl } = asked.data
  const bill = office.take({ billNo: no, openid, amount, notifyUrl: notifyUrl ?? null })
  return bill === 'different' ? fail(400, 'ALREADY_EXISTS') : { status: 200, body: onWire(bill) }
}
