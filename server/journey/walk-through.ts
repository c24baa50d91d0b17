import type { JourneyPlan, JourneyStep } from '../../contract/journey.ts'
import type { WalkedStep } from '../../contract/journey-walkthrough.ts'
import { policyOf, readerOf } from '../channel/index.ts'
import { addMs, type Tenant } from '../kernel/index.ts'
import { type RehearseDeps, type Rehearsed, rehearse, type Tried } from './rehearse.ts'
import { carrierOf, contentOf } from './take-effect.ts'

const DAY_MS = 86_400_000
/** Nobody reads further ahead than this. */
const AHEAD_DAYS = 400

type Asked = {
  journeyId: string
  plan: JourneyPlan
  person: { id: string; no: number }
  startAt: Date
  hears: ReadonlySet<string>
  nameOf: (userid: string) => string
}

/** The draft as one customer would go through it: a rehearsal of one person in days to come. */
export async function walkThrough(
  deps: RehearseDeps,
  tenant: Tenant,
  { journeyId, plan, person, startAt, hears, nameOf }: Asked,
): Promise<{ steps: WalkedStep[]; endsAt: Date | null }> {
  const { rules, read } = await deps.db.inWorkspace(tenant.id, async (tx) => ({
    rules: (await policyOf(tx, tenant)).rules,
    read: await readerOf(tx, tenant, person.id),
  }))
  const letIn = [{ at: startAt, person, cause: 'manual' as const }]
  const walked = await rehearse(deps, tenant, {
    journeyId,
    // Chance must not leave out whom one looks at, and nothing is known of what they will do.
    plan: { ...plan, control: { kind: 'none', reason: '' }, goal: null, exits: [] },
    rules,
    from: addMs(startAt, -1),
    until: addMs(startAt, AHEAD_DAYS * DAY_MS),
    history: { events: [], letIn, taken: 1, of: 1 },
    assumed: hears,
    onWay: async () => true,
  })
  if (!walked) throw new Error('a walk of one person was stopped')
  const [rider] = walked.riders
  const steps = walked.passages.map((one) => shown(one, walked.tried, { plan, nameOf, read }))
  return { steps, endsAt: rider?.state === 'left' ? (walked.passages.at(-1)?.at ?? null) : null }
}

/** How associates are called, and how a text reads for this customer; null: something is not known. */
type Words = { nameOf: (userid: string) => string; read: (text: string) => string | null }

function shown(
  { step: stepId, at, outcome, detail = '' }: Rehearsed['passages'][number],
  tried: readonly Tried[],
  { plan, ...words }: Words & { plan: JourneyPlan },
): WalkedStep {
  const step = plan.steps.find(({ id }) => id === stepId)
  const mine = tried.filter((one) => one.stepId === stepId)
  const last = mine.at(-1)
  return {
    stepId,
    at: at.toISOString(),
    outcome,
    detail,
    message: step && last ? messageOf(step, last, words) : null,
    putOff: mine.flatMap((one) =>
      one.outcome === 'deferred' ? [{ reason: one.reason, until: one.until.toISOString() }] : [],
    ),
  }
}

function messageOf(
  step: JourneyStep,
  { text, subject, userid, lacking }: Tried,
  { nameOf, read }: Words,
): WalkedStep['message'] {
  if (step.kind !== 'send' && step.kind !== 'staff_task') return null
  const written = contentOf(step)
  return {
    carrier: carrierOf(step),
    // Also what the policy holds back is shown as it would read.
    text: text ?? read(written.text),
    subject: subject ?? (written.subject ? read(written.subject) : null),
    sender: userid === '' ? '' : nameOf(userid),
    lacking,
  }
}
