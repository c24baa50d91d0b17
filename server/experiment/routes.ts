import { z } from 'zod'
import { pageQuery } from '../../contract/page.ts'
import * as contract from '../../contract/retrospective.ts'
import { type App, type Clock, presentOf, readId, showId, type Tenant } from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import { type Experiment, listExperiments, standingOf } from './experiments.ts'
import { type Look, looksOf } from './looks.ts'

/** A share of time is shown in tenths of a percent. */
const SHOWN_PARTS = 1_000

export type ExperimentDeps = { db: Database; clock: Clock }

/** What is being asked of people, who stands where, and how often it was looked at. */
export function routes(app: App, { db, clock }: ExperimentDeps): void {
  app.get(
    '/api/experiments',
    {
      config: { permission: 'insight.read' },
      schema: { querystring: pageQuery, response: { 200: contract.experiments } },
    },
    async ({ session: { tenant }, query: { limit, cursor } }) =>
      db.inWorkspace(tenant.id, async (tx) => {
        const now = presentOf(tenant, clock)
        const found = await listExperiments(tx, tenant, {
          limit: limit + 1,
          before: placeOf(cursor),
        })
        const items = await linesOf(tx, { tenant, now }, found.slice(0, limit))
        const last = found.length > limit ? found[limit - 1] : undefined
        const next = last ? `${last.begunAt.getTime()}.${showId('experiment', last.id)}` : null
        return { items, next, total: null }
      }),
  )
}

async function linesOf(
  tx: Tx,
  at: { tenant: Tenant; now: Date },
  experiments: Experiment[],
): Promise<contract.ExperimentLine[]> {
  const looks = await looksOf(
    tx,
    at.tenant,
    experiments.map(({ id }) => id),
  )
  const lines: contract.ExperimentLine[] = []
  for (const experiment of experiments) {
    const { treated, control, crossed, fraction } = await standingOf(tx, at, experiment)
    const { title, metric, windowDays, holdoutShare, withoutReason, subject } = experiment
    lines.push({
      id: showId('experiment', experiment.id),
      subject: { ...subject, id: showId(subject.kind, subject.id) },
      title,
      metric,
      windowDays,
      holdoutShare,
      withoutReason,
      begunAt: experiment.begunAt.toISOString(),
      closedAt: experiment.closedAt?.toISOString() ?? null,
      people: { treated, control, crossed },
      fraction: Math.round(fraction * SHOWN_PARTS) / SHOWN_PARTS,
      looks: (looks.get(experiment.id) ?? []).map(shownLook),
    })
  }
  return lines
}

function shownLook({ no, kind, lookedAt, fraction, effect, lower, upper }: Look) {
  return { no, kind, lookedAt: lookedAt.toISOString(), fraction, effect, lower, upper }
}

const CURSOR = z.string().regex(/^\d{1,15}\.exp_[0-9a-f]{32}$/)

function placeOf(cursor: string | undefined): { begunAt: Date; id: string } | null {
  const read = CURSOR.safeParse(cursor)
  if (!read.success) return null
  const [at = '', shown = ''] = read.data.split('.')
  const id = readId('experiment', shown)
  return id === null ? null : { begunAt: new Date(Number(at)), id }
}
