import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Clock, newId } from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'

/** What a database was found to be: the one it was, or a copy. */
export type Fence = { id: string; fencedAt: Date; releasedAt: Date | null }

const FRESH_MS = 1_000

/**
 * Where this installation is. A copy has another place, whatever was copied with it: a restored or moved cluster has another
 * system or address, a copied data folder has other files.
 * @param idFile in the data folder, where the database lies there too; null when the database is somebody else's.
 */
async function placeOf(db: Database, { idFile, address }: Where): Promise<Place> {
  const cluster = await db.asSystem((tx) =>
    tx.one(sql<{ system: string; timeline: number; name: string }>`
      select (pg_control_system()).system_identifier::text as system,
             (pg_control_checkpoint()).timeline_id as timeline,
             current_database() as name
    `),
  )
  const file = idFile ? idOf(idFile) : null
  // Of a server of somebody else's a new timeline is a failover, which is no copy.
  const parts = file
    ? [cluster.system, String(cluster.timeline), cluster.name, file.place]
    : [cluster.system, cluster.name, address]
  return {
    id: file?.id ?? null,
    place: createHash('sha256').update(parts.join('\n')).digest('hex'),
  }
}
type Where = { idFile: string | null; address: string }
type Place = { id: string | null; place: string }

/** The id in the data folder, and what tells this file from a copy of it. */
function idOf(file: string): { id: string; place: string } {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true })
    // 'wx': when two processes start at once, one writes and the other reads what was written.
    try {
      writeFileSync(file, `${newId()}\n`, { flag: 'wx' })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
  const { ino, birthtimeMs } = statSync(file)
  return { id: readFileSync(file, 'utf8').trim(), place: `${ino} ${Math.floor(birthtimeMs)}` }
}

export type FenceDeps = { db: Database; clock: Clock } & Where

/**
 * Compares this installation with the one that the database belongs to, once. A database that belongs to nobody becomes ours;
 * one that belongs to another place is fenced: nothing leaves until somebody releases it.
 */
export async function checkFence(deps: FenceDeps): Promise<Fence | null> {
  const here = await placeOf(deps.db, deps)
  const now = deps.clock.now()
  return deps.db.asSystem(async (tx) => {
    await tx.run(sql`
      insert into channel.installation (id, place, made_at)
      values (${here.id ?? newId()}, ${here.place}, ${now})
      on conflict do nothing
    `)
    const ours = await tx.one(sql<{ id: string; place: string }>`
      select id, place
      from channel.installation
    `)
    const isOurs = ours.place === here.place && (here.id === null || here.id === ours.id)
    if (!isOurs) {
      await tx.run(sql`
        insert into channel.fence (id, place, fenced_at)
        values (${newId()}, ${here.place}, ${now})
        on conflict do nothing
      `)
    }
    return standingFence(tx)
  })
}

/** The fence that stands, or null. */
export function standingFence(tx: Tx): Promise<Fence | null> {
  return tx.maybe(sql<Fence>`
    select id, fenced_at as "fencedAt", released_at as "releasedAt"
    from channel.fence
    where released_at is null
  `)
}

/** Makes the copy an installation of its own, because an administrator says so. @returns false when nothing stands. */
export async function releaseFence(
  tx: Tx,
  { by, reason, now }: { by: string | null; reason: string; now: Date },
): Promise<boolean> {
  const released = await tx.maybe(sql<{ place: string }>`
    update channel.fence
    set released_at = ${now}, released_by = ${by}, reason = ${reason}
    where released_at is null
    returning place
  `)
  if (!released) return false
  await tx.run(sql`
    update channel.installation
    set place = ${released.place}, made_at = ${now}
  `)
  return true
}

/** Answers from memory for a second: it is asked before every call. Checks the place itself at the first question. */
export function createFence(deps: FenceDeps): () => Promise<boolean> {
  let checked: Promise<unknown> | null = null
  let known: { isFenced: boolean; until: number } | null = null
  return async () => {
    const now = deps.clock.monotonicMs()
    if (known && now < known.until) return known.isFenced
    checked ??= checkFence(deps).catch((error) => {
      checked = null
      throw error
    })
    await checked
    const standing = await deps.db.asSystem(standingFence)
    known = { isFenced: standing !== null, until: now + FRESH_MS }
    return known.isFenced
  }
}
