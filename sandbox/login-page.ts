import type { IncomingMessage, ServerResponse } from 'node:http'
import { shopOf } from './directory.ts'
import { giveCode, type Visitor, visitorIn } from './login.ts'
import { loginTexts } from './text.ts'
import { isVisible, type World } from './world.ts'

/** Where a page inside WeChat or WeCom sends somebody, and where somebody at a desk scans (documents 91022, 98152). */
export const AUTHORIZE = '/connect/oauth2/authorize'
export const SCAN_LOGIN = '/wwlogin/sso/login'

/** The phone says by this cookie whose it is, so that a page learns it without a question, as within WeChat. */
const AS = /(?:^|;\s*)sandbox_as=([^;]+)/
const CUSTOMERS_SHOWN = 30

/** Answers with who somebody is, or asks them. */
export function answerLogin(
  request: IncomingMessage,
  response: ServerResponse,
  { worlds, url }: { worlds: readonly World[]; url: URL },
): void {
  const world = worlds.find(({ corp }) => corp.corpId === url.searchParams.get('appid'))
  const texts = loginTexts(url.searchParams.get('lang') === 'en' ? 'en' : 'zh')
  const refused = world ? refusalOf(world, url) : texts.noCorp
  if (!world || refused !== null) {
    show(response, 400, `<p>${escaped(refused ?? '')}</p>`)
    return
  }
  const isScan = url.pathname === SCAN_LOGIN
  const given = url.searchParams.get('as') ?? (isScan ? null : cookieOf(request))
  const visitor = given === null ? null : visitorIn(world, given)
  if (visitor && !(isScan && !mayScan(world, visitor))) {
    sendBack(response, { world, url, visitor })
    return
  }
  const title = isScan ? texts.scanTitle : texts.askTitle
  const people = isScan ? members(world) : [...members(world), ...customers(world)]
  const choices = people.map(({ as, name, more }) => choice(url, { as, name, more })).join('')
  show(response, 200, `<h1>${escaped(title)}</h1><p>${escaped(texts.why)}</p><ul>${choices}</ul>`)
}

/** What WeCom says before it asks anybody: the app is not this corp's, the page is not the app's. */
function refusalOf({ corp }: World, url: URL): string | null {
  const texts = loginTexts(url.searchParams.get('lang') === 'en' ? 'en' : 'zh')
  const { searchParams: query, pathname } = url
  const needsAgent = pathname === SCAN_LOGIN || query.get('scope') === 'snsapi_privateinfo'
  if (needsAgent && Number(query.get('agentid')) !== corp.agentId) return texts.noApp
  const page = query.get('redirect_uri') ?? ''
  if (!URL.canParse(page)) return texts.noPage
  const target = new URL(page)
  const isTrusted = corp.redirectDomain === '' || corp.redirectDomain === target.host
  return isTrusted ? null : texts.notTrusted(target.host)
}

function mayScan({ corp }: World, { kind, id }: Visitor): boolean {
  return kind === 'member' && isVisible(corp, id) && corp.members.get(id)?.status === 1
}

function sendBack(
  response: ServerResponse,
  { world, url, visitor }: { world: World; url: URL; visitor: Visitor },
): void {
  const isPrivate = url.searchParams.get('scope') === 'snsapi_privateinfo'
  const target = new URL(url.searchParams.get('redirect_uri') ?? '')
  target.searchParams.set('code', giveCode(world, visitor, isPrivate))
  target.searchParams.set('state', url.searchParams.get('state') ?? '')
  response.writeHead(302, { location: target.href, 'cache-control': 'no-store' }).end()
}

function cookieOf({ headers }: IncomingMessage): string | null {
  const found = AS.exec(headers.cookie ?? '')
  return found?.[1] ? decodeURIComponent(found[1]) : null
}

type Choice = { as: string; name: string; more: string }

function members(world: World): Choice[] {
  return [...world.corp.members.values()]
    .filter(({ userid }) => mayScan(world, { kind: 'member', id: userid }))
    .map((member) => ({
      as: `member:${member.userid}`,
      name: member.name,
      more: shopOf(world.corp, member),
    }))
}

function customers({ corp }: World): Choice[] {
  return [...corp.persons.values()]
    .slice(-CUSTOMERS_SHOWN)
    .reverse()
    .map(({ externalUserId, name, memberNo }) => ({
      as: `customer:${externalUserId}`,
      name,
      more: memberNo,
    }))
}

function choice(url: URL, { as, name, more }: Choice): string {
  const to = new URL(url)
  to.searchParams.set('as', as)
  const href = `${to.pathname}${to.search}`
  return `<li><a href="${escaped(href)}"><b>${escaped(name)}</b> <small>${escaped(more)}</small></a></li>`
}

const STYLE =
  'body{font:16px/1.6 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;background:#f4f2ed;color:#1c1f1d;max-width:420px;margin:0 auto;padding:24px 16px}h1{font-size:20px}p{color:#5a5f5b}ul{list-style:none;padding:0}a{display:block;padding:12px 16px;margin:8px 0;background:#fff;border:1px solid #dedbd3;border-radius:8px;color:inherit;text-decoration:none}a:hover,a:focus-visible{border-color:#087f5b}small{color:#5a5f5b}'

function show(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=UTF-8',
    'cache-control': 'no-store',
  })
  response.end(
    `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>WeCom</title><style>${STYLE}</style><body>${body}</body></html>`,
  )
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
