import { z } from 'zod'
import * as contract from '../../contract/playbook.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import { dayIn, readDecisionWaits, readPurchases, workspaceHistory } from '../insight/index.ts'
import { type App, type Clock, Problem, readId, type Tenant } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { diagnoseFromData, diagnoseFromForm } from './diagnose.ts'
import { findDiagnosis, keepDiagnosis, listDiagnoses } from './diagnosis-store.ts'

export type PlaybookDeps = { db: Database; clickhouse: ClickHouse; clock: Clock }

const LIST_MAX = 100
const READ = { config: { permission: 'insight.read' } } as const

/** Whether private domain suits the brand, and how to play it. */
export function routes(app: App, deps: PlaybookDeps): void {
  app.get(
    '/api/diagnosis',
    {
      ...READ,
      schema: {
        querystring: z.object({ id: z.string().optional() }),
        response: { 200: contract.newestDiagnosis },
      },
    },
    async ({ session: { tenant }, query }) => ({ diagnosis: await wanted(deps, tenant, query.id) }),
  )
  app.get(
    '/api/diagnoses',
    { ...READ, schema: { response: { 200: contract.diagnoses } } },
    async ({ session: { tenant } }) => {
      const items = await deps.db.inWorkspace(tenant.id, (tx) =>
        listDiagnoses(tx, tenant, { limit: LIST_MAX }),
      )
      return { items, next: null, total: items.length }
    },
  )
  app.post(
    '/api/diagnoses',
    { ...READ, schema: { body: contract.newDiagnosis, response: { 201: contract.diagnosis } } },
    async ({ session: { tenant, staffId }, body }, reply) => {
      const now = deps.clock.now()
      const asOf = tenant.clockAt ?? now
      const result =
        body.basis === 'form'
          ? diagnoseFromForm(body.answers, tenant.currency)
          : await fromData(deps, tenant, { asOf, category: body.category })
      if (!result.ok) throw new Problem('bad_request', { detail: result.reason })
      const made = {
        basis: body.basis,
        asOf,
        answers: body.basis === 'form' ? body.answers : null,
        result: result.value,
        now,
        by: staffId,
      }
      const kept = await deps.db.inWorkspace(tenant.id, (tx) => keepDiagnosis(tx, tenant, made))
      return reply.code(201).send(kept)
    },
  )
}

/** The one that was asked for, or the newest; null when there is none yet. */
async function wanted(
  deps: PlaybookDeps,
  tenant: Tenant,
  shownId: string | undefined,
): Promise<contract.Diagnosis | null> {
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    if (shownId === undefined) return (await listDiagnoses(tx, tenant, { limit: 1 }))[0] ?? null
    const id = readId('diagnosis', shownId)
    const found = id && (await findDiagnosis(tx, tenant, id))
    if (!found) throw new Problem('not_found')
    return found
  })
}

async function fromData(
  deps: PlaybookDeps,
  tenant: Tenant,
  { asOf, category }: { asOf: Date; category: { from: number; to: number } | null },
) {
  const history = workspaceHistory(deps.clickhouse, tenant)
  const [purchases, decisions] = await Promise.all([
    readPurchases(history, { asOf, timeZone: tenant.timeZone }),
    readDecisionWaits(history, { asOf }),
  ])
  if (!purchases.ok) return purchases
  return diagnoseFromData(purchases.value, {
    asOfDay: dayIn(asOf, tenant.timeZone),
    currency: tenant.currency,
    category,
    decisions,
  })
}
