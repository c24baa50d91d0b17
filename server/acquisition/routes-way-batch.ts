import { Readable } from 'node:stream'
import { z } from 'zod'
import * as contract from '../../contract/way-batch.ts'
import { namedAssociates, namesOfCorps, wecomsOf } from '../corp/index.ts'
import { type App, Problem, showId, type Tenant, zipOf } from '../kernel/index.ts'
import { languageOf } from '../page/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { codeFiles, linesOfBatch, resultFile } from './batch-files.ts'
import { placesToName } from './bill-store.ts'
import { type ReadWay, readWays, type TableWorld } from './read-ways.ts'
import { type AcquisitionDeps, idIn } from './route-deps.ts'
import {
  beginBatch,
  isBatchRunning,
  listBatches,
  retryBatch,
  stopBatch,
  WAYS_OF_COMPANY_MAX,
  waysByCompany,
} from './way-batch.ts'

const byId = z.object({ id: z.string() })
const made = z.object({ id: z.string() })
const lines = z.object({ lines: z.number() })
const read = { permission: 'customers.read' } as const
const write = { permission: 'acquisition.write' } as const
const path = '/api/contact-way-batches'
/** A table of 5,000 lines with a welcome in each. */
const BODY_BYTES_MAX = 12 * 1024 * 1024
const NAMES_MAX = 20_000

/** Many codes from a table: looked at first, made in the background, saved to be printed. */
export function wayBatchRoutes(app: App, deps: AcquisitionDeps): void {
  app.get(
    path,
    { config: read, schema: { response: { 200: contract.wayBatches } } },
    async ({ session: { tenant } }) => ({
      items: await deps.db.inWorkspace(tenant.id, (tx) => listBatches(tx, tenant)),
    }),
  )
  app.post(
    `${path}/preview`,
    {
      config: write,
      bodyLimit: BODY_BYTES_MAX,
      schema: { body: contract.newWayBatch, response: { 200: contract.wayBatchPreview } },
    },
    async ({ session: { tenant }, body: { text } }) => {
      const companies = await companiesOf(deps, tenant)
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        const found = await demandReadable(tx, deps, tenant, { text, companies })
        const limits = await limitsOf(tx, tenant, found.lines)
        return { ...found, limits, isBusy: await isBatchRunning(tx, tenant) }
      })
    },
  )
  app.post(
    path,
    {
      config: write,
      bodyLimit: BODY_BYTES_MAX,
      schema: { body: contract.newWayBatch, response: { 201: made } },
    },
    async ({ session: { tenant, staffId: by }, body: { fileName, text } }, reply) => {
      const companies = await companiesOf(deps, tenant)
      const now = deps.clock.now()
      const id = await deps.db.inWorkspace(tenant.id, async (tx) => {
        const { lines } = await demandReadable(tx, deps, tenant, { text, companies })
        if (lines.length === 0) throw new Problem('ways_none')
        const limits = await limitsOf(tx, tenant, lines)
        if (limits.some(({ used, wanted, allowed }) => used + wanted > allowed))
          throw new Problem('ways_full', { allowed: WAYS_OF_COMPANY_MAX })
        const outcome = await beginBatch(tx, tenant, { fileName, lines, by, now })
        if (!outcome.ok) throw new Problem('batch_running')
        const shown = showId('wayBatch', outcome.value)
        await noteDeed(tx, deps, { tenant, by, subject: shown }, 'ways.begun', lines.length)
        return shown
      })
      return reply.code(201).send({ id })
    },
  )
  deedRoutes(app, deps)
  fileRoutes(app, deps)
}

function deedRoutes(app: App, deps: AcquisitionDeps): void {
  app.post(
    `${path}/:id/retry`,
    { config: write, schema: { params: byId, response: { 200: lines } } },
    async ({ session: { tenant, staffId: by }, params }) => {
      const id = idIn('wayBatch', params.id)
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        await demandBatch(tx, tenant, id)
        const outcome = await retryBatch(tx, tenant, id)
        if (!outcome.ok) throw new Problem('batch_running')
        await noteDeed(tx, deps, { tenant, by, subject: params.id }, 'ways.retried', outcome.value)
        return { lines: outcome.value }
      })
    },
  )
  app.post(
    `${path}/:id/stop`,
    { config: write, schema: { params: byId, response: { 200: lines } } },
    async ({ session: { tenant, staffId: by }, params }) => {
      const id = idIn('wayBatch', params.id)
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        await demandBatch(tx, tenant, id)
        const stopped = await stopBatch(tx, tenant, { id, now: deps.clock.now() })
        await noteDeed(tx, deps, { tenant, by, subject: params.id }, 'ways.stopped', stopped)
        return { lines: stopped }
      })
    },
  )
}

