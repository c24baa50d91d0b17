import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import * as contract from '../../contract/import.ts'
import { pageOf, pageQuery } from '../../contract/page.ts'
import { sumsOfImport } from '../commerce/index.ts'
import { type App, Problem, readId, showId, type Tenant } from '../kernel/index.ts'
import { changeSettings, demand, draftImport, startImport } from './begin-import.ts'
import { errorFile, wholeLines } from './error-file.ts'
import { FILE_BYTES_MAX, filePathOf } from './import-files.ts'
import {
  type Import,
  importOfFile,
  listErrors,
  listImports,
  moveTo,
  waitingRows,
} from './import-store.ts'
import { removeFile } from './old-files.ts'
import { preview } from './preview.ts'
import type { ImportDeps } from './run-import.ts'
import { beginUndo } from './undo-import.ts'

const byId = z.object({ id: z.string() })
const write = { permission: 'imports.write' } as const
const path = '/api/imports'

/** Import of customers and orders: upload, look, decide, start, watch, undo. */
export function importRoutes(app: App, deps: ImportDeps): void {
  app.register(async (scope) => uploadRoute(scope, deps))
  readRoutes(app, deps)
  draftRoutes(app, deps)
  runRoutes(app, deps)
  errorRoutes(app, deps)
}

const upload = z.object({
  kind: contract.importKind,
  fileName: z.string().min(1).max(300).default('import.csv'),
})

function uploadRoute(scope: FastifyInstance, deps: ImportDeps): void {
  scope.removeAllContentTypeParsers()
  // The body is the file itself and is read piece by piece by the handler.
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
  scope.post(
    path,
    {
      config: write,
      schema: { querystring: upload, response: { 201: contract.importView } },
    },
    async (request, reply) => {
      const { tenant, staffId } = request.session
      if (Number(request.headers['content-length'] ?? 0) > FILE_BYTES_MAX) {
        throw new Problem('too_large', { limit: '1 GB' })
      }
      const { kind, fileName } = upload.parse(request.query)
      const content = Readable.from(request.raw)
      const draft = await draftImport(deps, tenant, { kind, fileName, content, by: staffId })
      return reply.code(201).send(viewOf(draft, 0))
    },
  )
}

function readRoutes(app: App, deps: ImportDeps): void {
  app.get(
    path,
    {
      config: write,
      schema: { querystring: pageQuery, response: { 200: pageOf(contract.importView) } },
    },
    async (request) => {
      const { tenant } = request.session
      const { limit, cursor } = request.query
      const before = cursor === undefined ? null : readPlace(cursor)
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        const found = await listImports(tx, tenant.id, { limit: limit + 1, before })
        const items = found.slice(0, limit)
        const waiting = await waitingRows(
          tx,
          tenant.id,
          items.map(({ no }) => no),
        )
        const last = items.at(-1)
        return {
          items: items.map((one) => viewOf(one, waiting.get(one.no) ?? 0)),
          next: found.length > limit && last ? String(last.no) : null,
          total: null,
        }
      })
    },
  )
  app.get(
    `${path}/:id`,
    { config: write, schema: { params: byId, response: { 200: contract.importResult } } },
    async (request) => resultOf(deps, request.session.tenant, idOf(request.params.id)),
  )
}

function draftRoutes(app: App, deps: ImportDeps): void {
  app.get(
    `${path}/:id/preview`,
    { config: write, schema: { params: byId, response: { 200: contract.importPreview } } },
    async (request) => {
      const { tenant } = request.session
      return previewOf(deps, tenant, await found(deps, tenant, request.params.id))
    },
  )
  app.put(
    `${path}/:id/settings`,
    {
      config: write,
      schema: {
        params: byId,
        body: contract.importSettings,
        response: { 200: contract.importPreview },
      },
    },
    async (request) => {
      const { tenant } = request.session
      const draft = await found(deps, tenant, request.params.id)
      checkColumns(draft, request.body)
      return previewOf(deps, tenant, await changeSettings(deps, tenant, draft, request.body))
    },
  )
}

/** The number of an import or the line of an error after which a page goes on. @throws Problem for any other text. */
function readPlace(cursor: string): number {
  if (!/^\d{1,9}$/.test(cursor)) throw new Problem('bad_request', { detail: 'cursor' })
  return Number(cursor)
}

function checkColumns(draft: Import, { columns }: contract.ImportSettings): void {
  const allowed = contract.fieldsOf(draft.kind)
  const once = columns.filter((field) => field !== null && !contract.repeatable.includes(field))
  const isWrong = columns.some((field) => field !== null && !allowed.includes(field))
  const twice = once.find((field, index) => once.indexOf(field) !== index)
  if (isWrong || twice) throw new Problem('import_mapping', { detail: twice ?? 'columns' })
}

