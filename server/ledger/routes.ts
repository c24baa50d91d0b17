import { z } from 'zod'
import * as contract from '../../contract/ledger.ts'
import {
  type App,
  monthStart,
  Problem,
  pageStart,
  readId,
  showId,
  type Tenant,
} from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { audit, namesOfStaff } from '../staff/index.ts'
import { checkLedger } from './check.ts'
import { closeMonth, sumsUntil } from './close-month.ts'
import { EXPORTED_MAX, exportEntries } from './export.ts'
import { findAccount, listAccounts } from './list-accounts.ts'
import { type EntriesAsked, listEntries } from './list-entries.ts'
import { listMonths } from './months.ts'
import { asking, type LedgerRouteDeps } from './route-deps.ts'
import { showAccounts, showEntries } from './show.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const read = { permission: 'rewards.read' } as const
const write = { permission: 'rewards.write' } as const
const path = '/api/ledger'
/** Stands for an id that is none of ours: nothing is found under it. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** The ledger (奖励账单): what stands where, every movement, months, and the check of it all. */
export function routes(app: App, deps: LedgerRouteDeps): void {
  overviewRoutes(app, deps)
  accountRoutes(app, deps)
  entryRoutes(app, deps)
  monthRoutes(app, deps)
}

function overviewRoutes(app: App, deps: LedgerRouteDeps): void {
  app.get(
    path,
    { config: read, schema: { response: { 200: contract.ledgerOverview } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return within(async (tx) => {
        const { transfers, unchained } = await tx.one(sql<{ transfers: number; unchained: number }>`
          select (select count(*) from ledger.transfer where workspace_id = ${tenant.id}) as transfers,
                 (select count(*) from ledger.unchained where workspace_id = ${tenant.id}) as unchained
        `)
        const sums = await sumsUntil(tx, tenant, null)
        return { sums, transfers, unchained, lastAudit: await lastAudit(tx, tenant) }
      })
    },
  )
  app.post(
    `${path}/audits`,
    { config: write, schema: { response: { 200: contract.ledgerAudit } } },
    async (request) => {
      const { tenant, by, real, within } = asking(deps, request)
      return within(async (tx) => {
        await checkLedger(tx, tenant, { by, now: real })
        const found = await lastAudit(tx, tenant)
        if (!found) throw new Error('a check that was not written down')
        return found
      })
    },
  )
}

async function lastAudit(tx: Tx, tenant: Tenant): Promise<contract.LedgerAudit | null> {
  const row = await tx.maybe(sql<Omit<contract.LedgerAudit, 'at' | 'isEqual'> & { at: Date }>`
    select at, by, transfers, chained, differences
    from ledger.audit
    where workspace_id = ${tenant.id}
    order by at desc, id desc
    limit 1
  `)
  if (!row) return null
  const names = await namesOfStaff(tx, tenant.id, [row.by])
  return {
    ...row,
    at: row.at.toISOString(),
    by: names.get(row.by ?? '') ?? null,
    isEqual: row.differences.length === 0,
  }
}

function accountRoutes(app: App, deps: LedgerRouteDeps): void {
  app.get(
    `${path}/accounts`,
    {
      config: read,
      schema: { querystring: contract.accountQuery, response: { 200: contract.ledgerAccounts } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const { cursor, ...query } = request.query
      return within(async (tx) => {
        const page = await listAccounts(tx, tenant, { ...query, from: pageStart(cursor) })
        return { ...page, items: await showAccounts(tx, tenant, deps, page.items) }
      })
    },
  )
  app.get(
    `${path}/accounts/:id`,
    { config: read, schema: { params: byId, response: { 200: contract.ledgerAccount } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const id = readId('account', request.params.id)
      if (id === null) throw new Problem('not_found')
      return within(async (tx) => {
        const found = await findAccount(tx, tenant, id)
        const [shown] = found ? await showAccounts(tx, tenant, deps, [found]) : []
        if (!shown) throw new Problem('not_found')
        return shown
      })
    },
  )
}

function entryRoutes(app: App, deps: LedgerRouteDeps): void {
  app.get(
    `${path}/entries`,
    {
      config: read,
      schema: { querystring: contract.entryQuery, response: { 200: contract.ledgerEntries } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return within(async (tx) => {
        const page = await listEntries(tx, tenant, await askedOf(tx, tenant, deps, request.query))
        return { ...page, items: await showEntries(tx, tenant, deps, page.items) }
      })
    },
  )
  app.get(
    `${path}/entries.csv`,
    {
      config: read,
      schema: { querystring: contract.entryQuery.omit({ cursor: true, limit: true }) },
    },
    async (request, reply) => {
      const { tenant, within } = asking(deps, request)
      const isEnglish = request.headers['accept-language']?.startsWith('en') ?? false
      const entries = await within(async (tx) => {
        const query = { ...request.query, limit: EXPORTED_MAX }
        const { items } = await listEntries(tx, tenant, await askedOf(tx, tenant, deps, query))
        return showEntries(tx, tenant, deps, items)
      })
      return reply
        .header('content-disposition', 'attachment; filename="ledger.csv"')
        .type('text/csv; charset=utf-8')
        .send(exportEntries(entries, tenant, isEnglish ? 'en' : 'zh'))
    },
  )
}

type Query = Omit<contract.EntryQuery, 'cursor'> & { cursor?: string | undefined }

const ANY_ID = /^[a-z]{3}_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/

async function askedOf(
  tx: Tx,
  tenant: Tenant,
  { rowsOf }: LedgerRouteDeps,
  query: Query,
): Promise<EntriesAsked> {
  const { accountId, customerId, campaignId, unit, phase, reason, month, limit, cursor } = query
  const person = customerId === undefined ? null : readId('customer', customerId)
  const rows = person === null ? [] : ((await rowsOf(tx, tenant, person)) ?? [])
  return {
    accountId: accountId === undefined ? null : (readId('account', accountId) ?? NOBODY),
    ownerIds: customerId === undefined ? null : rows,
    // Campaigns are of several rooms, each with a prefix of its own.
    campaignId:
      campaignId === undefined ? null : (ANY_ID.exec(campaignId)?.slice(1).join('-') ?? NOBODY),
    ...{ unit: unit ?? null, phase: phase ?? null, reason: reason ?? null },
    from: month === undefined ? null : monthStart(month, tenant.timeZone),
    until: month === undefined ? null : monthStart(month, tenant.timeZone, 1),
    limit,
    start: pageStart(cursor),
  }
}

function monthRoutes(app: App, deps: LedgerRouteDeps): void {
  app.get(
    `${path}/months`,
    { config: read, schema: { response: { 200: contract.ledgerMonths } } },
    async (request) => {
      const { tenant, now, within } = asking(deps, request)
      return within(async (tx) => {
        const months = await listMonths(tx, tenant, now)
        const names = await namesOfStaff(
          tx,
          tenant.id,
          months.map(({ closedBy }) => closedBy),
        )
        return {
          items: months.map((one) => ({
            ...one,
            closedAt: one.closedAt?.toISOString() ?? null,
            closedBy: names.get(one.closedBy ?? '') ?? null,
            chainHash: one.chainHash?.toString('hex') ?? null,
          })),
        }
      })
    },
  )
  app.put(
    `${path}/months/:month/closing`,
    { config: write, schema: { params: contract.ledgerMonthPart, response: { 200: done } } },
    async (request) => {
      const { tenant, by, now, real, within } = asking(deps, request)
      const { month } = request.params
      await within(async (tx) => {
        const closed = await closeMonth(tx, tenant, { month, by, now, real })
        if (!closed.ok)
          throw new Problem(closed.reason === 'closed' ? 'month_closed' : 'month_not_over', {
            month,
          })
        await audit(tx, {
          ...{ workspaceId: tenant.id, staffId: by, at: real, action: 'ledger.month_closed' },
          ...{ subject: showId('workspace', tenant.id), detail: { month } },
        })
      })
      return { ok: true as const }
    },
  )
}
