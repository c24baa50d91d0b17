import type { SmsProvider, SmsTrouble } from '../../contract/sms.ts'

/** The account that messages go out from, its secret open. */
export type SmsAccount = {
  provider: SmsProvider
  keyId: string
  secret: string
  appId: string
  region: string
  signName: string
  endpoint: string
}

/** One message as it is handed in. `id` is the delivery's and comes back with what is told of it. */
export type Sms = {
  id: string
  /** E.164, of mainland China. */
  phone: string
  code: string
  /** Of the template's gaps, in their order. */
  params: readonly (readonly [name: string, value: string])[]
}

/**
 * What became of a message. `isCertain`: it was certainly not taken; otherwise nobody can say. `isFault`: the account or
 * the way to the provider, not this message, so that the next would fare the same.
 */
export type HandedIn = { ok: true; serial: string; segments: number | null } | NotHandedIn
export type NotHandedIn = {
  ok: false
  isCertain: boolean
  isFault: boolean
  isFinal: boolean
  kind: SmsTrouble
  /** The provider's code and words; never a number. */
  said: string
}

/** What is told of one message: by a call of the provider's, or when it is asked. */
export type Receipt = {
  /** The provider's number of it. */
  serial: string | null
  /** The delivery, where the provider gives back what it was told. */
  id: string | null
  state: 'waiting' | 'delivered' | 'failed'
  /** The carrier's code and words. */
  code: string
  said: string
  at: Date | null
}

/** A way to one provider. */
export type SmsLine = {
  send(sms: Sms): Promise<HandedIn>
  /** What was sent to a number around an instant; null: the provider does not say. */
  ask(phone: string, around: Date): Promise<Receipt[] | null>
}

/** So long an answer is waited for. */
export const ANSWER_MS = 10_000
const SAID_MAX = 200

/** Numbers are personal data: what a provider says is kept without them. */
export function saidOf(code: string, words: string): string {
  const bare = words.replace(/\+?\d{7,}/g, '…')
  return (bare === '' || bare === code ? code : `${code} ${bare}`).slice(0, SAID_MAX)
}

type Fate = 'fault' | 'final' | 'later' | 'unclear'
const FATES = {
  fault: { isCertain: true, isFault: true, isFinal: false },
  final: { isCertain: true, isFault: false, isFinal: true },
  later: { isCertain: true, isFault: false, isFinal: false },
  unclear: { isCertain: false, isFault: true, isFinal: false },
} as const

export function notHandedIn(fate: Fate, kind: SmsTrouble, said: string): NotHandedIn {
  return { ok: false, ...FATES[fate], kind, said }
}

/** What a code means: whose fault it is, and whether trying again helps. */
const MEANINGS: [pattern: RegExp, fate: Fate, kind: SmsTrouble][] = [
  // Tencent Cloud's InternalError and Aliyun's isp.SYSTEM_ERROR may come after the message was taken.
  [/InternalError|SYSTEM_ERROR|UNKNOWN|ServiceUnavailable|TimeOut/i, 'unclear', 'unclear'],
  [
    /Balance|Arrears|AMOUNT_NOT_ENOUGH|OUT_OF_SERVICE|PackageExpired|ACCOUNT_ABNORMAL/i,
    'fault',
    'balance',
  ],
  [
    /^AuthFailure|SignatureDoesNotMatch|AccessKey|RAM_PERMISSION|UnauthorizedOperation|DENY_IP|Forbidden|InvalidTimeStamp|SdkAppId/i,
    'fault',
    'keys',
  ],
  [
    /MISSING_PARAMETERS|TemplateParam|PARAM_LENGTH|INVALID_PARAMETERS|SensitiveWord|BLACK_KEY/i,
    'final',
    'template',
  ],
  // Not approved yet, or no more: other templates go on meanwhile.
  [/Template/i, 'later', 'template'],
  [/SIGN|Signature/i, 'fault', 'sign'],
  [/Blacklist|BLACK|Unsubscribe|OPT_OUT/i, 'final', 'blocked'],
  [
    /LIMIT_CONTROL|LimitExceeded|Throttling|Frequency|RequestLimit|TimeConstraint/i,
    'later',
    'later',
  ],
  [/MOBILE_NUMBER_ILLEGAL|IncorrectPhoneNumber|PhoneNumber/i, 'final', 'phone'],
]

/** The meaning of a code that a provider gave instead of taking the message. */
export function refusalOf(code: string, words: string): NotHandedIn {
  const said = saidOf(code, words)
  const known = MEANINGS.find(([pattern]) => pattern.test(code))
  return known ? notHandedIn(known[1], known[2], said) : notHandedIn('final', 'refused', said)
}

/** Ends of a connection that came before anything could have been handed in. */
const NOT_BEGUN = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT|SSL|ERR_TLS/i

/** The meaning of an exchange that broke off. The SDKs put addresses and numbers into their words, so only the sort is kept. */
export function breakOf(words: string): NotHandedIn {
  const sort = NOT_BEGUN.exec(words)?.[0]
  if (sort) return notHandedIn('fault', 'unreachable', sort)
  return notHandedIn('unclear', 'unclear', /time-?out/i.test(words) ? 'timeout' : 'connection lost')
}
