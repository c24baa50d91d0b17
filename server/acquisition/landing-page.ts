import type { Variant } from '../../contract/landing.ts'
import { type Html, html } from '../page/index.ts'
import { claimForm, codePictureOf } from './hook-page.ts'
import type { StoredLanding } from './landing-store.ts'
import type { PageWords } from './page-text.ts'

/** Beside the frame's own look; sizes are fixed, so that nothing moves when a picture comes. */
export const LANDING_STYLE = `.hero{margin:-16px -16px 16px;padding:36px 20px 28px;background:#fff;border-bottom:1px solid #e7e5df}
.hero h1{font-size:26px;line-height:1.3}
.points{margin:0 0 16px;padding:0;list-style:none}
.points li{padding:8px 0 8px 28px;position:relative}
.points li::before{content:"✓";position:absolute;left:4px}
.numbered{counter-reset:n}
.numbered li::before{counter-increment:n;content:counter(n);font-weight:600}
.check{display:flex;gap:10px;align-items:flex-start;margin:0 0 12px;font-size:14px}
.check input{width:20px;height:20px;flex:none}`

export type LeadFault = 'phone_wrong' | 'agree_needed'
type Shown = {
  landing: Pick<StoredLanding, 'template' | 'deed'>
  words: Variant
  path: string
  visitor: { token: string }
  /** Where the hook is claimed, and this page's own token, so that the claim is counted here. */
  claimAt: { path: string; page: string } | null
  hasPicture: boolean
  fault: LeadFault | null
  isDone: boolean
}

/** A landing page in its layout: something to be had, somebody to talk to, something that takes place. */
export function landingBody(t: PageWords, shown: Shown): Html {
  const { landing, words } = shown
  const deed = deedOf(t, shown)
  const head = html`<section class="hero"><h1>${words.headline}</h1>${words.lead === '' ? null : html`<p>${words.lead}</p>`}</section>`
  if (landing.template === 'consult') return html`${head}${deed}${pointsOf(words, 'points')}`
  if (landing.template === 'event') return html`${head}${pointsOf(words, 'points numbered')}${deed}`
  return html`${head}${pointsOf(words, 'points')}${deed}`
}

function pointsOf({ points }: Variant, look: string): Html | null {
  if (points.length === 0) return null
  return html`<section class="card"><ul class="${look}">${points.map((point) => html`<li>${point}</li>`)}</ul></section>`
}

function deedOf(t: PageWords, shown: Shown): Html {
  const { landing, words, path, claimAt, hasPicture, visitor } = shown
  if (landing.deed === 'claim' && claimAt)
    return html`<section class="card">${claimForm(t, { ...claimAt, visitor, button: words.button })}</section>`
  if (landing.deed === 'code')
    return html`<section class="card"><h2>${words.button}</h2>${hasPicture ? codePictureOf(t, path) : null}<p class="quiet">${t.scan}</p></section>`
  return shown.isDone
    ? html`<section class="card" role="status"><h2>${t.thanks}</h2><p class="quiet">${t.thanks_why}</p></section>`
    : leadForm(t, shown)
}

function leadForm(t: PageWords, { words, path, visitor, fault }: Shown): Html {
  return html`<section class="card"><form method="post" action="${path}"><input type="hidden" name="v" value="${visitor.token}">${fault === null ? null : html`<p class="error" role="alert">${t[fault]}</p>`}<label>${t.name}<input class="field" name="name" maxlength="40" autocomplete="name"></label><label>${t.phone}<input class="field" name="phone" type="tel" inputmode="tel" required maxlength="20" autocomplete="tel"></label><label class="check"><input type="checkbox" name="agree" value="1" required><span>${t.agree}</span></label><button class="deed">${words.button}</button></form></section>`
}
