import type { JourneyPlan, JourneyStep } from '../../contract/journey.ts'
import type { ArmCount } from '../../science/winner.ts'
import { addMs, newId } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { Scope } from './neighbours.ts'
import type { PassageRow } from './traveller.ts'
import type { Version } from './version.ts'

const DAY_MS = 86_400_000

export type Split = Extract<JourneyStep, { kind: 'split' }>
export type Judged = Split & { judge: NonNullable<Split['judge']> }
/** One judged split of one version. */
export type TrialKey = { journeyId: string; version: number; step: string }

/** The splits of a plan whose arms are judged. */
export function judgedSplits({ steps }: Pick<JourneyPlan, 'steps'>): Judged[] {
  return steps.flatMap((step) =>
    step.kind === 'split' && step.judge ? [{ ...step, judge: step.judge }] : [],
  )
}

/** Nobody's days are over before the first look. */
export async function openTrials(
  tx: Tx,
  { tenant, now }: Scope,
  { journeyId, no, plan }: { journeyId: string; no: number; plan: JourneyPlan },
): Promise<void> {
  for (const { id, judge } of judgedSplits(plan))
    await tx.run(sql`
      insert into journey.trial (workspace_id, journey_id, version, step, look_at)
      values (${tenant.id}, ${journeyId}, ${no}, ${id}, ${addMs(now, judge.withinDays * DAY_MS)})
    `)
}

export type StoredTrial = { winner: string | null; isByHand: boolean }

export function trialOf(
  tx: Tx,
  workspaceId: string,
  { journeyId, version, step }: TrialKey,
): Promise<StoredTrial | null> {
  return tx.maybe(sql<StoredTrial>`
    select winner, is_by_hand as "isByHand"
    from journey.trial
    where workspace_id = ${workspaceId}
      and journey_id = ${journeyId}
      and version = ${version}
      and step = ${step}
  `)
}

/** How it is written down that the winner was somebody's arm, not chance. */
export const WINNER = 'winner'

/** Writes down whom judged splits have just led where, with the passages of a batch. */
export async function addTrialPeople(
  tx: Tx,
  { tenant, now }: Scope,
  versions: ReadonlyMap<number, Version>,
  passages: readonly PassageRow[],
): Promise<void> {
  const led = passages.flatMap((passage) => {
    const version = versions.get(passage.version)
    const step = version?.flow.steps.get(passage.step)
    if (!version || step?.kind !== 'split' || !step.judge) return []
    return [{ ...passage, version, until: addMs(now, step.judge.withinDays * DAY_MS) }]
  })
  if (led.length === 0) return
  await tx.run(sql`
    insert into journey.trial_person (
      workspace_id, journey_id, version, step, enrollment_id, occurrence, arm, is_by_lot, came_at, until
    )
    select ${tenant.id}, n.journey_id, n.version, n.step, n.enrollment_id, n.occurrence, n.arm, n.is_by_lot, ${now}, n.until
    from unnest(
      ${led.map(({ version }) => version.journeyId)}::uuid[],
      ${led.map(({ version }) => version.no)}::int[],
      ${led.map(({ step }) => step)}::text[],
      ${led.map(({ enrollmentId }) => enrollmentId)}::uuid[],
      ${led.map(({ occurrence }) => occurrence)}::smallint[],
      ${led.map(({ detail }) => detail ?? '')}::text[],
      ${led.map(({ note }) => note?.why !== WINNER)}::boolean[],
      ${led.map(({ until }) => until)}::timestamptz[]
    ) as n (journey_id, version, step, enrollment_id, occurrence, arm, is_by_lot, until)
  `)
}

