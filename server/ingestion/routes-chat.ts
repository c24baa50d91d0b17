import { chatsTaken, chatsTold } from '../../contract/chat.ts'
import { receive } from '../event/index.ts'
import type { App, Clock } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { CHATS } from './chat-decode.ts'

export type ChatDeps = { db: Database; clock: Clock }

/**
 * Where a program that reads the corp's chat archive tells who wrote to whom: WeCom hands archived chats to a library of
 * its own and to nobody over HTTP. Durable when it is answered.
 */
export function chatRoutes(app: App, deps: ChatDeps): void {
  app.post(
    '/api/chats',
    {
      config: { permission: 'customers.write' },
      schema: { tags: ['wecom'], body: chatsTold, response: { 202: chatsTaken } },
    },
    async (request, reply) => {
      const { tenant } = request.session
      const { items } = request.body
      await deps.db.inWorkspace(tenant.id, (tx) =>
        receive(tx, {
          tenantId: tenant.id,
          lane: 'callback',
          kind: CHATS,
          source: 'wecom',
          items: items.length,
          body: items.map((item) => JSON.stringify(item)).join('\n'),
          receivedAt: deps.clock.now(),
        }),
      )
      return reply.code(202).send({ taken: items.length })
    },
  )
}
