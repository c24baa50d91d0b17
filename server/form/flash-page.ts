import { type Html, html, noHtml } from '../page/index.ts'
import type { StoredFlash } from './flash-store.ts'

/** What a customer reads on the page of a flash topic besides the brand's own words. */
const zh = {
  deed: '选好了',
  at_most: (most: number) => (most === 1 ? '选一个' : `最多选 ${most} 个`),
  none: '先选一个，再点「选好了」。',
  too_many: '选得太多了，请去掉几个。',
  thanks: '谢谢您的选择',
  others: (joined: number) => `已有 ${joined} 位参加，大家这样选：`,
  mine: '您选的',
  share: (percent: number) => `${percent}%`,
  soon_title: '还没有开始',
  soon: '这个话题还没有开始，请过些时候再来。',
  ended: '已经结束，谢谢大家参加。',
}
const en: typeof zh = {
  deed: 'That is my choice',
  at_most: (most) => (most === 1 ? 'Choose one' : `Choose up to ${most}`),
  none: 'Choose one first.',
  too_many: 'Those are too many. Please take some away.',
  thanks: 'Thank you for choosing',
  others: (joined) => `${joined} have taken part. This is what they chose:`,
  mine: 'your choice',
  share: (percent) => `${percent}%`,
  soon_title: 'Not yet',
  soon: 'This topic has not begun. Please come again later.',
  ended: 'This is over. Thank you all for taking part.',
}
export const flashPageTexts = { zh, en }
export type FlashPageText = typeof zh

/** The page that asks. Whole without any script. */
export function flashAskPage(
  text: FlashPageText,
  asked: {
    topic: StoredFlash
    visitorToken: string
    error: 'none' | 'too_many' | null
    sent: readonly string[]
  },
): Html {
  const { topic, visitorToken, error, sent } = asked
  const type = topic.most === 1 ? 'radio' : 'checkbox'
  const required = topic.most === 1 ? html` required` : noHtml
  const choices = topic.choices.map(
    (choice) =>
      html`<label class="choice"><input type="${type}" name="a" value="${choice.id}"${sent.includes(choice.id) ? html` checked` : noHtml}${required}><span>${choice.text}</span></label>`,
  )
  return html`<section class="card">${headOf(topic)}<form method="post"><input type="hidden" name="v" value="${visitorToken}"><fieldset><legend class="quiet">${text.at_most(topic.most)}</legend>${error === null ? noHtml : html`<p class="error" role="alert">${text[error]}</p>`}${choices}</fieldset><button class="deed" type="submit">${text.deed}</button></form></section>`
}

/** What the others chose: for whoever has chosen, and for everybody once it is over. */
export function flashSharesPage(
  text: FlashPageText,
  shown: {
    topic: StoredFlash
    joined: number
    picked: ReadonlyMap<string, number>
    mine: readonly string[]
    isOver: boolean
  },
): Html {
  const { topic, joined, picked, mine, isOver } = shown
  const lines = topic.choices.map(({ id, text: words }) => {
    const percent = joined === 0 ? 0 : Math.round((100 * (picked.get(id) ?? 0)) / joined)
    return html`<div class="share"><span>${words}${mine.includes(id) ? html` <small>${text.mine}</small>` : noHtml}</span><span>${text.share(percent)}</span></div><progress max="100" value="${percent}" aria-label="${words}">${text.share(percent)}</progress>`
  })
  return html`<section class="card">${headOf(topic)}${mine.length > 0 ? html`<p><strong>${text.thanks}</strong></p>` : noHtml}${isOver ? html`<p class="quiet">${text.ended}</p>` : noHtml}<p class="quiet">${text.others(joined)}</p>${lines}</section>`
}

export function flashSoonPage(text: FlashPageText): Html {
  return html`<section class="card"><h1>${text.soon_title}</h1><p>${text.soon}</p></section>`
}

function headOf({ title, text }: StoredFlash): Html {
  return html`<h1>${title}</h1>${text === '' ? noHtml : html`<p>${text}</p>`}`
}

export const flashPageStyle = `fieldset{border:0;margin:0;padding:0;min-width:0}
legend{padding:0;margin:0 0 8px}
.share{display:flex;justify-content:space-between;gap:12px;font-variant-numeric:tabular-nums}
.share small{font-size:12px;color:#5a5f5b}
`
