/** What a customer reads when a link of ours leads nowhere any more. */
const zh = {
  lang: 'zh-CN',
  title: '链接已失效',
  what: '这个链接已经失效。请联系给您发消息的顾问。',
}
const en: typeof zh = {
  lang: 'en',
  title: 'This link is no longer valid',
  what: 'This link is no longer valid. Please ask the person who sent it to you.',
}

/** The page itself, small enough for any phone. */
export function deadLinkPage(language: 'zh' | 'en'): string {
  const { lang, title, what } = language === 'zh' ? zh : en
  return `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><p>${what}</p></html>`
}
