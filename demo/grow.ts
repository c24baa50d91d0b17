import type { Door } from './door.ts'
import type { World } from './simulate.ts'
import { messagesOf } from './tracking.ts'

const MESSAGES_A_STEP = 500

type Growing = { signal: AbortSignal; progress: (share: number) => void }

/** Brings the year in, first what the shop systems exported, then what the web shop saw. Safe to begin again. */
export async function grow(door: Door, world: World, { signal, progress }: Growing): Promise<void> {
  const messages = messagesOf(world)
  for (let at = 0; at < messages.length && !signal.aborted; at += MESSAGES_A_STEP) {
    await door.track(messages.slice(at, at + MESSAGES_A_STEP))
    progress(at / messages.length)
  }
}