/** What people did within their days after a split; the first time counts. People are followed through merges. */
export async function hearMeasure(
  tx: Tx,
  { tenant }: Scope,
  { journeyId, version, steps }: { journeyId: string; version: number; steps: string[] },
  done: readonly { customerId: string; at: Date }[],
): Promise<void> {
  if (done.length === 0 || steps.length === 0) return
  await tx.run(sql`
    update journey.trial_person t
    set reacted_at = r.at
    from (
      select p.enrollment_id, p.step, p.occurrence, min(d.at) as at
      from unnest(
        ${done.map(({ customerId }) => customerId)}::uuid[],
        ${done.map(({ at }) => at)}::timestamptz[]
      ) as d (customer_id, at)
      join journey.enrollment e
        on e.workspace_id = ${tenant.id}
        and e.customer_id = d.customer_id
        and e.journey_id = ${journeyId}
      join journey.trial_person p
        on p.workspace_id = e.workspace_id
        and p.journey_id = e.journey_id
        and p.enrollment_id = e.id
        and p.came_at < d.at
        and p.until >= d.at
      where p.version = ${version}
        and p.step = any(${steps}::text[])
        and p.reacted_at is null
      group by p.enrollment_id, p.step, p.occurrence
    ) r
    where t.workspace_id = ${tenant.id}
      and t.journey_id = ${journeyId}
      and t.enrollment_id = r.enrollment_id
      and t.step = r.step
      and t.occurrence = r.occurrence
  `)
}

export type TrialArm = ArmCount & {
  /** Whose days are not over yet. */
  open: number
  /** Led here as to the winner; in no comparison. */
  led: number
}

/** What became of those whom a judged split led to each arm, in the order of the plan. */
export async function countTrial(
  tx: Tx,
  { tenant, now }: Scope,
  { journeyId, version, step }: TrialKey,
  arms: readonly string[],
): Promise<TrialArm[]> {
  const rows = await tx.rows(sql<TrialArm>`
    select arm as id,
           count(*) filter (where is_by_lot and until < ${now})::int as people,
           count(*) filter (where is_by_lot and until < ${now} and reacted_at is not null)::int as reacted,
           count(*) filter (where is_by_lot and until >= ${now})::int as open,
           count(*) filter (where not is_by_lot)::int as led
    from journey.trial_person
    where workspace_id = ${tenant.id}
      and journey_id = ${journeyId}
      and version = ${version}
      and step = ${step}
    group by arm
  `)
  const none = { people: 0, reacted: 0, open: 0, led: 0 }
  return arms.map((id) => rows.find((row) => row.id === id) ?? { id, ...none })
}

export type Chosen = { arm: string | null; by: string | null; reason: string; at: Date }

/** Sends newcomers to an arm from now on, or back to chance, and keeps who said so and what was known. */
export async function choose(
  tx: Tx,
  workspaceId: string,
  { journeyId, version, step }: TrialKey,
  { arm, by, reason, at, isByHand, evidence }: Chosen & { isByHand: boolean; evidence: ArmCount[] },
): Promise<void> {
  await tx.run(sql`
    update journey.trial
    set winner = ${arm}, is_by_hand = ${isByHand}, look_at = null
    where workspace_id = ${workspaceId}
      and journey_id = ${journeyId}
      and version = ${version}
      and step = ${step}
  `)
  const known = evidence.map(({ id, people, reacted }) => ({ arm: id, people, reacted }))
  await tx.run(sql`
    insert into journey.trial_choice (
      workspace_id, id, journey_id, version, step, arm, chosen_at, chosen_by, reason, evidence
    )
    values (
      ${workspaceId}, ${newId()}, ${journeyId}, ${version}, ${step}, ${arm}, ${at}, ${by}, ${reason},
      ${JSON.stringify(known)}::jsonb
    )
  `)
}

const CHOICES_SHOWN = 20

/** The newest first. */
export function choicesOf(
  tx: Tx,
  workspaceId: string,
  { journeyId, version, step }: TrialKey,
): Promise<Chosen[]> {
  return tx.rows(sql<Chosen>`
    select arm, chosen_by as by, reason, chosen_at as at
    from journey.trial_choice
    where workspace_id = ${workspaceId}
      and journey_id = ${journeyId}
      and version = ${version}
      and step = ${step}
    order by chosen_at desc, id desc
    limit ${CHOICES_SHOWN}
  `)
}

/** Lets the rule decide again: the step learns anew from the next look on, with all that is known. */
export async function giveBack(
  tx: Tx,
  { tenant, now }: Scope,
  { journeyId, version, step }: TrialKey,
): Promise<void> {
  await tx.run(sql`
    update journey.trial
    set winner = null, is_by_hand = false, look_at = ${now}
    where workspace_id = ${tenant.id}
      and journey_id = ${journeyId}
      and version = ${version}
      and step = ${step}
  `)
}
