import { defineTexts, type Same } from '../../ui/index.ts'

/** Words of how an SOP begins: from a ready plan, and on a day of somebody's own. */
const zh = {
  date_trait: '哪个日子',
  date_trait_hint: '客户属性，例如 birthday；值写成 1990-05-01 或 05-01',
  date_offset: '提前或之后几天',
  date_before: '提前 {{days}} 天',
  date_on: '当天',
  date_after: '之后 {{days}} 天',
  date_at: '几点',
  new_title: '从哪里开始',
  new_empty: '空白',
  new_empty_why: '自己从头写。',
  new_name: '新的 SOP',
} as const

const en: Same<typeof zh> = {
  date_trait: 'Which day',
  date_trait_hint: 'A trait such as birthday, told as 1990-05-01 or 05-01',
  date_offset: 'Days before or after',
  date_before: '{{days}} days before',
  date_on: 'On the day',
  date_after: '{{days}} days after',
  date_at: 'At',
  new_title: 'Where to begin',
  new_empty: 'Empty',
  new_empty_why: 'Write your own from the start.',
  new_name: 'New SOP',
}

export const texts = defineTexts('journeys_begin', { zh, en })
