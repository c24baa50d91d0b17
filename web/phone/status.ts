import type { Bubble, Relation } from './wire.ts'

/** What is to be said of a relation that is no plain friendship, to either side; null for friends. */
export function statusOf(relation: Relation, side: 'customer' | 'member') {
  switch (relation) {
    case 'friend':
      return null
    case 'requested':
      return side === 'customer' ? 'waiting_verify' : 'wants'
    case 'half':
      return side === 'customer' ? 'waiting_back' : 'half'
    case 'one_way':
      return side === 'customer' ? 'you_left' : 'left'
    case 'member_deleted':
      return side === 'customer' ? 'they_left' : 'removed'
    default:
      return relation satisfies never
  }
}

/** The last word of a chat in one line; null where nothing was said. */
export function lastWord(bubble: Pick<Bubble, 'text' | 'link'> | undefined): string | null {
  if (!bubble) return null
  return bubble.text !== '' ? bubble.text : (bubble.link?.title ?? null)
}
