import { type Html, html } from '../page/index.ts'
import type { Claim, ClaimRefusal } from './claim.ts'
import type { StoredHook } from './hook.ts'
import type { PageWords } from './page-text.ts'

/** What the page of a hook shows: what was claimed, the button that claims, or why it cannot be had. */
export function hookBody(
  t: PageWords,
  {
    hook,
    path,
    visitor,
    claim,
    refusal,
    hasPicture,
  }: {
    hook: Pick<StoredHook, 'title' | 'words' | 'pain'>
    /** The page's own address. */
    path: string
    visitor: { token: string }
    claim: Claim | null
    refusal: ClaimRefusal | null
    hasPicture: boolean
  },
): Html {
  if (claim) return claimed(t, { claim, path })
  if (refusal === 'not_friend') return befriend(t, { hook, path, hasPicture })
  if (refusal === 'ended' || refusal === 'sold_out' || refusal === 'not_new')
    return html`<section class="card"><h1>${t[refusal]}</h1><p class="quiet">${t[`${refusal}_why`]}</p></section>`
  return html`<section class="card"><p class="quiet">${hook.pain}</p><h1>${hook.title}</h1><p>${hook.words}</p>${claimForm(t, { path, visitor, button: t.claim, page: null })}</section>`
}

/** The form that claims, also from a landing page. */
export function claimForm(
  t: PageWords,
  {
    path,
    visitor,
    button,
    page,
  }: { path: string; visitor: { token: string }; button: string; page: string | null },
): Html {
  return html`<form method="post" action="${path}"><input type="hidden" name="v" value="${visitor.token}">${page === null ? null : html`<input type="hidden" name="page" value="${page}">`}<button class="deed">${button === '' ? t.claim : button}</button></form>`
}

function claimed(t: PageWords, { claim, path }: { claim: Claim; path: string }): Html {
  const { title, words, code, url, id } = claim
  return html`<section class="card"><p class="quiet">${t.mine}</p><h1>${title}</h1><p>${words}</p>${code === '' ? null : html`<p class="quiet">${t.code}</p><p class="big">${code}</p>`}${url === null ? null : html`<a class="deed" href="${`${path}/go?c=${id}`}">${t.open}</a>`}</section>`
}

function befriend(
  t: PageWords,
  {
    hook,
    path,
    hasPicture,
  }: { hook: Pick<StoredHook, 'title' | 'words' | 'pain'>; path: string; hasPicture: boolean },
): Html {
  return html`<section class="card"><p class="quiet">${hook.pain}</p><h1>${hook.title}</h1><p>${hook.words}</p></section><section class="card"><h2>${t.not_friend}</h2>${hasPicture ? codePictureOf(t, path) : null}<p class="quiet">${hasPicture ? t.not_friend_why : t.not_friend_no_code}</p></section>`
}

/** The picture of a code from our own address, in a place that is as large before it has come. */
export function codePictureOf(t: PageWords, path: string): Html {
  return html`<div class="code"><img src="${`${path}/code`}" width="200" height="200" alt="${t.picture}"></div>`
}
