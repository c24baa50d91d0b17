import { z } from 'zod'
import { sleep } from '../server/kernel/index.ts'
import type { Door } from './door.ts'
import { customersFile, ordersFile } from './files.ts'
import type { World } from './simulate.ts'
import { messagesOf } from './tracking.ts'

const MESSAGES_A_STEP = 500
const LOOK_MS = 300
/** What part of the work each door takes: for the progress that a person sees. */
const FILES_SHARE = 0.3

const imported = z.object({ id: z.string(), state: z.string(), rowsWaiting: z.number() })

type Growing = {
  signal: AbortSignal
  progress: (share: number) => void
  /** Done as soon as the members are in: people become contacts of the associates while the rest goes on. */
  befriend?: () => Promise<void>
}

/** Brings the year in, first what the shop systems exported, then what the web shop saw. Safe to begin again. */
export async function grow(
  door: Door,
  world: World,
  { signal, progress, befriend }: Growing,
): Promise<void> {
  await bring(door, { kind: 'customers', fileName: '会员名单.csv', text: customersFile(world) })
  progress(FILES_SHARE / 2)
  await befriend?.()
  await bring(door, { kind: 'orders', fileName: '订单明细.csv', text: ordersFile(world) })
  progress(FILES_SHARE)
  const messages = messagesOf(world)
  for (let at = 0; at < messages.length && !signal.aborted; at += MESSAGES_A_STEP) {
    await door.track(messages.slice(at, at + MESSAGES_A_STEP))
    progress(FILES_SHARE + (1 - FILES_SHARE) * (at / messages.length))
  }
}

/** Uploads a file, starts the import as guessed, and waits for its end. */
async function bring(
  door: Door,
  { kind, fileName, text }: { kind: string; fileName: string; text: string },
): Promise<void> {
  const query = new URLSearchParams({ kind, fileName })
  const draft = imported.parse(await door.upload(`/api/imports?${query}`, text))
  await door.post(`/api/imports/${draft.id}/start`)
  for (;;) {
    const { state, rowsWaiting } = imported.parse(await door.get(`/api/imports/${draft.id}`))
    if (state === 'failed') throw new Error(`${fileName} could not be imported`)
    if (state === 'finished' && rowsWaiting === 0) return
    await sleep(LOOK_MS)
  }
}
