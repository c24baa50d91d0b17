import { z } from 'zod'
import * as contract from '../../contract/source-report.ts'
import { type App, Problem, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { readBill } from './bill.ts'
import { addBill, isBillKnown, listBills, placesToName, withdrawBill } from './bill-store.ts'
import { type AcquisitionDeps, idIn } from './route-deps.ts'

const byId = z.object({ id: z.string() })
const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const read = { permission: 'customers.read' } as const
const write = { permission: 'acquisition.write' } as const
const path = '/api/source-bills'

/** Bills of advertising platforms: looked at first, taken in once, taken back whole. */
export function billRoutes(app: App, deps: AcquisitionDeps): void {
  app.get(
    path,
    { config: read, schema: { response: { 200: contract.bills } } },
    async ({ session: { tenant } }) => ({
      items: await deps.db.inWorkspace(tenant.id, (tx) => listBills(tx, tenant)),
    }),
  )
  app.post(
    `${path}/preview`,
    { config: write, schema: { body: contract.newBill, response: { 200: contract.billPreview } } },
    async ({ session: { tenant }, body: { text } }) =>
      deps.db.inWorkspace(tenant.id, async (tx) => {
        const { lines, faults } = await demandReadable(tx, tenant, text)
        const amount = lines.reduce((sum, line) => sum + line.amount, 0)
        return { lines, faults, amount, isKnown: await isBillKnown(tx, tenant, text) }
      }),
  )
  app.post(
    path,
    { config: write, schema: { body: contract.newBill, response: { 201: made } } },
    async ({ session: { tenant, staffId: by }, body }, reply) => {
      const now = deps.clock.now()
      const id = await deps.db.inWorkspace(tenant.id, async (tx) => {
        const { lines } = await demandReadable(tx, tenant, body.text)
        if (lines.length === 0) throw new Problem('bill_empty')
        const outcome = await addBill(tx, tenant, { ...body, lines, by, now })
        if (!outcome.ok) throw new Problem('bill_known')
        const shown = showId('bill', outcome.value)
        await deps.audit(tx, {
          ...{ workspaceId: tenant.id, staffId: by, at: now },
          action: 'bill.taken_in',
          subject: shown,
          detail: { lines: lines.length },
        })
        return shown
      })
      return reply.code(201).send({ id })
    },
  )
  undoRoutes(app, deps)
}

function undoRoutes(app: App, deps: AcquisitionDeps): void {
  for (const [method, isWithdrawn] of [
    ['put', true],
    ['delete', false],
  ] as const) {
    app[method](
      `${path}/:id/withdrawal`,
      { config: write, schema: { params: byId, response: { 200: done } } },
      async ({ session: { tenant, staffId: by }, params }) => {
        const id = idIn('bill', params.id)
        const now = deps.clock.now()
        await deps.db.inWorkspace(tenant.id, async (tx) => {
          const outcome = await withdrawBill(tx, tenant, { id, isWithdrawn, by, now })
          if (outcome === null) throw new Problem('not_found')
          if (!outcome.ok) throw new Problem('bill_known')
          await deps.audit(tx, {
            ...{ workspaceId: tenant.id, staffId: by, at: now },
            action: isWithdrawn ? 'bill.withdrawn' : 'bill.restored',
            subject: params.id,
            detail: {},
          })
        })
        return { ok: true as const }
      },
    )
  }
}

async function demandReadable(tx: Tx, tenant: Tenant, text: string) {
  const places = await placesToName(tx, tenant)
  const read = readBill(text, { places, currency: tenant.currency })
  if (!read.ok) throw new Problem('bill_unreadable', { detail: String(read.detail?.detail ?? '') })
  return read.value
}
