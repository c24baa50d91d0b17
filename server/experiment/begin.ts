import { newId, Problem, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { closeOfSubject } from './close.ts'

/** What counts as the answer: 人均订单, 下单人数占比, 人均净收入. */
export type Metric = 'orders' | 'buyers' | 'revenue'

/** What is compared with doing nothing. A broadcast has one version. */
export type Subject = { kind: 'journey' | 'broadcast'; id: string; version: number }

export type Begin = {
  subject: Subject
  /** 0 is without a control group and needs `withoutReason`. */
  holdoutShare: number
  metric: Metric
  /** How long after entering a person's orders count, in days. */
  windowDays: number
  withoutReason?: string
  /** How lists call it, and what was meant to happen. */
  title?: string
  meant?: string
  /** The smallest effect worth having, as a share of the control group's figure. */
  smallestLift?: number
  /** Information fractions of the looks before the end. */
  plannedLooks?: number[]
  by?: string | null
}

/** A tenth more than without: below that few would run it again. Said in each retrospective, changeable at the start. */
const SMALLEST_LIFT = 0.1
/** Halfway and the end: early harm is seen, almost no power is lost. */
const PLANNED_LOOKS = [0.5]

/**
 * Begins an experiment: from now on its subject's people are divided. What the version before has asked is closed, since
 * nobody enters that one any more.
 */
export async function begin(
  tx: Tx,
  { tenant, now }: { tenant: Pick<Tenant, 'id'>; now: Date },
  asked: Begin,
): Promise<string> {
  const reason = asked.withoutReason?.trim() ?? ''
  if (asked.holdoutShare <= 0 && reason === '') throw new Problem('control_reason')
  const id = newId()
  const { subject } = asked
  await closeOfSubject(tx, { tenant, now }, subject.id)
  await tx.run(sql`
    insert into experiment.experiment (
      workspace_id, id, subject_kind, subject_id, subject_version, title, meant, holdout_share, without_reason, metric,
      window_days, smallest_lift, planned_looks, begun_at, begun_by
    )
    values (
      ${tenant.id}, ${id}, ${subject.kind}, ${subject.id}, ${subject.version}, ${asked.title ?? ''},
      ${asked.meant ?? ''}, ${asked.holdoutShare}, ${reason === '' ? null : reason}, ${asked.metric},
      ${asked.windowDays}, ${asked.smallestLift ?? SMALLEST_LIFT}, ${asked.plannedLooks ?? PLANNED_LOOKS}, ${now},
      ${asked.by ?? null}
    )`)
  return id
}
