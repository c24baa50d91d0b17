import { defineTexts, type Same } from '../../ui/index.ts'

/** Words of how an SOP begins: from a ready plan, and on a day of somebody's own. */
const zh = {
  date_trait: '哪个日子',
  date_trait_hint: '客户属性，例如 birthday；值写成 1990-05-01 或 05-01',
  date_calendar: '按哪个历',
  calendar_solar: '公历',
  calendar_lunar: '农历，属性里记的就是农历',
  calendar_lunar_of_solar: '农历，按公历出生日期换算',
  calendar_lunar_help:
    '属性里的 05-01 读作五月初一。有闰月的年份只在前一个月过；闰月出生的按平月过。三十出生的，遇到小月在廿九过。',
  calendar_lunar_of_solar_help:
    '属性里要有年份（1990-05-01），只写 05-01 的换算不了，不会进来。有闰月的年份只在前一个月过；闰月出生的按平月过。三十出生的，遇到小月在廿九过。',
  festival: '哪个节日或节气',
  festival_choose: '选一个',
  festival_by_moon: '农历节日',
  festival_by_sun: '公历节日',
  festival_shopping: '购物节',
  festival_terms: '节气',
  festival_segment: '给哪个人群',
  festival_mourning: '这天是缅怀的日子，不要发促销。',
  festival_personal:
    '节日问候请由导购一人一句，不要群发祝福。每个节日每人只进一次，当天没赶上的只在第二天补。',
  festival_next:
    '下一次是 {{when}}（{{festival}}，{{day}}），人群里现在有 {{people}} 位，到时候在人群里的进来。',
  says_segment: '进入人群「{{segment}}」',
  says_event: '发生「{{event}}」',
  says_date: '客户的「{{trait}}」{{offset}} {{at}}',
  says_date_lunar: '客户的「{{trait}}」（农历）{{offset}} {{at}}',
  says_festival: '{{festival}}{{offset}} {{at}}，在人群「{{segment}}」里',
  says_manual: '由你手工加入',
  says_open: '还没选',
  says_none: '还没有写谁进来。',
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
  date_calendar: 'By which calendar',
  calendar_solar: 'Solar',
  calendar_lunar: 'Lunar: the trait holds a lunar day',
  calendar_lunar_of_solar: 'Lunar: worked out from the solar day of birth',
  calendar_lunar_help:
    '05-01 in the trait is read as the first of the fifth lunar month. In a year with a leap month only the month before it counts; who was born in a leap month keeps the ordinary one. Who was born on a 30th keeps the 29th where the month is short.',
  calendar_lunar_of_solar_help:
    'The trait has to hold the year (1990-05-01); who told only 05-01 cannot be worked out and does not enter. In a year with a leap month only the month before it counts; who was born in a leap month keeps the ordinary one. Who was born on a 30th keeps the 29th where the month is short.',
  festival: 'Which festival or solar term',
  festival_choose: 'Choose one',
  festival_by_moon: 'Lunar festivals',
  festival_by_sun: 'Solar festivals',
  festival_shopping: 'Shopping festivals',
  festival_terms: 'Solar terms',
  festival_segment: 'For which segment',
  festival_mourning: 'On this day the dead are remembered: do not promote anything.',
  festival_personal:
    'Let associates greet people one by one, and send no mass greeting. Each person enters once for each festival; a missed day is made up for on the next one only.',
  festival_next:
    'Next on {{when}} ({{festival}}, {{day}}). {{people}} are in the segment now; who is in it then enters.',
  says_segment: 'Enter the segment “{{segment}}”',
  says_event: '“{{event}}” happens',
  says_date: '{{offset}} of their “{{trait}}”, {{at}}',
  says_date_lunar: '{{offset}} of their “{{trait}}” (lunar), {{at}}',
  says_festival: '{{festival}}, {{offset}}, {{at}}, in the segment “{{segment}}”',
  says_manual: 'Put in by you',
  says_open: 'not chosen',
  says_none: 'Nobody is said to enter yet.',
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
