import { afterEach, expect, test } from 'vitest'
import { authorizeUrl, scanLoginUrl, signPage } from '../wecom/index.ts'
import { SANDBOX_AGENT, SANDBOX_CORP, type Sandbox } from './index.ts'
import { opened, startedOver } from './opened.fixture.ts'

afterEach(startedOver)

const redirectUri = 'http://127.0.0.1:3000/back?from=page'

/** Where somebody who is there, or whom the phone names, is sent. */
async function comeBack(href: string, headers: Record<string, string> = {}): Promise<URL | null> {
  const answer = await fetch(href.split('#')[0] ?? '', { redirect: 'manual', headers })
  const location = answer.headers.get('location')
  return location === null ? null : new URL(location)
}

function oauth(sandbox: Sandbox, privateOf?: { agentId: number }): string {
  const page = { base: sandbox.url, corpId: SANDBOX_CORP, redirectUri, state: 'seen' }
  return authorizeUrl({ ...page, ...(privateOf ? { privateOf } : {}) })
}

test('a page signs what it shows as WeCom does', () => {
  const page = {
    ticket: 'LY_TICKET_0001',
    nonce: 'Wm3WZYTPz0wzccnW',
    timestamp: 1_767_225_600,
    url: 'https://crm.example.com/sidebar?x=1#top',
  }
  expect(signPage(page)).toBe('cb7faa011e04394338e3b0a6c1f478bffeb3c2bc')
})

test('tickets are of the company or of the app, the same for two hours, and not to be asked for all the time', async () => {
  const { sandbox, wecom } = await opened()
  const [one, other] = [await wecom.jsapiTicket(), await wecom.agentTicket()]
  expect(one.ok && other.ok && one.value.ticket !== other.value.ticket).toBe(true)
  sandbox.world.clock.advanceMs(3_600_000)
  expect(await wecom.jsapiTicket()).toMatchObject({
    value: { ticket: one.ok && one.value.ticket },
  })
  for (let n = 0; n < 100; n += 1) await wecom.agentTicket()
  expect(await wecom.agentTicket()).toMatchObject({ errcode: 45009 })
})

test('who opens a page is known by a code that works once: a customer by name only if somebody follows them', async () => {
  const { sandbox, wecom } = await opened()
  const id = sandbox.deeds.makePerson().externalUserId
  const cookie = `theme=light; sandbox_as=${encodeURIComponent(`customer:${id}`)}`
  const back = await comeBack(oauth(sandbox), { cookie })
  expect(back?.pathname).toBe('/back')
  expect(back?.searchParams.get('state')).toBe('seen')
  const code = back?.searchParams.get('code') ?? ''
  const stranger = await wecom.visitor(code)
  expect(stranger).toMatchObject({ value: { openid: expect.any(String) } })
  expect(stranger.ok && stranger.value.external_userid).toBeUndefined()
  expect(await wecom.visitor(code)).toMatchObject({ errcode: 40029 })
  sandbox.deeds.befriend(id, 'chenlan')
  const again = await comeBack(oauth(sandbox), { cookie })
  expect(await wecom.visitor(again?.searchParams.get('code') ?? '')).toMatchObject({
    value: { external_userid: id },
  })
})

test('a code is over after five minutes', async () => {
  const { sandbox, wecom } = await opened()
  const back = await comeBack(`${oauth(sandbox).split('#')[0]}&as=member:chenlan`)
  sandbox.world.clock.advanceMs(300_001)
  expect(await wecom.visitor(back?.searchParams.get('code') ?? '')).toMatchObject({
    errcode: 40029,
  })
})

test('a member tells more of themselves only when the page asks for it', async () => {
  const { sandbox, wecom } = await opened()
  const come = async (href: string) => {
    const back = await comeBack(`${href.split('#')[0]}&as=member:chenlan`)
    const visitor = await wecom.visitor(back?.searchParams.get('code') ?? '')
    return visitor.ok ? visitor.value : null
  }
  expect(await come(oauth(sandbox))).toMatchObject({ userid: 'chenlan' })
  const granted = await come(oauth(sandbox, { agentId: SANDBOX_AGENT }))
  const ticket = granted?.user_ticket ?? ''
  expect(await wecom.visitorDetail(ticket)).toMatchObject({ value: { userid: 'chenlan' } })
  expect(await wecom.visitorDetail('none')).toMatchObject({ errcode: 84015 })
  sandbox.world.clock.advanceMs(1_800_001)
  expect(await wecom.visitorDetail(ticket)).toMatchObject({ errcode: 84014 })
})

test('at a desk only members whom the app sees may sign in, and only to a trusted page of the app', async () => {
  const { sandbox, wecom } = await opened()
  const login = (agentId = SANDBOX_AGENT) =>
    scanLoginUrl({ base: sandbox.url, corpId: SANDBOX_CORP, agentId, redirectUri, state: 's' })
  const asked = await (await fetch(login())).text()
  expect(asked).toContain('扫码登录')
  expect(asked).toContain('陈兰')
  const back = await comeBack(`${login()}&as=member:chenlan`)
  expect(await wecom.visitor(back?.searchParams.get('code') ?? '')).toMatchObject({
    value: { userid: 'chenlan' },
  })
  const id = sandbox.deeds.makePerson().externalUserId
  expect(await comeBack(`${login()}&as=customer:${id}`)).toBeNull()
  expect(await comeBack(`${login(7)}&as=member:chenlan`)).toBeNull()
  sandbox.world.corp.visible = new Set(['zhoumu'])
  expect(await comeBack(`${login()}&as=member:chenlan`)).toBeNull()
  sandbox.world.corp.redirectDomain = 'crm.example.com'
  expect(await comeBack(`${login()}&as=member:zhoumu`)).toBeNull()
})
