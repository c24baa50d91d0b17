import type { ClickHouse } from './client.ts'

/** One thing that we rely on ClickHouse for: what is asked and what must come back, on the embedded engine as on a server. */
export type Case = {
  says: string
  ask: (clickhouse: ClickHouse) => Promise<unknown>
  expected: unknown
}
