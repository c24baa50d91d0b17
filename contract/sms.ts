import { z } from 'zod'
import { instant } from './page.ts'

/** Whose network short messages (短信) go over. */
export const smsProviders = ['tencent', 'aliyun'] as const
export const smsProvider = z.enum(smsProviders)
export type SmsProvider = z.infer<typeof smsProvider>

/** What the carriers let a template be for: promotions go by other ways than notices and must say how to refuse them. */
export const smsKinds = ['notice', 'promotion'] as const
export const smsKind = z.enum(smsKinds)
export type SmsKind = z.infer<typeof smsKind>

const word = z.string().trim()

/** The account that short messages go out from. A secret that is left out stays what it was. */
export const smsLineSettings = z.strictObject({
  provider: smsProvider,
  /** SecretId with Tencent Cloud, AccessKeyId with Aliyun. */
  keyId: word.regex(/^[0-9A-Za-z._-]{4,128}$/),
  secret: z.string().min(8).max(200).optional(),
  /** SdkAppId; Tencent Cloud only. */
  appId: word.regex(/^\d{0,20}$/).default(''),
  region: word.regex(/^[a-z0-9-]{0,30}$/).default(''),
  /** The approved signature (签名), without its brackets. */
  signName: word.min(2).max(20),
  /** What a segment costs, in li (厘): tenths of a fen, in which carriers name their prices. */
  liPerSegment: z.int().min(0).max(1_000).nullable().default(null),
  /** Empty: the provider's own. Otherwise `host` or `host:port`. */
  endpoint: word.regex(/^([0-9A-Za-z][0-9A-Za-z.-]{0,250}(:\d{1,5})?)?$/).default(''),
})
export type SmsLineSettings = z.infer<typeof smsLineSettings>

/** Why a provider took nothing, in a word of ours. */
export const smsTroubles = [
  'internal',
  'missing_sdk',
  'unreachable',
  'keys',
  'balance',
  'sign',
  'template',
  'phone',
  'blocked',
  'later',
  'refused',
  'unclear',
] as const
export const smsTrouble = z.enum(smsTroubles)
export type SmsTrouble = z.infer<typeof smsTrouble>

export const smsLine = smsLineSettings.omit({ secret: true }).extend({
  changedAt: instant,
  /** The last message, a test or a real one, that the provider took. */
  takenAt: instant.nullable(),
  /** When the provider last told of a delivery or a reply. */
  heardAt: instant.nullable(),
  trouble: z.object({ at: instant, kind: smsTrouble, said: z.string() }).nullable(),
})
export type SmsLine = z.infer<typeof smsLine>

const code = word.regex(/^[0-9A-Za-z_-]{1,40}$/)

/** A template as it was approved: the provider keeps its own, and sends that. */
export const smsTemplateDraft = z.strictObject({
  code,
  name: word.min(1).max(40),
  kind: smsKind,
  text: word.min(2).max(500),
})
export const smsTemplate = smsTemplateDraft.extend({
  id: z.string(),
  variables: z.array(z.string()),
})
export type SmsTemplate = z.infer<typeof smsTemplate>

/** What a delivery carries of a template, beside the text: enough to hand it in without looking anything up. */
export const smsContent = z.strictObject({
  code,
  kind: smsKind,
  params: z.record(z.string().max(30), z.string().max(200)),
})
export type SmsContent = z.infer<typeof smsContent>

export const smsState = z.object({
  line: smsLine.nullable(),
  templates: z.array(smsTemplate),
  /** Where the provider is to tell of deliveries and replies; null: this installation has no address that it could reach. */
  hookUrl: z.string().nullable(),
  /** People who agreed to short messages, and who refused them. */
  agreed: z.number(),
  refused: z.number(),
  /** Numbers that refused by a reply, and those that carriers say do not exist. */
  refusedNumbers: z.number(),
  deadNumbers: z.number(),
  /** Of the calendar month, by the workspace's clock. `costFen` is null where nobody has said the price. */
  month: z.object({
    sent: z.number(),
    delivered: z.number(),
    failed: z.number(),
    segments: z.number(),
    costFen: z.number().nullable(),
  }),
})
export type SmsState = z.infer<typeof smsState>

/** For choosing a template in an SOP. */
export const smsTemplates = z.object({
  items: z.array(smsTemplate),
  signName: z.string().nullable(),
  liPerSegment: z.number().nullable(),
})

export const smsTest = z.strictObject({
  to: word.regex(/^(\+?86)?1\d{10}$/),
  templateId: z.string().max(64),
  params: z.record(z.string().max(30), z.string().min(1).max(200)),
})
