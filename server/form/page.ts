import type { FormPlan, FormQuestion } from '../../contract/form.ts'
import type { FormAnswer } from '../../contract/form-answer.ts'
import { restOf } from '../../contract/form-path.ts'
import { showId } from '../kernel/index.ts'
import { type Html, html, noHtml } from '../page/index.ts'
import type { FormPageText } from './page-text.ts'
import type { Place } from './take.ts'

/** The page that asks one question, whole without any script. */
export type AskedPage = {
  text: FormPageText
  place: Extract<Place, { kind: 'asked' }>
  /** What stands in it already: what was sent, answered before or known. */
  filled: FormAnswer | null
  /** A telephone number that is known of whoever looks, as it may be shown. */
  knownPhone: string | null
  visitorToken: string
}

export function askedPage({ text, place, filled, knownPhone, visitorToken }: AskedPage): Html {
  const { plan, response, answers, question, path, refusal } = place
  const at = path.length
  const of = at + restOf(plan, question, answers)
  const responseId = response === null ? '' : showId('formResponse', response.id)
  const error = refusal === null ? null : text.refusals[refusal]
  return html`<section class="card">${at === 1 ? introOf(plan) : null}<progress max="${of}" value="${at}" aria-label="${text.progress}">${text.step(at, of)}</progress><form method="post" id="form"><input type="hidden" name="v" value="${visitorToken}"><input type="hidden" name="r" value="${responseId}"><input type="hidden" name="q" value="${question.id}"><fieldset><legend><span class="quiet">${text.step(at, of)}</span> <h2>${question.title}</h2></legend>${helpOf(question, text)}${error === null ? noHtml : html`<p class="error" role="alert" id="error">${error}</p>`}${fieldOf(question, { filled, knownPhone, text, hasError: error !== null })}</fieldset><button class="deed" type="submit" id="next">${at === of ? text.hand_in : text.next}</button>${at === 1 ? null : html`<button class="plain" type="submit" name="go" value="back" formnovalidate>${text.back}</button>`}</form></section>`
}

function introOf({ title, intro }: FormPlan): Html {
  return html`<h1>${title}</h1>${intro === '' ? noHtml : html`<p>${intro}</p>`}`
}

function helpOf(question: FormQuestion, text: FormPageText): Html {
  const most = question.kind === 'multiple' ? question.most : null
  const words = [
    question.help,
    question.kind === 'multiple' ? (most === null ? text.several : text.at_most(most)) : '',
    question.isRequired ? '' : text.skip,
  ].filter((word) => word !== '')
  return words.length === 0 ? noHtml : html`<p class="quiet" id="help">${words.join(' · ')}</p>`
}

type Field = {
  filled: FormAnswer | null
  knownPhone: string | null
  text: FormPageText
  hasError: boolean
}

function fieldOf(question: FormQuestion, field: Field): Html {
  const value = field.filled?.text ?? ''
  const described = field.hasError ? 'error' : 'help'
  const required = question.isRequired ? html` required` : noHtml
  switch (question.kind) {
    case 'single':
    case 'multiple':
      return choicesOf(question, field)
    case 'rating':
      return ratingOf(question, field)
    case 'long_text':
      return html`<textarea class="field" name="a" maxlength="${question.longest}" aria-label="${question.title}" aria-describedby="${described}"${required}>${value}</textarea>`
    case 'text':
      return html`<input class="field" type="text" name="a" maxlength="${question.longest}" value="${value}" aria-label="${question.title}" aria-describedby="${described}"${required}>`
    case 'number':
      return html`<input class="field" type="text" inputmode="decimal" name="a" value="${value}" aria-label="${question.title}" aria-describedby="${described}"${required}>`
    case 'date':
      return html`<input class="field" type="date" name="a" value="${value}"${bounds(question)} aria-label="${question.title}" aria-describedby="${described}"${required}>`
    case 'phone':
      return phoneOf(question, field, described)
  }
}

