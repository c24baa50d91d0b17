import type { Card } from '../wecom/index.ts'

/** What the app told a member, as the member's WeCom shows it. */
export type Notice = {
  msgid: string
  at: Date
  text: string
  title: string
  url: string
  /** What the link's button says. */
  button: string
  articles: { title: string; description: string; url: string; picurl: string }[]
  mediaId: string
  card: Card | null
  /** What the buttons of a card say since somebody answered it; empty: they can be pressed. */
  replaced: string
}
/** With a code a card can be changed once, for 72 h: by whoever sent it, or by whoever heard of a press. */
export type ResponseCode = { msgid: string; userid: string; at: Date; isUsed: boolean }

export const RESPONSE_MS = 72 * 3_600_000

/** Whether a card calls back when something of it is pressed. */
export function callsBack(card: Card): boolean {
  if (card.action_menu) return true
  if (card.card_type === 'button_interaction') return true
  return card.card_type === 'vote_interaction' || card.card_type === 'multiple_interaction'
}
