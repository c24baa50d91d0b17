import type { Tenant } from '../kernel/index.ts'
import { type Html, html, type Language } from '../page/index.ts'
import type { StoredCampaign } from './campaign.ts'
import { type PageText, pageText } from './page-text.ts'
import type { Standing } from './standing.ts'

/** What the page is about: who looks, and how they stand. */
export type Look = {
  tenant: Pick<Tenant, 'timeZone'>
  language: Language
  campaign: Pick<
    StoredCampaign,
    'headline' | 'story' | 'state' | 'stayDays' | 'needsOrder' | 'friendsMax'
  >
  tiers: readonly { people: number; name: string }[]
  /** Not begun yet, by its own date. */
  isEarly: boolean
  isFriend: boolean
  standing: Standing | null
  /** The visitor, for the form. */
  token: string
  /** The picture of their own code; null: it is not there yet. */
  code: string | null
  /** The poster with their code and name, to be kept and passed on; null: the campaign has none. */
  poster: string | null
  rewardUrl: (grantId: string) => string
}

/** The page on which a customer takes part, and later sees how far they are. */
export function referralPage(look: Look): Html {
  const t = pageText(look.language)
  const { campaign, standing, isFriend, isEarly } = look
  if (standing) return html`${introduction(look)}${notice(look, t)}${progress(look, standing, t)}`
  if (!isFriend)
    return html`${introduction(look)}<section class="card"><h2>${t.stranger_title}</h2><p>${t.stranger}</p></section>`
  const mayJoin = campaign.state === 'live' && !isEarly
  return html`${introduction(look)}<section class="card">${gets(look, t)}${notice(look, t)}${
    mayJoin
      ? html`<form method="post"><input type="hidden" name="v" value="${look.token}"><button class="deed">${t.take_part}</button></form>`
      : null
  }</section>${rules(look, t)}`
}

function introduction({ campaign }: Look): Html {
  return html`<section class="card"><h1>${campaign.headline}</h1><p>${campaign.story}</p></section>`
}

function notice({ campaign: { state }, isEarly }: Look, t: PageText): Html | null {
  if (state === 'ended') return html`<p class="quiet">${t.closed}</p>`
  if (state === 'paused') return html`<p class="quiet">${t.paused}</p>`
  return isEarly ? html`<p class="quiet">${t.not_yet}</p>` : null
}

function gets({ tiers }: Look, t: PageText): Html {
  const rows = tiers.map(
    ({ people, name }) => html`<li><span>${t.gets(people)}</span><b>${name}</b></li>`,
  )
  return html`<ul class="steps">${rows}</ul>`
}

function rules({ campaign: { stayDays, needsOrder, friendsMax } }: Look, t: PageText): Html {
  const said = [
    t.rule_new,
    ...(stayDays > 0 ? [t.rule_stay(stayDays)] : []),
    ...(needsOrder ? [t.rule_order] : []),
    t.rule_max(friendsMax),
    t.rule_own,
  ]
  return html`<section class="card"><h2>${t.rules}</h2>${said.map((one) => html`<p class="quiet">${one}</p>`)}</section>`
}

function progress(look: Look, standing: Standing, t: PageText): Html {
  const { counted, waiting } = standing
  const last = look.tiers.at(-1)?.people ?? 1
  return html`<section class="card"><h2>${t.your_code}</h2>${code(look, standing, t)}<p class="quiet">${t.how}</p></section>
<section class="card"><p class="big">${t.progress(counted, waiting)}</p><progress max="${last}" value="${Math.min(counted, last)}"></progress><h2>${t.rewards}</h2><ul class="steps">${standing.tiers.map((tier) => tierRow(look, tier, t))}</ul></section>
<section class="card"><h2>${t.friends}</h2>${friends(look, standing, t)}</section>${rules(look, t)}`
}

function code({ code: picture, poster }: Look, { inviter }: Standing, t: PageText): Html {
  if (picture !== null && poster !== null)
    return html`<div class="poster"><img src="${poster}" alt="${t.your_poster}" width="300"></div><p class="quiet">${t.keep_poster}</p><details><summary>${t.only_code}</summary><div class="code"><img src="${picture}" alt="${t.your_code}" width="200" height="200"></div></details>`
  if (picture !== null)
    return html`<div class="code"><img src="${picture}" alt="${t.your_code}" width="200" height="200"></div>`
  return html`<p>${inviter.codePhase === 'failed' ? t.code_failed : t.making}</p>`
}

function tierRow(look: Look, tier: Standing['tiers'][number], t: PageText): Html {
  const url = tier.state === 'posted' && tier.grantId !== null ? look.rewardUrl(tier.grantId) : null
  const link = url === null ? null : html` <a href="${url}">${t.see_reward}</a>`
  return html`<li><span>${t.gets(tier.people)} · ${tier.reward}</span><span class="quiet">${tierState(look, tier, t)}${link}</span></li>`
}

function tierState(look: Look, { state, holdUntil }: Standing['tiers'][number], t: PageText) {
  if (state === null) return t.state_none
  if (state === 'pending')
    return holdUntil === null ? t.state_pending_soon : t.state_pending(dayWord(look, holdUntil))
  if (state === 'frozen') return t.state_frozen
  return state === 'posted' ? t.state_posted : t.state_out
}

function friends(look: Look, standing: Standing, t: PageText): Html {
  if (standing.friends.length === 0) return html`<p class="quiet">${t.nobody}</p>`
  const rows = standing.friends.map(
    (friend) =>
      html`<li><span>${friend.name} · ${dayWord(look, friend.cameAt)}</span><span class="quiet">${friendState(look, friend, t)}</span></li>`,
  )
  return html`<ul class="steps">${rows}</ul>`
}

const REFUSALS = {
  not_new: 'refused_not_new',
  self: 'refused_self',
  too_many: 'refused_too_many',
  not_live: 'refused_not_live',
} as const
const isRefusal = (value: string | null): value is keyof typeof REFUSALS =>
  value !== null && value in REFUSALS

function friendState(look: Look, friend: Standing['friends'][number], t: PageText): string {
  const { state, refusal, suspicion, dueAt } = friend
  if (state === 'refused') return isRefusal(refusal) ? t[REFUSALS[refusal]] : t.refused_by_hand
  if (suspicion === 'confirmed') return t.confirmed
  if (state === 'left') return t.left
  if (suspicion === 'open') return t.looking
  if (state === 'counted') return t.counted
  return dueAt === null ? t.needs_order : t.until(dayWord(look, dueAt))
}

/** A day as people say it, in the workspace's zone. */
function dayWord({ tenant, language }: Look, at: Date): string {
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en', {
    timeZone: tenant.timeZone,
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
  }).format(at)
}
