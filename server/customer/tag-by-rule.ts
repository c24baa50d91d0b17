import { evidenceWeights } from '../../science/intensity.ts'
import type { Fact, Tenant } from '../event/index.ts'
import { idFrom } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { addEvidence } from './add-evidence.ts'

export type RuleTag = {
  customerId: string
  tagId: string
  /** The event that the rule followed: one tag of it is one piece of evidence, however often it runs. */
  eventId: string
  at: Date
  /** Which rule: shown as the evidence's words. */
  quote: string
}

/** Puts tags on customers because a rule says so, in the pump's transaction. @returns the facts to tell. */
export function tagByRule(tx: Tx, tenant: Tenant, given: RuleTag[]): Promise<Fact[]> {
  return addEvidence(
    tx,
    tenant,
    given.map((one) => ({
      ...one,
      id: idFrom('rule tagging', one.eventId, one.tagId),
      source: 'rule' as const,
      weight: evidenceWeights.staff,
    })),
  )
}
