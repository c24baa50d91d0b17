import type { Language } from '../page/index.ts'

/** What the brand's own pages say beside what staff wrote. */
const zh = {
  claim: '立即领取',
  mine: '这是您领到的',
  open: '打开',
  code: '兑换码',
  ended: '已经结束了',
  ended_why: '这份福利已经结束。想要的话，可以问问您的专属顾问。',
  sold_out: '已经领完了',
  sold_out_why: '这份福利已经领完。可以问问您的专属顾问，还有没有别的。',
  not_friend: '加上好友就能领取',
  not_friend_why: '长按识别二维码，加上我们的顾问；加好后，她会把领取链接发给您。',
  not_friend_no_code: '先加上我们的顾问，她会把领取链接发给您。',
  not_new: '这是给新朋友的',
  not_new_why: '您已经是我们的老朋友了。可以问问您的顾问，有没有适合您的。',
  picture: '加好友的二维码',
  scan: '长按识别二维码，加上我们的顾问',
  name: '怎么称呼您',
  phone: '手机号',
  agree: '我同意用这个手机号与我联系',
  phone_wrong: '请填写正确的手机号。',
  agree_needed: '请先勾选同意，我们才能联系您。',
  thanks: '收到了',
  thanks_why: '我们会尽快联系您。',
}
const en: typeof zh = {
  claim: 'Claim it',
  mine: 'This is yours',
  open: 'Open it',
  code: 'Code',
  ended: 'This is over',
  ended_why: 'It is given no longer. Ask your own adviser if you would still like it.',
  sold_out: 'All are taken',
  sold_out_why: 'None is left. Ask your own adviser what else there is.',
  not_friend: 'Add us to claim it',
  not_friend_why:
    'Press and hold the code to add our adviser, who will send you the link to claim it.',
  not_friend_no_code: 'Add our adviser first, who will send you the link to claim it.',
  not_new: 'This is for new friends',
  not_new_why: 'You are an old friend of ours. Ask your adviser what there is for you.',
  picture: 'The code that adds us',
  scan: 'Press and hold the code to add our adviser',
  name: 'Your name',
  phone: 'Phone number',
  agree: 'You may use this number to contact me',
  phone_wrong: 'Enter a phone number that is right.',
  agree_needed: 'Tick that we may contact you first.',
  thanks: 'Thank you',
  thanks_why: 'We will contact you soon.',
}
const texts: Record<Language, typeof zh> = { zh, en }
export type PageWords = typeof zh

export function pageWords(language: Language): PageWords {
  return texts[language]
}
