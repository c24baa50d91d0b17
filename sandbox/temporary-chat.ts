import type { EffectLog } from './effects.ts'
import { type Follow, say, type World } from './world.ts'

/** A chat for a while is over: its conclusion is said, and the two are no contacts any more. A call, so nobody is told. */
export function endTemporaryChat(world: World, effects: EffectLog, follow: Follow): void {
  const { userid, externalUserId, temporary } = follow
  if (!temporary) return
  const at = world.clock.now()
  const { text, link } = temporary
  if (text !== '' || link) {
    say(world.corp, userid, externalUserId, { at, from: 'member', text, link, kind: 'chat' })
  }
  follow.relation = 'member_deleted'
  follow.temporary = null
  effects.write(at, { kind: 'temporary_chat_ended', userid, externalUserId })
}

/** Ends the chats whose time is over. */
export function endTemporaryChats(world: World, effects: EffectLog): void {
  const now = world.clock.now()
  for (const follow of world.corp.follows.values()) {
    const isOver = follow.temporary !== null && follow.temporary.until <= now
    if (isOver) endTemporaryChat(world, effects, follow)
  }
}
