import type pg from 'pg'

/** How often a process says that it lives, and looks after the others. */
export const BEAT_MS = 1_000
/** A process whose count stood still over so many looks of ours is dead. */
export const LOOKS = 6

/** What was seen of another process: its count, and for how many of our looks it has not moved. */
type Sight = { beats: number; still: number }

/**
 * graphile-worker keeps the lock of a dead process for four hours. Above it every process counts up in a row of its own,
 * and watches the counts of the others. Death is concluded from our own looks, never from a clock: after an
 * outage of the database, when nobody could count, nobody is taken for dead.
 */
export function createLease(pool: pg.Pool, id: () => string | null) {
  let sights = new Map<string, Sight>()

  /** Counts up and hands the jobs of dead processes to the living. Returns the dead. Throws when the database is away. */
  async function beat(): Promise<string[]> {
    const own = id()
    try {
      if (own) await pool.query(COUNT_UP, [own])
      const { rows } = await pool.query(LOOK)
      sights = look(
        sights,
        rows.filter((row) => row.id !== own),
      )
      const dead = [...sights].filter(([, sight]) => sight.still >= LOOKS).map(([name]) => name)
      if (dead.length > 0) await pool.query(TAKE_OVER, [dead])
      return dead
    } catch (error) {
      sights = new Map()
      throw error
    }
  }

  /** Takes this process off the list after it has finished its jobs. */
  async function end(): Promise<void> {
    await pool.query('delete from queue.worker where id = $1', [id()])
  }

  return { beat, end }
}

/** What is known after one more look. Processes that are no longer listed are forgotten. */
export function look(before: Map<string, Sight>, rows: Sighting[]): Map<string, Sight> {
  return new Map(
    rows.map(({ id, beats }) => {
      const last = before.get(id)
      return [id, { beats, still: last?.beats === beats ? last.still + 1 : 0 }]
    }),
  )
}

type Sighting = { id: string; beats: number }

const COUNT_UP = `
  insert into queue.worker as w (id, beats)
  values ($1, 1)
  on conflict (id) do update set beats = w.beats + 1`

// Also who holds a job without having counted once: it died before it could.
const LOOK = `
  select w.id, w.beats
  from queue.worker w
  union
  select j.locked_by, 0
  from graphile_worker.jobs j
  where j.locked_by is not null
    and not exists (select from queue.worker w where w.id = j.locked_by)`

const TAKE_OVER = `
  with gone as (delete from queue.worker where id = any ($1::text[]))
  select graphile_worker.force_unlock_workers($1::text[])`
