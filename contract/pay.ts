import { z } from 'zod'
import { instant } from './page.ts'

const PEM_MAX = 8_000
const pem = z.string().trim().min(100).max(PEM_MAX)

/** A merchant account at WeChat Pay. Keys are given, never shown. */
export const payAccountSettings = z.strictObject({
  mchId: z
    .string()
    .trim()
    .regex(/^\d{8,16}$/),
  /** Whose openids are paid; empty: the connected company’s own. */
  appId: z.string().trim().max(64).default(''),
  serial: z.string().trim().min(4).max(64),
  privateKey: pem,
  apiKey: z.string().trim().length(32),
  platformSerial: z.string().trim().min(4).max(80),
  platformKey: pem,
})
export type PayAccountSettings = z.infer<typeof payAccountSettings>

export const payAccountState = z.object({
  account: z
    .object({
      mchId: z.string(),
      appId: z.string(),
      serial: z.string(),
      platformSerial: z.string(),
      changedAt: instant,
      changedBy: z.string().nullable(),
      trouble: z.string(),
      troubleAt: instant.nullable(),
    })
    .nullable(),
  /** Where WeChat Pay tells of what became of a transfer; null: this installation has no address of its own. */
  notifyUrl: z.string().nullable(),
})
export type PayAccountState = z.infer<typeof payAccountState>
