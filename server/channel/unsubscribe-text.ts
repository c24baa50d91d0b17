/** What a customer reads who wants no more letters. */
const zh = {
  lang: 'zh-CN',
  title: '退订邮件',
  ask: '不想再收到我们的邮件？点一下就好，立即生效。',
  deed: '退订',
  done: '已经退订，不会再给您发邮件了。',
  dead: '这个退订链接已经失效。请直接回复那封邮件告诉我们。',
  reason: '在邮件里点了退订',
}
const en: typeof zh = {
  lang: 'en',
  title: 'Unsubscribe',
  ask: 'No more letters from us? One click, and it counts at once.',
  deed: 'Unsubscribe',
  done: 'You are unsubscribed. We will not write to you again.',
  dead: 'This link is no longer valid. Please answer the letter and tell us.',
  reason: 'Unsubscribed from within a letter',
}

export type PageKind = 'ask' | 'done' | 'dead'

/** The page itself, small enough for any phone; it runs no script, so that it works wherever the letter is read. */
export function unsubscribePage(kind: PageKind, language: 'zh' | 'en'): string {
  const text = language === 'zh' ? zh : en
  const form = kind === 'ask' ? `<form method="post"><button>${text.deed}</button></form>` : ''
  return `<!doctype html><html lang="${text.lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text.title}</title><style>body{font:16px/1.6 system-ui;max-width:28em;margin:4em auto;padding:0 1em}button{font:inherit;padding:.6em 2em}</style><h1>${text.title}</h1><p>${text[kind]}</p>${form}</html>`
}

/** How the word is written down in the brand's own records. */
export const unsubscribeReason = zh.reason
