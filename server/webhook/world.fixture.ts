import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import {
  createLog,
  createSeal,
  manualClock,
  newId,
  seededChance,
  type Tenant,
} from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { createWebhookLane, type DeliverDeps } from './deliver.ts'
import { newSecret } from './sign.ts'
import { insertEndpoint } from './store.ts'

export type Got = { headers: IncomingHttpHeaders; body: string }

/** A system of the brand that is told what happens; `answers` come one after the other, then 200. */
export async function startReceiver() {
  const got: Got[] = []
  let isSilent = false
  const held: (() => void)[] = []
  const answers: { status: number; headers?: Record<string, string> }[] = []
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') })
      const { status, headers } = answers.shift() ?? { status: 200 }
      const answer = () => response.writeHead(status, headers).end('noted')
      if (isSilent) held.push(answer)
      else answer()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/hook`,
    host: `127.0.0.1:${port}`,
    got,
    answers,
    /** Requests are heard and not answered, until it ends. */
    silence() {
      isSilent = true
      return {
        end() {
          isSilent = false
          for (const answer of held.splice(0)) answer()
        },
      }
    },
    stop: () => new Promise<void>((done) => server.close(() => done())),
  }
}
export type Receiver = Awaited<ReturnType<typeof startReceiver>>

/** A workspace whose events go to a receiver. */
export function worldOf(db: Database, tenant: Tenant, receiver: Receiver) {
  const clock = manualClock('2026-11-11T09:00:00+08:00')
  const seal = createSeal(Buffer.alloc(32, 7))
  const deps: DeliverDeps = {
    db,
    clock,
    seal,
    chance: seededChance(7),
    log: createLog('test', 'silent'),
    tenants: async () => [tenant],
    isFenced: async () => false,
    internalHosts: [receiver.host],
    timeoutMs: 2_000,
  }
  return {
    clock,
    deps,
    async deliver() {
      const lane = createWebhookLane(deps)
      await lane.begin(tenant)
      await lane.finish()
    },
    async endpoint(events: string[], url = receiver.url): Promise<{ id: string; secret: string }> {
      const [id, secret] = [newId(), newSecret()]
      const sealed = seal.close(secret)
      const endpoint = { id, name: '订单系统', url, events, secret: sealed, by: null }
      await db.inWorkspace(tenant.id, (tx) =>
        insertEndpoint(tx, tenant, { ...endpoint, now: clock.now() }),
      )
      return { id, secret }
    },
  }
}