function runRoutes(app: App, deps: ImportDeps): void {
  const schema = { params: byId, response: { 200: contract.importResult } }
  app.post(`${path}/:id/start`, { config: write, schema }, async (request) => {
    const { tenant } = request.session
    const draft = await found(deps, tenant, request.params.id)
    await startImport(deps, tenant, draft)
    return resultOf(deps, tenant, draft.id)
  })
  app.post(`${path}/:id/cancel`, { config: write, schema }, async (request) => {
    const { tenant } = request.session
    const id = idOf(request.params.id)
    const now = deps.clock.now()
    const { startedAt } = await deps.db.inWorkspace(tenant.id, async (tx) => {
      await demand(tx, tenant, id)
      if (!(await moveTo(tx, tenant.id, id, 'cancelled', { now }))) {
        throw new Problem('import_wrong_state')
      }
      return demand(tx, tenant, id)
    })
    // A draft that is given up leaves nothing on the disk.
    if (startedAt === null) await removeFile(deps, tenant, id)
    return resultOf(deps, tenant, id)
  })
  app.post(
    `${path}/:id/undo`,
    { config: write, schema: { ...schema, body: contract.importUndo } },
    async (request) => {
      const { tenant } = request.session
      const { id, no } = await found(deps, tenant, request.params.id)
      if (request.body.confirm !== no) throw new Problem('import_confirm', { no })
      await beginUndo(deps, tenant, id)
      return resultOf(deps, tenant, id)
    },
  )
}

function errorRoutes(app: App, deps: ImportDeps): void {
  app.get(
    `${path}/:id/errors`,
    {
      config: write,
      schema: {
        params: byId,
        querystring: pageQuery,
        response: { 200: pageOf(contract.rowError.extend({ original: z.string() })) },
      },
    },
    async (request) => {
      const { tenant } = request.session
      const { id } = await found(deps, tenant, request.params.id)
      const { limit, cursor } = request.query
      const afterLine = cursor === undefined ? 0 : readPlace(cursor)
      const errors = await deps.db.inWorkspace(tenant.id, (tx) =>
        listErrors(tx, tenant.id, id, { afterLine, limit }),
      )
      const items = wholeLines(errors, limit)
      const next = errors.length === limit ? String(items.at(-1)?.line ?? '') : null
      return { items, next, total: null }
    },
  )
  app.get(
    `${path}/:id/errors.csv`,
    { config: write, schema: { params: byId } },
    async (request, reply) => {
      const { tenant } = request.session
      const job = await found(deps, tenant, request.params.id)
      const language = request.headers['accept-language']?.startsWith('en') ? 'en' : 'zh'
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="import-${job.no}-errors.csv"`)
        .send(Readable.from(errorFile(deps, tenant, job, language)))
    },
  )
}

async function found(deps: ImportDeps, tenant: Tenant, shown: string): Promise<Import> {
  const id = idOf(shown)
  return deps.db.inWorkspace(tenant.id, (tx) => demand(tx, tenant, id))
}

function idOf(shown: string): string {
  const id = readId('import', shown)
  if (!id) throw new Problem('not_found')
  return id
}

async function previewOf(
  deps: ImportDeps,
  tenant: Tenant,
  job: Import,
): Promise<contract.ImportPreview> {
  const { kind, fileHash } = job
  const file = { path: filePathOf(deps.filesDir, job), kind, tenant, fileHash }
  const shown = await preview({ ...file, now: deps.clock.now() }, job.settings)
  const same = await deps.db.inWorkspace(tenant.id, (tx) => importOfFile(tx, tenant.id, job))
  const sameAs = same && { id: showId('import', same.id), no: same.no, at: same.at.toISOString() }
  return { ...shown, sameAs }
}

export async function resultOf(
  deps: ImportDeps,
  tenant: Tenant,
  id: string,
): Promise<contract.ImportResult> {
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const job = await demand(tx, tenant, id)
    const waiting = (await waitingRows(tx, tenant.id, [job.no])).get(job.no) ?? 0
    const view = { ...viewOf(job, waiting), settings: job.settings, takenBack: job.takenBack }
    if (job.kind !== 'orders' || job.state === 'draft') return { ...view, orders: null }
    const { orders: created, firstAt, lastAt, ...sums } = await sumsOfImport(tx, tenant.id, id)
    const unchanged = Math.max(0, job.rowsTaken - waiting - created - sums.changed)
    const span = {
      firstAt: firstAt?.toISOString() ?? null,
      lastAt: lastAt?.toISOString() ?? null,
    }
    return { ...view, orders: { ...sums, ...span, created, unchanged } }
  })
}

function viewOf(job: Import, rowsWaiting: number): contract.ImportView {
  const { id, filePath: _path, fileHash: _hash, nextByte, ...all } = job
  const { settings: _settings, takenBack: _taken, ...rest } = all
  return {
    ...rest,
    id: showId('import', id),
    rowsWaiting,
    bytesRead: job.state === 'finished' ? job.fileBytes : nextByte,
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
    undoneAt: job.undoneAt?.toISOString() ?? null,
    fileRemovedAt: job.fileRemovedAt?.toISOString() ?? null,
  }
}
