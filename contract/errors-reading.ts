/** Errors of articles and stories (room `reading`). */
export const readingErrors = {
  article_changed: {
    status: 409,
    zh: '这篇文章刚被别人改过。请刷新，在最新的上面继续。',
    en: 'Somebody has just changed this article. Refresh, and go on with the newest.',
  },
  article_tag: {
    status: 400,
    zh: '有一个标签不存在或已停用。请换一个标签再保存。',
    en: 'One of the tags is not there, or is given no more. Choose another one and save again.',
  },
  article_hook: {
    status: 400,
    zh: '选的引流抓手不存在或已归档。请换一个，或者不放抓手。',
    en: 'The hook is not there, or was put away. Choose another one, or none.',
  },
} as const
