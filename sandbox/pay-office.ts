import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { type PayAccount, sealedBy, signed } from '../weixin/index.ts'
import { machineNow } from './machine.ts'

/** How the pretend WeChat Pay behaves: it takes transfers, has no money, or breaks off before or after it did them. */
export const payManners = ['takes', 'not_enough', 'breaks_before', 'breaks_after', 'fails'] as const
export type PayManner = (typeof payManners)[number]

export type PretendBill = {
  billNo: string
  no: string
  openid: string
  amount: number
  state: 'WAIT_USER_CONFIRM' | 'SUCCESS' | 'FAIL' | 'CANCELLED'
  failReason: string
  notifyUrl: string | null
}

export type PayOffice = {
  manner: PayManner
  /** The merchant’s account with both its halves, as WeChat Pay would give it out; made when it is first asked for. */
  account(appId: string): PayAccount & { merchantKey: string }
  /** What the bank really did: the judge in tests. */
  bills: Map<string, PretendBill>
  /** How often somebody asked for a transfer. */
  asked: number
  take(wanted: Omit<PretendBill, 'no' | 'state' | 'failReason'>): PretendBill | 'different'
  /** The receiver takes it, or lets the day go by. @returns whether there was one to take. */
  settle(billNo: string, how: 'confirm' | 'overdue'): Promise<boolean>
  /** Signs what WeChat Pay says. */
  headersFor(body: string): Record<string, string>
}

const KEY_BITS = 2048
const NONCE_BYTES = 16
const PLATFORM_SERIAL = 'PUB_KEY_ID_SANDBOX'

export function createPayOffice(): PayOffice {
  const keys = lazy(() => ({ merchant: newPair(), platform: newPair() }))
  const apiKey = randomBytes(NONCE_BYTES).toString('hex')
  const bills = new Map<string, PretendBill>()
  const headersFor = (body: string) => {
    const timestamp = String(Math.floor(machineNow().getTime() / 1_000))
    const nonce = randomBytes(NONCE_BYTES).toString('hex')
    return {
      'wechatpay-serial': PLATFORM_SERIAL,
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': nonce,
      'wechatpay-signature': signed(keys().platform.privateKey, timestamp, nonce, body),
    }
  }
  const office: PayOffice = {
    manner: 'takes',
    asked: 0,
    bills,
    headersFor,
    account: (appId) => ({
      ...{ mchId: '1900000001', appId, serial: 'SANDBOXMERCHANT', apiKey },
      privateKey: keys().merchant.privateKey,
      merchantKey: keys().merchant.publicKey,
      platformSerial: PLATFORM_SERIAL,
      platformKey: keys().platform.publicKey,
    }),
    take(wanted) {
      const known = bills.get(wanted.billNo)
      if (known) {
        const isSame = known.openid === wanted.openid && known.amount === wanted.amount
        return isSame ? known : 'different'
      }
      const bill: PretendBill = {
        ...wanted,
        ...{ no: `13${String(bills.size).padStart(10, '0')}`, failReason: '' },
        state: 'WAIT_USER_CONFIRM',
      }
      bills.set(wanted.billNo, bill)
      return bill
    },
    async settle(billNo, how) {
      const bill = bills.get(billNo)
      if (bill?.state !== 'WAIT_USER_CONFIRM') return false
      bill.state = how === 'confirm' ? 'SUCCESS' : 'FAIL'
      bill.failReason = how === 'confirm' ? '' : 'OVERDUE_CLOSE'
      await notify(bill, apiKey, headersFor)
      return true
    },
  }
  return office
}

async function notify(
  bill: PretendBill,
  apiKey: string,
  headersFor: PayOffice['headersFor'],
): Promise<void> {
  if (bill.notifyUrl === null) return
  const told = JSON.stringify(onWire(bill))
  const body = JSON.stringify({
    id: `EV-${bill.no}`,
    event_type: 'MCHTRANSFER.BILL.FINISHED',
    resource: {
      algorithm: 'AEAD_AES_256_GCM',
      ...sealedBy(apiKey, told, randomBytes(6).toString('hex')),
    },
  })
  await fetch(bill.notifyUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersFor(body) },
    body,
  }).catch(() => undefined)
}

/** A bill as WeChat Pay writes it. */
export function onWire({ billNo, no, state, failReason }: PretendBill) {
  return {
    out_bill_no: billNo,
    transfer_bill_no: no,
    state,
    ...(state === 'WAIT_USER_CONFIRM' ? { package_info: `sandbox-package-${no}` } : {}),
    ...(failReason === '' ? {} : { fail_reason: failReason }),
  }
}

function newPair() {
  return generateKeyPairSync('rsa', {
    modulusLength: KEY_BITS,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