function fileRoutes(app: App, deps: AcquisitionDeps): void {
  app.get(
    `${path}/:id/result`,
    { config: read, schema: { params: byId } },
    async (request, reply) => {
      const { tenant } = request.session
      const { lines } = await batchOf(deps, tenant, request.params.id)
      return reply
        .header('content-disposition', 'attachment; filename="codes.csv"')
        .type('text/csv; charset=utf-8')
        .send(resultFile(lines, languageOf(request)))
    },
  )
  app.get(
    `${path}/:id/codes`,
    { config: read, schema: { params: byId, querystring: contract.codesAsked } },
    async (request, reply) => {
      const { tenant } = request.session
      const { format } = request.query
      const { batch, lines } = await batchOf(deps, tenant, request.params.id)
      const files = codeFiles(deps, { lines, format, language: languageOf(request) })
      const file = encodeURIComponent(`${batch.fileName.replace(/\.\w+$/, '')}.zip`)
      return reply
        .header('content-disposition', `attachment; filename*=UTF-8''${file}`)
        .type('application/zip')
        .send(Readable.from(zipOf(files, deps.clock.now())))
    },
  )
}

async function batchOf(deps: AcquisitionDeps, tenant: Tenant, shown: string) {
  const id = idIn('wayBatch', shown)
  return deps.db.inWorkspace(tenant.id, async (tx) => ({
    batch: await demandBatch(tx, tenant, id),
    lines: await linesOfBatch(tx, tenant, id),
  }))
}

async function demandBatch(tx: Tx, tenant: Tenant, id: string) {
  const [batch] = await listBatches(tx, tenant, id)
  if (!batch) throw new Problem('not_found')
  return batch
}

function noteDeed(
  tx: Tx,
  deps: AcquisitionDeps,
  { tenant, by, subject }: { tenant: Tenant; by: string | null; subject: string },
  action: string,
  count: number,
): Promise<void> {
  const entry = { workspaceId: tenant.id, staffId: by, at: deps.clock.now() }
  return deps.audit(tx, { ...entry, action, subject, detail: { lines: count } })
}

async function companiesOf(deps: AcquisitionDeps, tenant: Tenant): Promise<ReadonlySet<string>> {
  return new Set((await wecomsOf(deps, tenant)).map(({ company }) => company))
}

async function demandReadable(
  tx: Tx,
  deps: AcquisitionDeps,
  tenant: Tenant,
  { text, companies }: { text: string; companies: ReadonlySet<string> },
) {
  const found = readWays(text, await worldOf(tx, deps, tenant, companies))
  if (!found.ok)
    throw new Problem('ways_unreadable', { detail: String(found.detail?.detail ?? '') })
  return found.value
}

async function worldOf(
  tx: Tx,
  deps: AcquisitionDeps,
  tenant: Tenant,
  companies: ReadonlySet<string>,
): Promise<TableWorld> {
  const known = await tx.rows(sql<{ name: string }>`
    select name
    from acquisition.contact_way
    where workspace_id = ${tenant.id}
      and archived_at is null
    limit ${NAMES_MAX}
  `)
  return {
    places: (await placesToName(tx, tenant)).filter(({ wayId }) => wayId === null),
    associates: await namedAssociates(tx, tenant),
    tags: await deps.tagNames(tx, tenant),
    known: known.map(({ name }) => name),
    companies,
  }
}

async function limitsOf(tx: Tx, tenant: Tenant, wanted: readonly ReadWay[]) {
  const used = await waysByCompany(tx, tenant)
  const corpOf = await namesOfCorps(tx, tenant)
  return [...new Set(wanted.map(({ company }) => company))].map((company) => ({
    corp: corpOf(company),
    used: used.get(company) ?? 0,
    wanted: wanted.filter((one) => one.company === company).length,
    allowed: WAYS_OF_COMPANY_MAX,
  }))
}
