import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Chance, Tenant } from '../kernel/index.ts'
import { type Html, html } from './html.ts'
import { pageTexts } from './text.ts'

export type Language = 'zh' | 'en'

/** The language of whoever looks: Chinese unless the browser asks for English first. */
export function languageOf({ headers }: Pick<FastifyRequest, 'headers'>): Language {
  return headers['accept-language']?.toLowerCase().startsWith('en') ? 'en' : 'zh'
}

export type Shown = {
  tenant: Pick<Tenant, 'name'>
  language: Language
  title: string
  body: Html
  /** The brand's colour, `#rrggbb`. */
  colour: string
  status?: number
  /** Improves the page; it has to work without. Written by us alone: no value of anybody's may be in it. */
  script?: string
  style?: string
  /** Further origins that may show it in a frame. */
  frames?: readonly string[]
}

const NONCE_BYTES = 16

/**
 * Sends a page of the brand's own: its name and colour around the body, and the head that keeps it harmless. It has no
 * picture, font or script of anybody else's and weighs a few kilobytes.
 */
export function sendPage(
  reply: FastifyReply,
  { chance, frame }: { chance: Chance; frame: string | null },
  shown: Shown,
): FastifyReply {
  const nonce = Buffer.from(chance.bytes(NONCE_BYTES)).toString('base64')
  const origins = [...(frame === null ? [] : [frame]), ...(shown.frames ?? [])]
  if (origins.length > 0) reply.removeHeader('x-frame-options')
  return reply
    .code(shown.status ?? 200)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('content-security-policy', policyOf(nonce, origins))
    .type('text/html; charset=utf-8')
    .send(written(shown, nonce).html)
}

function policyOf(nonce: string, origins: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "img-src 'self' data: https:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${origins.length === 0 ? "'none'" : origins.join(' ')}`,
  ].join('; ')
}

function written({ tenant, language, title, body, colour, script, style }: Shown, nonce: string) {
  const css: Html = { html: STYLE.replaceAll('COLOUR', colour) + (style ?? '') }
  const code: Html = { html: script ?? '' }
  return html`<!doctype html><html lang="${pageTexts[language].lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover"><meta name="robots" content="noindex"><meta name="format-detection" content="telephone=no"><title>${title}</title><style nonce="${nonce}">${css}</style></head><body><header class="brand">${tenant.name}</header><main>${body}</main>${script === undefined ? null : html`<script nonce="${nonce}">${code}</script>`}</body></html>`
}

/** What stands there when a link leads nowhere any more. */
export function sendGone(
  reply: FastifyReply,
  deps: { chance: Chance; frame: string | null },
  shown: Pick<Shown, 'tenant' | 'language' | 'colour'>,
): FastifyReply {
  const t = pageTexts[shown.language]
  const body = html`<section class="card"><h1>${t.gone_title}</h1><p class="quiet">${t.gone}</p></section>`
  return sendPage(reply, deps, { ...shown, title: t.gone_title, body, status: 404 })
}

/**
 * The look of all pages: paper, one card, one colour. Classes that rooms use: card, quiet, deed (the main button), plain (a
 * second one), choice (a label around an input that looks like a button), field, error, steps, code, big; and the element progress.
 */
const STYLE = `*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#fbfaf7;color:#1c1f1d;font:16px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif;padding-bottom:env(safe-area-inset-bottom)}
.brand{background:COLOUR;color:#fff;padding:12px 20px;font-weight:600;min-height:48px}
main{max-width:430px;margin:0 auto;padding:16px}
.card{background:#fff;border:1px solid #e7e5df;border-radius:12px;padding:20px;margin:0 0 16px}
h1{font-size:20px;line-height:1.4;margin:0 0 8px}
h2{font-size:17px;line-height:1.4;margin:0 0 8px}
p{margin:0 0 12px;white-space:pre-line;overflow-wrap:anywhere}
.quiet{color:#5a5f5b;font-size:14px}
.big{font-size:28px;line-height:1.3;font-weight:600;font-variant-numeric:tabular-nums}
.deed,.plain{display:block;width:100%;font:inherit;font-weight:600;text-align:center;text-decoration:none;border-radius:24px;padding:11px 20px;min-height:48px;border:1px solid COLOUR;cursor:pointer}
.deed{background:COLOUR;color:#fff}
.plain{background:#fff;color:COLOUR;margin-top:12px}
.deed:disabled{opacity:.6}
.choice{display:flex;gap:12px;align-items:center;min-height:48px;padding:10px 14px;margin:0 0 10px;border:1px solid #dedbd3;border-radius:10px;cursor:pointer}
.choice input{accent-color:COLOUR;width:20px;height:20px;margin:0;flex:none}
.choice:has(input:checked){border-color:COLOUR;box-shadow:inset 0 0 0 1px COLOUR}
.field{display:block;width:100%;font:inherit;padding:11px 12px;border:1px solid #b9b6ad;border-radius:10px;background:#fff;color:inherit;margin:0 0 12px}
textarea.field{min-height:120px}
:focus-visible{outline:3px solid COLOUR;outline-offset:2px}
.error{color:#b42318;margin:0 0 12px}
progress{appearance:none;display:block;width:100%;height:6px;border:0;border-radius:3px;background:#e7e5df;overflow:hidden;margin:0 0 16px}
progress::-webkit-progress-bar{background:#e7e5df}
progress::-webkit-progress-value{background:COLOUR}
progress::-moz-progress-bar{background:COLOUR}
.code{width:200px;height:200px;margin:12px auto;display:block}
.code svg,.code img{width:100%;height:100%;display:block}
.poster{margin:12px auto;max-width:300px}
.poster img{width:100%;height:auto;display:block;border-radius:8px}
details summary{cursor:pointer;padding:12px 0}
ul.steps{list-style:none;margin:0;padding:0}
ul.steps li{padding:10px 0;border-top:1px solid #e7e5df;display:flex;justify-content:space-between;gap:12px}
ul.steps li:first-child{border-top:0}
`
