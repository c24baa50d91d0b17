import type { GiftAddress } from '../../contract/reward.ts'
import { dayOf, type Tenant, unreachable } from '../kernel/index.ts'
import { codePicture, type Html, html, type Language, noHtml } from '../page/index.ts'
import type { StoredGrant } from './grant-store.ts'
import { rewardPageTexts } from './page-text.ts'

export type Shown = {
  tenant: Pick<Tenant, 'timeZone'>
  language: Language
  grant: StoredGrant
  words: string
  /** Whether whoever looks is known to be the one it was given to. */
  isTheirs: boolean
  visitor: string
  code: string | null
  /** Of money that is to be taken: what WeChat needs for it. */
  receipt: { mchId: string; appId: string; package: string } | null
  /** What was sent and could not be taken. */
  wrong: GiftAddress | null
}

/** The page of one reward: what it is, and what its owner is to do. */
export function rewardBody(shown: Shown): Html {
  const { grant, words, isTheirs, language } = shown
  const t = rewardPageTexts[language]
  return html`<section class="card"><h1>${grant.rewardName}</h1>${
    words === '' ? noHtml : html`<p class="quiet">${words}</p>`
  }${isTheirs ? standing(shown) : html`<h2>${t.not_yours}</h2><p class="quiet">${t.not_yours_why}</p>`}</section>`
}

function standing(shown: Shown): Html {
  const { grant, language, tenant } = shown
  const t = rewardPageTexts[language]
  switch (grant.state) {
    case 'pending':
      return html`<p>${t.pending.replace('{day}', dayOf(grant.holdUntil, tenant.timeZone))}</p>`
    case 'frozen':
      return html`<p>${t.frozen}</p>`
    case 'posted':
      return posted(shown)
    case 'awaiting':
      return receipt(shown)
    case 'paid':
      return html`${amount(shown)}<p>${t.paid}</p>`
    case 'returned':
    case 'expired':
    case 'cancelled':
    case 'clawed_back':
      return html`<p>${t.over}</p>`
    default:
      return unreachable(grant.state)
  }
}

function posted(shown: Shown): Html {
  const { grant, code, language } = shown
  const t = rewardPageTexts[language]
  switch (grant.kind) {
    case 'coupon':
      return html`<p class="quiet">${t.code}</p><p class="big">${code ?? ''}</p><div class="code">${codePicture(code ?? '')}</div>`
    case 'points':
      return html`<p class="big">${t.points.replace('{points}', String(grant.points ?? 0))}</p>`
    case 'payment':
      return html`${amount(shown)}<p>${t.payment_asked}</p>`
    case 'gift':
      return gift(shown)
    default:
      return unreachable(grant.kind)
  }
}

function amount({ grant, language }: Shown): Html {
  const yuan = ((grant.amount ?? 0) / 100).toFixed(2)
  return html`<p class="big">${rewardPageTexts[language].payment.replace('{amount}', yuan)}</p>`
}

function receipt(shown: Shown): Html {
  const t = rewardPageTexts[shown.language]
  const given = shown.receipt
  return html`${amount(shown)}<p class="quiet">${t.payment_how}</p>${
    given
      ? html`<button class="deed" id="take" data-mch="${given.mchId}" data-app="${given.appId}" data-package="${given.package}">${t.payment_take}</button>`
      : noHtml
  }`
}

function gift({ grant, language, visitor, wrong }: Shown): Html {
  const t = rewardPageTexts[language]
  if (grant.sentAt !== null) return html`<p>${t.gift_sent.replace('{parcel}', grant.parcel)}</p>`
  const field = (name: 'name' | 'phone', type: string, fill: string) =>
    html`<label>${t[name]}<input class="field" type="${type}" name="${name}" maxlength="40" required autocomplete="${fill}" value="${wrong?.[name] ?? ''}"></label>`
  return html`<p>${grant.hasAddress ? t.gift_kept : t.gift}</p>${
    wrong ? html`<p class="error" role="alert">${t.missing}</p>` : noHtml
  }<form method="post"><input type="hidden" name="v" value="${visitor}">${field('name', 'text', 'name')}${field('phone', 'tel', 'tel')}<label>${t.address}<textarea class="field" name="address" maxlength="200" required autocomplete="street-address">${wrong?.address ?? ''}</textarea></label><button class="deed">${t.save}</button></form>`
}

/** Lets WeChat open its own page of the receipt; a page cannot take money by itself. */
export const rewardScript = `
const take = document.getElementById('take')
if (take) take.addEventListener('click', () => {
  const bridge = window.WeixinJSBridge
  if (!bridge) return
  const { mch, app, package: pack } = take.dataset
  bridge.invoke('requestMerchantTransfer', { mchId: mch, appId: app, package: pack }, () => location.reload())
})
`
