import { z } from 'zod'
import type { OwnWecom } from '../corp/index.ts'
import { addMs, type Clock, companyOf, type Tenant, type TenantCompany } from '../kernel/index.ts'
import type { Painter } from '../poster/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'
import type { Handler } from '../queue/index.ts'
import { noteMade, storedWay } from './contact-way.ts'
import { type MakingWecom, makeCall } from './make-way.ts'
import { fetchPicture } from './picture.ts'

/** Codes that WeCom is asked for beside each other: what a kill leaves unknown, and has to be looked up. */
const AT_ONCE = 5
/** A call that has begun is over after this, answered or not: then WeCom's list tells whether it was executed. */
const SETTLED_MS = 30_000
/** How far WeCom's clock may be from ours. */
const MARGIN_MS = 300_000
const RETRY_MS = 1_000
/** Tries of a line that WeCom was too busy for. */
const TRIES_MAX = 20
const PAGES_MAX = 1_000

const payload = z.object({ batchId: z.uuid() })

export type BatchWecom = MakingWecom & Pick<OwnWecom, 'contactWay' | 'contactWays'>
export type BatchDeps = {
  db: Database
  clock: Clock
  wecomUrl: string
  painter: Pick<Painter, 'read'>
  tenants: () => Promise<Tenant[]>
  isFenced: () => Promise<boolean>
  remoteOf: (company: TenantCompany) => Promise<BatchWecom | null>
  /** Waits; comes back early when the signal is given. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>
}
type Line = { line: number; wayId: string; tries: number; askedAt: Date | null; userid: string }
type Work = { deps: BatchDeps; tenant: Tenant; batchId: string; signal: AbortSignal }

/**
 * Makes the codes of a table where it stands: a few lines are noted as asked for, then WeCom is asked. A line whose answer is
 * not known (the process died, WeCom was silent) is looked up in WeCom's own list before anybody asks again, so that none is
 * made twice.
 */
export function makeWaysHandler(deps: BatchDeps): Handler {
  return async ({ workspaceId, payload: given, signal }) => {
    const { batchId } = payload.parse(given)
    const tenant = (await deps.tenants()).find(({ id }) => id === workspaceId)
    if (!tenant) return
    const work = { deps, tenant, batchId, signal }
    for (;;) {
      if (signal.aborted) throw new Error('stopped between two portions')
      if (await deps.isFenced()) throw new Error('this is a copy that must not send')
      await lookUp(work)
      const lines = await inWorkspace(work, (tx) => takeSome(tx, work))
      if (lines.length === 0) break
      await makeAll(work, lines)
    }
  }
}

function inWorkspace<T>({ deps, tenant }: Work, run: (tx: Tx) => Promise<T>): Promise<T> {
  return deps.db.inWorkspace(tenant.id, run)
}

/** All come to their end before one of them may end the portion. */
async function makeAll(work: Work, lines: readonly Line[]): Promise<void> {
  const ends = await Promise.allSettled(lines.map((line) => make(work, line)))
  const waits = ends.map((end) => {
    if (end.status === 'rejected') throw end.reason
    return end.value
  })
  const wait = Math.max(...waits)
  if (wait > 0) await work.deps.pause(wait, work.signal)
}

/** The next lines, noted as asked for before WeCom is. None left: the table is done. */
async function takeSome(tx: Tx, { deps, tenant, batchId }: Work): Promise<Line[]> {
  const lines = await tx.rows(sql<Line>`
    update acquisition.way_batch_line l
    set state = 'asking', asked_at = ${deps.clock.now()}, tries = l.tries + 1
    from acquisition.contact_way w
    where l.workspace_id = ${tenant.id}
      and l.batch_id = ${batchId}
      and l.line in (
        select n.line
        from acquisition.way_batch_line n
        where n.workspace_id = ${tenant.id}
          and n.batch_id = ${batchId}
          and n.state = 'waiting'
        order by n.line
        limit ${AT_ONCE}
      )
      and w.workspace_id = l.workspace_id
      and w.id = l.way_id
    returning l.line, l.way_id as "wayId", l.tries, l.asked_at as "askedAt", w.userids[1] as userid
  `)
  if (lines.length === 0)
    await tx.run(sql`
      update acquisition.way_batch
      set ended_at = ${deps.clock.now()}
      where workspace_id = ${tenant.id}
        and id = ${batchId}
        and ended_at is null
        and not exists (
          select from acquisition.way_batch_line l
          where l.workspace_id = ${tenant.id}
            and l.batch_id = ${batchId}
            and l.state in ('waiting', 'asking')
        )
    `)
  return lines
}

type End =
  | { state: 'made'; configId: string; qrUrl: string }
  | { state: 'waiting' }
  | { state: 'refused'; errcode: number | null }

/** Asks WeCom for one code. @returns how long there is to wait before the next, in milliseconds. */
async function make(work: Work, line: Line): Promise<number> {
  const { deps, tenant } = work
  const way = await inWorkspace(work, (tx) => storedWay(tx, tenant, line.wayId))
  const remote = await deps.remoteOf({ id: tenant.id, company: companyOf(line.userid) })
  if (!way || !remote) {
    await note(work, line, { state: 'refused', errcode: null })
    return 0
  }
  const answer = await makeCall(remote, way)
  if (answer.ok) {
    const { config_id: configId, qr_code: qrUrl } = answer.value
    await note(work, line, { state: 'made', configId, qrUrl })
    await keepText(work, line.wayId, qrUrl)
    return 0
  }
  const { certainty, errcode, retry, heldUntil } = answer
  // Whether it was made is not known: it stays asked for, and is looked up.
  if (certainty === 'unknown') return RETRY_MS
  const isOver = retry === 'never' || (heldUntil === null && line.tries >= TRIES_MAX)
  await note(work, line, isOver ? { state: 'refused', errcode } : { state: 'waiting' })
  if (isOver) return 0
  return heldUntil ? Math.max(0, heldUntil.getTime() - deps.clock.now().getTime()) : RETRY_MS
}

/** What came of a line, on the line and on its code; only of one that was asked for. */
function note(work: Work, { line, wayId }: Pick<Line, 'line' | 'wayId'>, end: End): Promise<void> {
  const { deps, tenant, batchId } = work
  return inWorkspace(work, async (tx) => {
    const errcode = end.state === 'refused' ? end.errcode : null
    const changed = await tx.run(sql`
      update acquisition.way_batch_line
      set state = ${end.state}, errcode = ${errcode}
      where workspace_id = ${tenant.id}
        and batch_id = ${batchId}
        and line = ${line}
        and state = 'asking'
    `)
    if (changed === 0 || end.state === 'waiting') return
    await noteMade(tx, tenant, { id: wayId, now: deps.clock.now(), ...ofWay(end) })
  })
}

function ofWay(end: Exclude<End, { state: 'waiting' }>) {
  return end.state === 'made'
    ? { configId: end.configId, qrUrl: end.qrUrl }
    : { errcode: end.errcode }
}

/** Keeps what the picture holds, for prints of any size. Where it cannot be read, WeCom's own picture is printed. */
async function keepText(work: Work, wayId: string, qrUrl: string): Promise<void> {
  const picture = await fetchPicture(qrUrl, work.deps.wecomUrl)
  const read = picture.ok ? await work.deps.painter.read(picture.value.bytes) : picture
  if (!read.ok) return
  await inWorkspace(work, (tx) =>
    tx.run(sql`
      update acquisition.contact_way
      set code_text = ${read.value}
      where workspace_id = ${work.tenant.id}
        and id = ${wayId}
    `),
  )
}

/** Lines that were asked for without a known answer: WeCom's list says whether their codes are there. */
async function lookUp(work: Work): Promise<void> {
  const { deps, tenant, batchId, signal } = work
  const lines = await inWorkspace(work, (tx) =>
    tx.rows(sql<Line & { state: string; askedAt: Date }>`
      select l.line, l.way_id as "wayId", l.tries, l.asked_at as "askedAt", w.userids[1] as userid, w.state
      from acquisition.way_batch_line l
      join acquisition.contact_way w
        on w.workspace_id = l.workspace_id
        and w.id = l.way_id
      where l.workspace_id = ${tenant.id}
        and l.batch_id = ${batchId}
        and l.state = 'asking'
      order by l.line
    `),
  )
  if (lines.length === 0) return
  const times = lines.map(({ askedAt }) => askedAt.getTime())
  const young = Math.max(...times) + SETTLED_MS - deps.clock.now().getTime()
  if (young > 0) await deps.pause(young, signal)
  if (signal.aborted) throw new Error('stopped before looking up')
  const from = new Date(Math.min(...times) - MARGIN_MS)
  for (const company of new Set(lines.map(({ userid }) => companyOf(userid)))) {
    const remote = await deps.remoteOf({ id: tenant.id, company })
    if (!remote) throw new Error('the company of unknown codes is not connected any more')
    const found = await strangers(work, remote, from)
    for (const line of lines.filter(({ userid }) => companyOf(userid) === company)) {
      const there = found.get(line.state)
      await note(work, line, there ? { state: 'made', ...there } : { state: 'waiting' })
      if (there) await keepText(work, line.wayId, there.qrUrl)
    }
  }
}

/** Codes at WeCom, made since an instant, that nobody here knows; by their parameters. @throws where WeCom does not tell. */
async function strangers(work: Work, remote: BatchWecom, from: Date) {
  const { deps, tenant } = work
  const found = new Map<string, { configId: string; qrUrl: string }>()
  const to = addMs(deps.clock.now(), MARGIN_MS)
  let cursor = ''
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await remote.contactWays({ from, to, cursor })
    if (!answer.ok) throw new Error(`WeCom does not tell which codes there are: ${answer.errmsg}`)
    const ids = answer.value.rows
    const known = await inWorkspace(work, (tx) => knownIds(tx, tenant, ids))
    for (const configId of ids.filter((id) => !known.has(id))) {
      const way = await remote.contactWay(configId)
      if (!way.ok) throw new Error(`WeCom does not tell of a code: ${way.errmsg}`)
      found.set(way.value.state, { configId, qrUrl: way.value.qr_code })
    }
    cursor = answer.value.nextCursor
    if (cursor === '') return found
  }
  throw new Error(`WeCom’s list of codes has more than ${PAGES_MAX} pages`)
}

async function knownIds(tx: Tx, tenant: Pick<Tenant, 'id'>, ids: readonly string[]) {
  const rows = await tx.rows(sql<{ id: string }>`
    select config_id as id
    from acquisition.contact_way
    where workspace_id = ${tenant.id}
      and config_id = any(${[...ids]}::text[])
  `)
  return new Set(rows.map(({ id }) => id))
}