function choicesOf(question: Extract<FormQuestion, { options: unknown }>, { filled }: Field): Html {
  const isSingle = question.kind === 'single'
  const required = isSingle && question.isRequired ? html` required` : noHtml
  const options = question.options.map(({ id, text }) => {
    const checked = filled?.choices.includes(id) ? html` checked` : noHtml
    const type = isSingle ? 'radio' : 'checkbox'
    return html`<label class="choice"><input type="${type}" name="a" value="${id}"${checked}${required}><span>${text}</span></label>`
  })
  return html`<div${isSingle ? html` data-once` : noHtml}>${options}</div>`
}

function ratingOf(
  question: Extract<FormQuestion, { kind: 'rating' }>,
  { filled, text }: Field,
): Html {
  const required = question.isRequired ? html` required` : noHtml
  const steps = Array.from({ length: question.steps }, (_, no) => {
    const checked = filled?.text === String(no + 1) ? html` checked` : noHtml
    return html`<label class="choice"><input type="radio" name="a" value="${no + 1}"${checked}${required}><span>${no + 1}</span></label>`
  })
  return html`<p class="quiet ends"><span>${text.least}</span><span>${text.highest}</span></p><div class="rating" data-once>${steps}</div>`
}

/** A number that is known is not typed again; another one may be given in its place. */
function phoneOf(
  question: FormQuestion,
  { filled, knownPhone, text }: Field,
  described: string,
): Html {
  const isKnown = knownPhone !== null && filled === null
  const known =
    knownPhone === null
      ? noHtml
      : html`<label class="choice"><input type="checkbox" name="known" value="1"${isKnown ? html` checked` : noHtml}><span>${text.use_known(knownPhone)}</span></label><p class="quiet">${text.other_phone}</p>`
  const required = question.isRequired && knownPhone === null ? html` required` : noHtml
  return html`${known}<input class="field" type="tel" name="a" autocomplete="tel" maxlength="20" value="${filled?.text ?? ''}" aria-label="${question.title}" aria-describedby="${described}"${required}>`
}

function bounds({ from, to }: { from: string | null; to: string | null }): Html {
  return html`${from === null ? noHtml : html` min="${from}"`}${to === null ? noHtml : html` max="${to}"`}`
}

/** What stands behind the last question. */
export function donePage(
  text: FormPageText,
  { plan, isBefore }: Extract<Place, { kind: 'done' }>,
): Html {
  const { text: thanks, linkText, linkUrl } = plan.thanks
  const words = isBefore ? text.before : thanks || text.done
  return html`<section class="card"><h1>${isBefore ? text.before_title : text.done_title}</h1><p>${words}</p>${linkUrl === '' ? noHtml : html`<a class="deed" href="${linkUrl}">${linkText}</a>`}</section>`
}

/** What stands in the place of a form that takes no answers now. */
export function notNowPage(text: FormPageText, kind: 'closed' | 'soon'): Html {
  return html`<section class="card"><h1>${text[`${kind}_title`]}</h1><p>${text[kind]}</p></section>`
}

export const formPageStyle = `fieldset{border:0;margin:0;padding:0;min-width:0}
legend{padding:0;margin:0 0 12px}
legend+.quiet{margin-top:-8px}
legend h2{margin:0}
.rating{display:flex;flex-wrap:wrap;gap:8px;margin:0 0 12px}
.rating .choice{margin:0;padding:10px;flex:1 0 52px;justify-content:center}
.ends{display:flex;justify-content:space-between;margin:0 0 4px}
`

/** Who taps a choice goes on at once, and two taps are one. The page is whole without it. */
export const formPageScript = `const f=document.getElementById('form');
if(f){let sent=false;
f.addEventListener('submit',(e)=>{if(sent)e.preventDefault();sent=true});
addEventListener('pageshow',()=>{sent=false});
const once=f.querySelector('[data-once]');
if(once)once.addEventListener('click',(e)=>{if(e.detail>0&&e.target.matches('input'))f.requestSubmit(document.getElementById('next'))});
const tel=f.querySelector('input[type=tel]'),known=f.querySelector('input[name=known]');
if(tel&&known){tel.addEventListener('input',()=>{known.checked=tel.value===''});known.addEventListener('change',()=>{if(known.checked)tel.value=''})}}`
