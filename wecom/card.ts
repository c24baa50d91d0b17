/**
 * Template cards (document 90236), in the wire's own words. Lengths are characters where nothing is said, and advice; those of
 * keys and ids are bytes, and hard. A card that calls back needs a callback address of the app (43012).
 */
export type Card = TextNotice | NewsNotice | ButtonCard | VoteCard | ChoiceCard

type Common = {
  /** Letters, digits and `_-@`, at most 128 bytes, once for an app; needed by cards that call back and by menus. */
  task_id?: string
  source?: { icon_url?: string; desc?: string; desc_color?: 0 | 1 | 2 | 3 }
  /** Up to three things in the corner; each key once. */
  action_menu?: { desc?: string; action_list: { text: string; key: string }[] }
  main_title?: { title?: string; desc?: string }
  quote_area?: { type?: 0 | 1 | 2; url?: string; title?: string; quote_text?: string }
  /** At most six. */
  horizontal_content_list?: HorizontalContent[]
}
type HorizontalContent = { keyname: string; value?: string } & (
  | { type?: 0 }
  | { type: 1; url: string }
  | { type: 2; media_id: string }
  | { type: 3; userid: string }
)
type Jump = { title: string } & (
  | { type?: 0 }
  | { type: 1; url: string }
  | { type: 2; appid: string; pagepath?: string }
)
type CardAction = { type: 1; url: string } | { type: 2; appid: string; pagepath?: string }
type Option = { id: string; text: string }
type Selection = {
  question_key: string
  title?: string
  selected_id?: string
  /** One to ten. */
  option_list: Option[]
}

export type TextNotice = Common & {
  card_type: 'text_notice'
  emphasis_content?: { title?: string; desc?: string }
  sub_title_text?: string
  /** At most three. */
  jump_list?: Jump[]
  card_action: CardAction
}
export type NewsNotice = Common & {
  card_type: 'news_notice'
  /** 1.3 to 2.25. */
  card_image?: { url: string; aspect_ratio?: number }
  image_text_area?: {
    type?: 0 | 1 | 2
    url?: string
    title?: string
    desc?: string
    image_url: string
  }
  /** At most four. */
  vertical_content_list?: { title: string; desc?: string }[]
  jump_list?: Jump[]
  card_action: CardAction
}
/** Up to six buttons: those with a key call back, those with an address open it. */
export type ButtonCard = Common & {
  card_type: 'button_interaction'
  task_id: string
  sub_title_text?: string
  button_selection?: Selection
  button_list: CardButton[]
  card_action?: CardAction
}
export type CardButton = { text: string; style?: 1 | 2 | 3 | 4 } & (
  | { type?: 0; key: string }
  | { type: 1; url: string }
)
export type VoteCard = Common & {
  card_type: 'vote_interaction'
  task_id: string
  checkbox: {
    question_key: string
    /** 0 one, 1 several. */
    mode?: 0 | 1
    /** One to twenty. */
    option_list: (Option & { is_checked?: boolean })[]
  }
  submit_button: { text: string; key: string }
}
/** One to three questions with a list of choices each. */
export type ChoiceCard = Common & {
  card_type: 'multiple_interaction'
  task_id: string
  select_list: Selection[]
  submit_button: { text: string; key: string }
}
