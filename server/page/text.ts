/** What every page of the brand's own may have to say. */
const zh = {
  lang: 'zh-CN',
  gone_title: '页面打不开了',
  gone: '这个链接已经失效，或者活动已经结束。可以问问发给您链接的人。',
}
const en: typeof zh = {
  lang: 'en',
  gone_title: 'This page is gone',
  gone: 'The link is no longer valid, or it is over. Ask whoever sent it to you.',
}
export const pageTexts = { zh, en }
