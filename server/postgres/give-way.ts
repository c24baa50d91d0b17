import { readFileSync } from 'node:fs'
import type pg from 'pg'
import { z } from 'zod'
import { lowerPriority } from '../kernel/index.ts'

/** What the driver keeps of its connection and has no name for in its types. */
const inside = z.object({
  processID: z.int().positive(),
  connection: z.object({ stream: z.object({ localPort: z.number() }) }),
})

/**
 * Lets the server's process behind a connection come after others. Only where it runs on this machine: its title names our
 * end of the connection (`postgres: user database 127.0.0.1(41234) idle`), so that no stranger with the same number is hit.
 * Without `/proc`, or with a server elsewhere, nothing happens.
 */
export function giveWay(client: pg.ClientBase): void {
  const read = inside.safeParse(client)
  if (!read.success) return
  const { processID: pid, connection } = read.data
  try {
    const title = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    if (title.startsWith('postgres:') && title.includes(`(${connection.stream.localPort})`))
      lowerPriority(pid)
  } catch {
    // No such process here.
  }
}
