import { createLog, idFrom, manualClock } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { sql } from '../postgres/index.ts'
import {
  type Applied,
  type ApplyStep,
  type Decode,
  nothingApplied,
  type Reaction,
  type Resolve,
  type Tenant,
} from './event.ts'
import { decodeFacts, decodeReplay, REPLAY } from './fact.ts'
import { createPump } from './pump.ts'
import { FACTS, receive } from './receive.ts'

/** A workspace in a test database, as its migrations make it. */
export async function tenantIn(
  db: Database,
  name = '青禾护肤',
  id = '01900000-0000-7000-8000-000000000001',
): Promise<Tenant> {
  const row = await db.inWorkspace(id, (tx) =>
    tx.one(sql<{ no: number }>`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${id}, ${name}, 'Asia/Shanghai', 'CNY', '2026-01-01')
      returning no
    `),
  )
  return {
    id,
    no: row.no,
    name,
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    clockAt: null,
    isDemo: false,
  }
}

/** Lines of `name:messageId` as a pretend outside kind of message; a line `?` cannot be read. */
export const decodeLines: Decode = (tenant, row) => {
  const lines = row.body.split('\n')
  return {
    poison: lines.filter((line) => line === '?').map((item) => ({ item, error: 'not a line' })),
    events: lines
      .filter((line) => line !== '?')
      .map((line) => {
        const [name = '', messageId = ''] = line.split(':')
        return {
          eventId: idFrom('event', tenant.id, row.source, messageId),
          name,
          at: row.receivedAt,
          receivedAt: row.receivedAt,
          source: row.source,
          claims: [],
          value: null,
          props: { messageId },
          importNo: 0,
        }
      }),
  }
}

export const nobody: Resolve = async (_tx, _context, events) => ({
  ...nothingApplied,
  who: events.map(() => null),
})

export function pumpOf(db: Database, steps: ApplyStep[] = [], reactsTo: string[] = []) {
  const clock = manualClock('2026-11-11T09:00:00+08:00')
  const pump = createPump({
    db,
    clock,
    log: createLog('test', 'silent'),
    decode: { lines: decodeLines, [FACTS]: decodeFacts, [REPLAY]: decodeReplay },
    rules: { resolve: nobody, appliers: steps },
    reactsTo: new Set(reactsTo),
  })
  return { pump, clock }
}

export async function receiveLines(
  db: Database,
  tenant: Tenant,
  body: string,
  more: { lane?: 'track' | 'import' | 'welcome'; source?: string } = {},
): Promise<number> {
  return db.inWorkspace(tenant.id, (tx) =>
    receive(tx, {
      tenantId: tenant.id,
      lane: more.lane ?? 'track',
      kind: 'lines',
      source: more.source ?? 'site',
      items: body.split('\n').length,
      body,
      receivedAt: new Date('2026-11-11T01:00:00Z'),
    }),
  )
}

export const applied = (part: Partial<Applied>): Applied => ({ ...nothingApplied, ...part })
export type { Reaction }
