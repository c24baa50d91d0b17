import { z } from 'zod'
import { type Log, sleep } from '../server/kernel/index.ts'
import type { Door } from './door.ts'

/** An archive is asked this often; WeCom's own tells of news at most every fifteen seconds. */
const EVERY_MS = 1_000
const CHATS_MAX = 500

const told = z.object({
  effects: z.array(
    z.looseObject({
      no: z.number(),
      at: z.coerce.date(),
      userid: z.string(),
      externalUserId: z.string(),
      from: z.enum(['member', 'customer']),
    }),
  ),
})

/**
 * The program that a brand with a chat archive runs beside the product: it reads who wrote to whom in the pretend WeCom
 * and tells the product, until it is told to stop. What they wrote it keeps to itself.
 * @param url the sandbox's. @param door the product's, with an API key.
 */
export async function carryChats({
  url,
  door,
  log,
  signal,
}: {
  url: string
  door: Pick<Door, 'post'>
  log?: Log
  signal: AbortSignal
}): Promise<void> {
  let after = 0
  while (!signal.aborted) {
    try {
      after = await carrySome(url, door, after)
    } catch (error) {
      log?.warn({ error: String(error) }, 'the chat archive waits')
    }
    await sleep(EVERY_MS, signal)
  }
}

async function carrySome(url: string, door: Pick<Door, 'post'>, after: number): Promise<number> {
  const answer = await fetch(`${url}/sandbox/effects?kind=chat&after=${after}`)
  if (!answer.ok) throw new Error(`sandbox effects: ${answer.status}`)
  const { effects } = told.parse(await answer.json())
  for (let at = 0; at < effects.length; at += CHATS_MAX) {
    const items = effects.slice(at, at + CHATS_MAX).map((chat) => ({
      id: `sandbox-${chat.no}-${chat.at.getTime()}`,
      at: chat.at.toISOString(),
      from: chat.from === 'member' ? 'associate' : 'customer',
      userid: chat.userid,
      externalUserid: chat.externalUserId,
    }))
    await door.post('/api/chats', { items })
  }
  return effects.at(-1)?.no ?? after
}
