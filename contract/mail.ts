import { z } from 'zod'
import { instant } from './page.ts'

/** How the connection to the mail server is kept private: from its beginning, from STARTTLS on, or not at all. */
export const mailSecurities = ['tls', 'starttls', 'none'] as const
export const mailSecurity = z.enum(mailSecurities)
export type MailSecurity = z.infer<typeof mailSecurity>

const address = z.email().max(254)

/** The mailbox that a brand writes from (邮箱), as it is given. A password that is left out stays what it was. */
export const mailboxSettings = z.strictObject({
  /** A name or an address, without a scheme. */
  host: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z]([0-9A-Za-z.:-]{0,251}[0-9A-Za-z])?$/),
  port: z.int().min(1).max(65_535),
  security: mailSecurity,
  /** Empty: the server asks for no login. */
  login: z.string().trim().max(254).default(''),
  password: z.string().min(1).max(500).optional(),
  fromAddress: address,
  fromName: z.string().trim().min(1).max(60),
})
export type MailboxSettings = z.infer<typeof mailboxSettings>

/** Why a mail server took nothing, in a word of ours. */
export const mailTroubles = [
  'internal',
  'unreachable',
  'certificate',
  'login',
  'address',
  'later',
  'refused',
  'unclear',
] as const
export const mailTrouble = z.enum(mailTroubles)
export type MailTrouble = z.infer<typeof mailTrouble>

export const mailbox = mailboxSettings.omit({ password: true }).extend({
  hasPassword: z.boolean(),
  changedAt: instant,
  /** The last letter, a test or a message, that the server took. */
  takenAt: instant.nullable(),
  /** The last trouble since then, with what the server said. */
  trouble: z.object({ at: instant, kind: mailTrouble, said: z.string() }).nullable(),
})
export type Mailbox = z.infer<typeof mailbox>

export const mailboxState = z.object({
  mailbox: mailbox.nullable(),
  /** Without an address of ours that customers can open, no letter can carry its way out, and none leaves. */
  canUnsubscribe: z.boolean(),
  /** Addresses that a server has said do not exist; nothing is written to them any more. */
  deadAddresses: z.number(),
  /** People who agreed to letters, and who refused them. */
  agreed: z.number(),
  refused: z.number(),
})
export type MailboxState = z.infer<typeof mailboxState>

export const mailTest = z.strictObject({ to: address })
