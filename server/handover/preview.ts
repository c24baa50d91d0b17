import { type HandoverPlan, type HandoverPreview, stayReasons } from '../../contract/handover.ts'
import { unsolvedCases } from '../care/index.ts'
import { stillToSend } from '../channel/index.ts'
import { aversionsOf, countNeedy, promisesToHand, rowsOfPersons } from '../customer/index.ts'
import { showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { type HandoverContext, type Plan, planOf, type SegmentPeople } from './plan.ts'
import { isHeavy } from './spread.ts'

/** Names of those who stay that are shown for each reason. */
const SOME = 5

/** An SOP that somebody is in. */
export type Running = {
  enrollmentId: string
  customerId: string
  journey: string
  step: string | null
  dueAt: Date | null
}
/** The SOPs under way of some customers' rows: SOPs stand above this room. */
export type RunningOf = (
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  customerIds: readonly string[],
) => Promise<Running[]>

/** What a handover would do, before anybody begins it. */
export async function previewOf(
  tx: Tx,
  ctx: HandoverContext,
  asked: HandoverPlan,
  { segments, runningOf }: { segments: SegmentPeople; runningOf: RunningOf },
): Promise<HandoverPreview> {
  const plan = await planOf(tx, ctx, asked, segments)
  const { from, reason, going, staying, successors } = plan
  return {
    from: { userid: from.userid, name: from.name, isActive: from.isActive },
    reason,
    customers: going.length + staying.length,
    going: going.length,
    staying: stayReasons.flatMap((why) => {
      const theirs = staying.filter((one) => one.reason === why)
      const some = theirs.slice(0, SOME).map(({ contact: { personId, name } }) => ({
        id: showId('customer', personId),
        name,
      }))
      return theirs.length > 0 ? [{ reason: why, count: theirs.length, some }] : []
    }),
    successors: successors.map(({ associate, customers, gets, friends }) => ({
      ...{ userid: associate.userid, name: associate.name, isActive: associate.isActive },
      ...{ customers, gets, friends, isHeavy: isHeavy({ customers, gets }) },
    })),
    carried: await carriedBy(tx, ctx, plan, runningOf),
  }
}

async function carriedBy(
  tx: Tx,
  { tenant }: HandoverContext,
  { from: { userid }, going }: Plan,
  runningOf: RunningOf,
): Promise<HandoverPreview['carried']> {
  const ids = going.map(({ contact }) => contact.customerId)
  const rows = await rowsOfPersons(tx, tenant, { ids })
  const customerIds = rows.map(({ customerId }) => customerId)
  const personOf = new Map(rows.map(({ customerId, personId }) => [customerId, personId]))
  const people = (some: readonly { customerId: string }[]) =>
    new Set(some.map(({ customerId }) => personOf.get(customerId))).size
  const promises = await promisesToHand(tx, tenant, { from: [userid], customerIds })
  const cases = await unsolvedCases(tx, tenant, { customerIds, owner: userid })
  return {
    promises: promises.length,
    cases: cases.length,
    ...(await stillToSend(tx, { tenant }, { userid, customerIds })),
    sops: people(await runningOf(tx, tenant, customerIds)),
    doNotSay: people(await aversionsOf(tx, tenant, customerIds)),
    needs: await countNeedy(tx, tenant, customerIds),
  }
}
