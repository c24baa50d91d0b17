/** Ids that can stand in a text of SQL as they are; others cannot be asked for. */
const PLAIN = /^[A-Za-z0-9_.-]{1,128}$/

/**
 * The queries that the host has heard of and not yet answered, by their ids. The engine's own `system.processes` knows
 * neither the ids of requests nor what waits for a session or is still being sent, so the host's list stands in its place:
 * one column, `query_id`.
 */
export function createProcesses() {
  const open = new Map<string, number>()
  return {
    async during<T>(queryId: string, work: () => Promise<T>): Promise<T> {
      open.set(queryId, (open.get(queryId) ?? 0) + 1)
      try {
        return await work()
      } finally {
        const left = (open.get(queryId) ?? 1) - 1
        if (left > 0) open.set(queryId, left)
        else open.delete(queryId)
      }
    },
    /** The statement with the list in place of `system.processes`. */
    inPlace(sql: string): string {
      if (!/\bsystem\.processes\b/i.test(sql)) return sql
      const ids = [...open.keys()].filter((id) => PLAIN.test(id)).map((id) => `'${id}'`)
      const list = `(select arrayJoin([${ids.join(', ')}]::Array(String)) as query_id)`
      return sql.replace(/\bsystem\.processes\b/gi, list)
    },
  }
}

export type Processes = ReturnType<typeof createProcesses>
