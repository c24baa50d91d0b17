import { defineTexts, type Same } from '../../ui/index.ts'

const zh = {
  title: '客户同意',
  none: '还没有记下同意。没有客户本人的同意，这个故事谁也打不开。',
  record: '记下客户的同意',
  who: '谁的故事',
  how: '怎么同意的',
  how_chat: '聊天里说的',
  how_form: '表单里勾的',
  how_phone: '电话里说的',
  how_paper: '书面签的',
  given_on: '哪天同意的',
  proof: '凭据',
  proof_hint: '客户原话，或者凭据存在哪里。',
  by: '谁记的',
  save: '记下',
  withdraw: '撤回同意',
  withdraw_title: '撤回「{{name}}」的同意？',
  withdraw_what:
    '页面马上打不开，导购的素材里也不再出现。已经看过的人、已经发出的消息收不回来。记录会留着。',
  why: '为什么（可不填）',
  offer: '推荐给导购',
  offered: '在素材库里。客户有这些需求时，侧边栏会把它推荐给导购，并说明依据哪个需求。',
  offer_no: '还没有放进素材库。放进去以后，侧边栏会在客户有这些需求时推荐它，并说明依据。',
  offer_not: '客户现在打不开这篇，先发布再推荐。',
  offer_begin: '放进素材库',
  offer_end: '从素材库拿走',
} as const

const en: Same<typeof zh> = {
  title: 'Permission of the customer',
  none: 'None is recorded. Without the permission of the customer whose story it is, nobody can open it.',
  record: 'Record the permission',
  who: 'Whose story',
  how: 'How it was given',
  how_chat: 'In a chat',
  how_form: 'In a form',
  how_phone: 'By phone',
  how_paper: 'In writing',
  given_on: 'On which day',
  proof: 'Proof',
  proof_hint: 'The customer’s own words, or where the proof is kept.',
  by: 'Recorded by',
  save: 'Record',
  withdraw: 'Withdraw the permission',
  withdraw_title: 'Withdraw the permission of “{{name}}”?',
  withdraw_what:
    'The page is gone at once, and associates are offered it no longer. What was read or sent cannot be taken back. The record stays.',
  why: 'Why (may be left empty)',
  offer: 'Offer it to associates',
  offered:
    'It is among the materials: where a customer has these needs, the sidebar offers it and says which need speaks for it.',
  offer_no:
    'It is not among the materials. Once it is, the sidebar offers it where a customer has these needs, and says why.',
  offer_not: 'Customers cannot open this now. Publish it first.',
  offer_begin: 'Put it among the materials',
  offer_end: 'Take it away from there',
}

export const storyTexts = defineTexts('story', { zh, en })
