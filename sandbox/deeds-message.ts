import { codeFor } from './api-message.ts'
import type { Fields } from './event-xml.ts'
import type { Town } from './town.ts'

/** Chosen options by the key of their question. */
export type Chosen = Record<string, string[]>
export type Press = { userid: string; msgid: string; key: string; chosen?: Chosen | undefined }

/** What members do with what the app told them. */
export function messageDeeds(town: Town) {
  return {
    /** Presses a button, hands in a vote or choices, or takes something of the menu. Null: there is nothing to press. */
    press: (wanted: Press) => press(town, wanted),
    /** Opens the app from the list of apps. */
    enterApp(userid: string): boolean {
      const { corp } = town.world
      if (!corp.members.has(userid)) return false
      town.posting.post({
        FromUserName: userid,
        Event: 'enter_agent',
        EventKey: '',
        AgentID: corp.agentId,
      })
      return true
    },
  }
}

function press(town: Town, { userid, msgid, key, chosen = {} }: Press): { code: string } | null {
  const { corp, clock } = town.world
  const notice = corp.notices.get(userid)?.find((one) => one.msgid === msgid)
  const card = notice?.card
  if (!card || notice.replaced !== '') return null
  const isMenu = card.action_menu?.action_list.some((one) => one.key === key) ?? false
  if (!isMenu && !keysOf(card).includes(key)) return null
  const code = codeFor(town.world, msgid, userid)
  town.effects.write(clock.now(), { kind: 'card_pressed', userid, msgid, key, chosen })
  town.posting.post({
    FromUserName: userid,
    Event: isMenu ? 'template_card_menu_event' : 'template_card_event',
    EventKey: key,
    TaskId: card.task_id ?? '',
    CardType: card.card_type,
    ResponseCode: code,
    AgentID: corp.agentId,
    ...selectedItems(chosen),
  })
  return { code }
}

type Card = NonNullable<ReturnType<Town['world']['corp']['notices']['get']>>[number]['card']

function keysOf(card: NonNullable<Card>): string[] {
  switch (card.card_type) {
    case 'button_interaction':
      return card.button_list.flatMap((button) => ('key' in button ? [button.key] : []))
    case 'vote_interaction':
    case 'multiple_interaction':
      return [card.submit_button.key]
    default:
      // A notice is pressed as a whole: it opens its address and tells so with an empty key.
      return ['']
  }
}

/** The page of 2026 has `OptionIds`; older copies have `OpitonIds` (document 90240). */
function selectedItems(chosen: Chosen): Fields {
  const items = Object.entries(chosen).map(([question, ids]) => ({
    QuestionKey: question,
    OptionIds: { OptionId: ids },
  }))
  return items.length > 0 ? { SelectedItems: { SelectedItem: items } } : {}
}
