import type { PostCause } from '../contract/group-post.ts'
import { SANDBOX_CORP, SANDBOX_SECRET } from '../sandbox/index.ts'
import { startTown, type Town } from '../server/channel/sender.fixture.ts'
import { inOwnIds } from '../server/corp/own-ids.ts'
import { addMs, newId } from '../server/kernel/index.ts'
import { sql, type TestDatabase, type Tx } from '../server/postgres/index.ts'
import { makePost } from '../server/posting/make.ts'
import type { PostingDeps } from '../server/posting/remote.ts'
import { runOnce } from '../server/posting/run.ts'
import { countsOf } from '../server/posting/show.ts'
import { createWecom, tokensInMemory } from '../wecom/index.ts'

export const HOUR = 3_600_000

/** A town in which associates own groups, there and here. */
export type Square = Town & {
  within<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  posting: PostingDeps
  /** What owners were told by the app. */
  told: { userid: string; text: string }[]
  /** @returns our id of the group and WeCom's. */
  group(name: string, owner?: string): Promise<{ id: string; chatId: string }>
  post(groupIds: string[], more?: PostMore): Promise<string>
  /** Lets time pass; owners confirm what they have, unless they do not. */
  pass(more?: {
    rounds?: number
    stepMs?: number
    confirms?: boolean
    deps?: PostingDeps
  }): Promise<void>
  counts(id: string): Promise<Record<string, number>>
}
type PostMore = {
  text?: string
  link?: { title: string; url: string }
  priority?: number
  whenTaken?: 'manual' | 'leave_out'
  way?: 'task' | 'manual'
  inMs?: number
  hours?: number
  cause?: PostCause
}

export async function openSquare(base: TestDatabase): Promise<Square> {
  const town = await startTown(base)
  const { db, tenant, clock, sandbox } = town
  const within: Square['within'] = (work) => db.inWorkspace(tenant.id, work)
  await within((tx) =>
    tx.run(sql`
      insert into corp.associate (workspace_id, userid, name, is_active, first_seen_at, changed_at)
      values (${tenant.id}, 'chenlan', '陈岚', true, ${clock.now()}, ${clock.now()}),
             (${tenant.id}, 'zhoumu', '周牧', true, ${clock.now()}, ${clock.now()})
    `),
  )
  const wecom = createWecom({
    baseUrl: sandbox.url,
    corpId: SANDBOX_CORP,
    secret: SANDBOX_SECRET,
    tokens: tokensInMemory(),
    clock,
    timeoutMs: 1_000,
  })
  const told: Square['told'] = []
  const posting: PostingDeps = {
    ...town.deps,
    remoteOf: async () => inOwnIds(wecom, ''),
    staffWayOf: async () => ({
      agentId: 1,
      tasksUrl: null,
      wecom: {
        ...inOwnIds(wecom, ''),
        sendToStaff: async ({ to, content }) => {
          const text = content.msgtype === 'text' ? content.text.content : ''
          for (const userid of 'everybody' in to ? [] : (to.userids ?? []))
            told.push({ userid, text })
          return { ok: true, value: { msgid: 'told' } }
        },
      },
    }),
  }
  return {
    ...town,
    within,
    posting,
    told,
    async group(name, owner = 'chenlan') {
      const made = sandbox.deeds.makeGroup({ owner, name })
      if (!made) throw new Error('no such owner')
      const id = newId()
      const at = clock.now()
      await within((tx) =>
        tx.run(sql`
          insert into "group".group_chat (workspace_id, id, chat_id, name, owner, notice, created_at, read_at)
          values (${tenant.id}, ${id}, ${made.chatId}, ${name}, ${owner}, '', ${at}, ${at})
        `),
      )
      return { id, chatId: made.chatId }
    },
    post(groupIds, more = {}) {
      const { text = '周三护肤课堂开始啦', link = null } = more
      const startsAt = addMs(clock.now(), more.inMs ?? 0)
      return within((tx) =>
        makePost(tx, tenant, {
          ...{ cause: { kind: more.cause ?? 'hand', id: null }, name: '', groupIds },
          ...{ content: { text, picture: null, pictureType: '', link }, way: more.way ?? 'task' },
          ...{ priority: more.priority ?? 50, whenTaken: more.whenTaken ?? 'manual', startsAt },
          ...{ notAfter: addMs(startsAt, (more.hours ?? 24) * HOUR), by: null },
          real: clock.now(),
        }),
      )
    },
    async pass({ rounds = 4, stepMs = 5_000, confirms = true, deps = posting } = {}) {
      for (let n = 0; n < rounds; n++) {
        await runOnce(deps, tenant)
        if (confirms)
          for (const { msgid, senders } of sandbox.world.corp.tasks.values())
            for (const userid of senders.keys()) sandbox.deeds.confirm(msgid, userid)
        town.move(stepMs)
      }
    },
    async counts(id) {
      const counts = await within((tx) => countsOf(tx, tenant, id))
      return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
    },
  }
}

/** How often each group really heard each text, by the pretend WeCom's own log. */
export function heard({ sandbox }: Pick<Square, 'sandbox'>): Record<string, number> {
  const times: Record<string, number> = {}
  for (const effect of sandbox.effects.read()) {
    if (effect.kind !== 'group_mass_received') continue
    const key = `${effect.chatId} ${effect.text}`
    times[key] = (times[key] ?? 0) + 1
  }
  return times
}
