import type { Need } from '../../contract/overview.ts'
import { countCases, countReplies } from '../care/index.ts'
import { countWaiting } from '../channel/index.ts'
import { countOpenConflicts } from '../customer/index.ts'
import { countHandovers } from '../handover/index.ts'
import { countNotices, countUnfinishedImports } from '../ingestion/index.ts'
import type { Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { countSuspicious } from '../referral/index.ts'

/** What waits for a person, each with the page where it is decided. Parked events are told by the river itself. */
export async function waitingForPeople(tx: Tx, tenant: Tenant): Promise<Need[]> {
  const conflicts = await countOpenConflicts(tx, tenant)
  const cases = await countCases(tx, tenant)
  const handovers = await countHandovers(tx, tenant)
  const replies = await countReplies(tx, tenant)
  const imports = await countUnfinishedImports(tx, tenant)
  const needs: Need[] = [
    { kind: 'cases_escalated', count: cases.escalated, to: '/service-cases?state=escalated' },
    { kind: 'replies_escalated', count: replies.escalated, to: '/replies?state=escalated' },
    { kind: 'cases_unsolved', count: cases.unsolved, to: '/service-cases' },
    { kind: 'customers_to_hand_over', count: handovers.waiting, to: '/handover' },
    { kind: 'handovers_stuck', count: handovers.stuck, to: '/handover' },
    { kind: 'launches_to_approve', count: await countWaiting(tx, tenant), to: '/approvals' },
    { kind: 'friends_suspicious', count: await countSuspicious(tx, tenant), to: '/referrals' },
    { kind: 'corp_notices', count: await countNotices(tx, tenant), to: '/settings/wecom' },
    { kind: 'identity_conflicts', count: conflicts, to: '/conflicts' },
    { kind: 'imports_unfinished', count: imports.unfinished, to: '/imports' },
    { kind: 'imports_with_errors', count: imports.withErrors, to: '/imports' },
  ]
  return needs.filter(({ count }) => count > 0)
}
