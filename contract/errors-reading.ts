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
  story_permission: {
    status: 409,
    zh: '这个故事还没有客户的同意，不能发布。先在右侧记下谁、什么时候、怎么同意的，再来发布。',
    en: 'The customer whose story this is has not allowed it. Record who allowed it, when and how, then publish.',
  },
  story_need: {
    status: 409,
    zh: '请先给故事选上它回应的需求（标签），导购才知道讲给谁听。',
    en: 'Choose the need (tag) that the story answers first, so that associates know whom to tell it.',
  },
  story_permission_stands: {
    status: 409,
    zh: '这篇已经记过客户的同意。要换一位客户，请先撤回原来的。',
    en: 'A permission stands already. Withdraw it before you record another one.',
  },
  article_unread: {
    status: 409,
    zh: '客户现在打不开这篇，不能推荐给导购。请先发布（故事还要有客户的同意），再来推荐。',
    en: 'Customers cannot open this now, so associates are not offered it. Publish it first; a story also needs the customer’s permission.',
  },
} as const
