import type { Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { storedMailbox } from './mailbox.ts'
import { listTemplates, type StoredTemplate, storedSmsLine } from './sms-store.ts'

/** What messages that come from the brand itself can go out by. */
export type Ways = {
  hasMailbox: boolean
  hasSmsLine: boolean
  /** By the provider's code. */
  smsTemplates: ReadonlyMap<string, Pick<StoredTemplate, 'kind' | 'text'>>
}

/** Whether there is a mailbox, an SMS account, and which templates it has. */
export async function waysFor(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<Ways> {
  const templates = await listTemplates(tx, tenant)
  return {
    hasMailbox: (await storedMailbox(tx, tenant)) !== null,
    hasSmsLine: (await storedSmsLine(tx, tenant)) !== null,
    smsTemplates: new Map(templates.map((one) => [one.code, one])),
  }
}
