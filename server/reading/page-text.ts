import type { Language } from '../page/index.ts'

/** What stands on an article's page beside what the brand wrote. */
const zh = {
  allowed: '经客户本人同意发布。',
  share: '觉得有用？转给需要的朋友',
  share_how: '点右上角转发；打不开菜单时，长按下面的链接复制。',
  share_link: '这篇文章的链接',
}
const en: typeof zh = {
  allowed: 'Told with the permission of the customer whose story it is.',
  share: 'Useful? Pass it on to somebody who needs it',
  share_how: 'Use your browser’s share button, or press and hold the link below to copy it.',
  share_link: 'A link to this article',
}
const texts: Record<Language, typeof zh> = { zh, en }
export type ArticleWords = typeof zh

export function articleWords(language: Language): ArticleWords {
  return texts[language]
}
