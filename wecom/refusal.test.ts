import { expect, test } from 'vitest'
import {
  type AskOptions,
  createWecom,
  type Lanes,
  type Patience,
  tokensInMemory,
  withoutSecrets,
} from './index.ts'

type Reply = { errcode: number } & Record<string, unknown>

/** A WeCom that says these things one after the other, and then that all is well. */
function wecomSaying(replies: Reply[], more: Partial<AskOptions> = {}) {
  const asked: URL[] = []
  let tokens = 0
  const fetch: typeof globalThis.fetch = async (address) => {
    const url = new URL(address instanceof Request ? address.url : address)
    if (url.pathname === '/cgi-bin/gettoken') {
      tokens += 1
      return Response.json({ errcode: 0, access_token: `TOKEN-${tokens}`, expires_in: 7_200 })
    }
    asked.push(url)
    return Response.json(replies.shift() ?? { errcode: 0, errmsg: 'ok' })
  }
  const now = new Date('2026-11-11T09:00:00+08:00')
  const wecom = createWecom({
    baseUrl: 'https://wecom.example',
    corpId: 'ww01',
    secret: 'very-secret',
    tokens: tokensInMemory(),
    clock: { now: () => now },
    fetch,
    ...more,
  })
  return { wecom, asked, tokensFetched: () => tokens, move: (ms: number) => now.setTime(+now + ms) }
}

const patience = (waits: number[]): Patience => ({
  async wait(ms) {
    waits.push(ms)
  },
  chance: () => 0.5,
})
const marks = { userid: 'chenlan', externalUserId: 'wm1', add: ['et1'], remove: [] }
const welcome = { welcomeCode: 'CODE', text: '你好', attachments: [] }

/** Document 90313 and section 2.3 of our notes: what each code means for who asked. */
test.each([
  [-1, 'unknown', 'later'],
  [40014, 'not_executed', 'token'],
  [42001, 'not_executed', 'token'],
  [41050, 'not_executed', 'never'],
  [41051, 'not_executed', 'never'],
  [41096, 'not_executed', 'later'],
  [45009, 'not_executed', 'later'],
  [45033, 'not_executed', 'later'],
  [45035, 'not_executed', 'later'],
  [84061, 'not_executed', 'never'],
  [48002, 'not_executed', 'never'],
  [60011, 'not_executed', 'never'],
  [60020, 'not_executed', 'never'],
] as const)('%i was %s and may be asked again %s', async (errcode, certainty, retry) => {
  // Twice, because a token that was ended is renewed once by itself.
  const { wecom } = wecomSaying([{ errcode }, { errcode }])
  expect(await wecom.sendWelcome(welcome)).toMatchObject({ errcode, certainty, retry })
})

test.each([40014, 42001, 41001])(
  '%i: the token is renewed once, and the call repeated once',
  async (errcode) => {
    const { wecom, asked, tokensFetched } = wecomSaying([{ errcode }])
    expect(await wecom.sendWelcome(welcome)).toMatchObject({ ok: true })
    expect(asked.map((url) => url.searchParams.get('access_token'))).toEqual(['TOKEN-1', 'TOKEN-2'])
    expect(tokensFetched()).toBe(2)
  },
)

test.each([45033, 45035, 6000])(
  '%i: it was not carried out, so it is asked again after a pause, three times in all',
  async (errcode) => {
    const waits: number[] = []
    const { wecom, asked } = wecomSaying([{ errcode }, { errcode }], { patience: patience(waits) })
    expect(await wecom.markTags(marks)).toMatchObject({ ok: true })
    expect([asked.length, waits]).toEqual([3, [400, 800]])
    const stubborn = wecomSaying(
      Array.from({ length: 9 }, () => ({ errcode })),
      { patience: patience([]) },
    )
    expect(await stubborn.wecom.markTags(marks)).toMatchObject({ errcode })
    expect(stubborn.asked).toHaveLength(3)
  },
)

test('-1: what only reads is asked again, what may have been sent is not', async () => {
  const busy = { errcode: -1 }
  const reading = wecomSaying([busy], { patience: patience([]) })
  await reading.wecom.corpTags()
  expect(reading.asked).toHaveLength(2)
  const sending = wecomSaying([busy], { patience: patience([]) })
  expect(await sending.wecom.markTags(marks)).toMatchObject({ certainty: 'unknown' })
  expect(sending.asked).toHaveLength(1)
})

test.each([41051, 84061, 48002])('%i is final: no patience changes it', async (errcode) => {
  const { wecom, asked } = wecomSaying([{ errcode }], { patience: patience([]) })
  expect(await wecom.markTags(marks)).toMatchObject({ errcode, retry: 'never' })
  expect(asked).toHaveLength(1)
})

test('a call for which there is no room does not leave, and says from when it may be asked for again', async () => {
  const until = new Date('2026-11-11T09:01:00+08:00')
  const told: unknown[] = []
  const lanes: Lanes = {
    enter: async (path) => (path.endsWith('get_corp_tag_list') ? until : null),
    left: async (path, refused) => void told.push([path, refused?.errcode ?? null]),
  }
  const limited = { errcode: 45009 }
  const { wecom, asked } = wecomSaying([limited], { lanes, patience: patience([]) })
  expect(await wecom.corpTags()).toMatchObject({
    errcode: 45009,
    certainty: 'not_executed',
    heldUntil: until,
  })
  expect(asked).toHaveLength(0)
  expect(await wecom.contactsOf('chenlan')).toMatchObject({ errcode: 45009, heldUntil: null })
  expect(await wecom.contactsOf('chenlan')).toMatchObject({ ok: true })
  const path = '/cgi-bin/externalcontact/list'
  expect(told).toEqual([
    [path, 45009],
    [path, null],
  ])
})

test('a call that a new token repeats is counted twice', async () => {
  const entered: string[] = []
  const lanes: Lanes = {
    async enter(path) {
      entered.push(path)
      return null
    },
    left: async () => {},
  }
  const { wecom } = wecomSaying([{ errcode: 42001 }], { lanes })
  expect(await wecom.corpTags()).toMatchObject({ ok: true })
  expect(entered).toHaveLength(2)
})

test('a welcome, whose chance is gone in twenty seconds, is left to its own lane: not repeated here, and closing nothing', async () => {
  const told: unknown[] = []
  const lanes: Lanes = {
    enter: async () => null,
    left: async (_path, _refused, isHurried) => void told.push(isHurried),
  }
  for (const errcode of [45009, 45033]) {
    const { wecom, asked } = wecomSaying([{ errcode }], { lanes, patience: patience([]) })
    expect(await wecom.sendWelcome(welcome)).toMatchObject({ errcode, retry: 'later' })
    expect(asked).toHaveLength(1)
  }
  // That they are over is told, so that others may call; and that it means nothing besides.
  expect(told).toEqual([true, true])
})

test('who has waited three seconds is told what WeCom says, and not kept for another try', async () => {
  let now = Date.parse('2026-11-11T09:00:00+08:00')
  const slow: Patience = {
    async wait(ms) {
      now += ms
    },
    chance: () => 0.5,
  }
  const clock = { now: () => new Date(now) }
  const crowded = { errcode: 45033 }
  const quick = wecomSaying([crowded, crowded], { patience: slow, clock })
  expect(await quick.wecom.corpTags()).toMatchObject({ ok: true })
  const fetch: typeof globalThis.fetch = async (address) => {
    now += 2_800
    return String(address).includes('gettoken')
      ? Response.json({ errcode: 0, access_token: 'T', expires_in: 7_200 })
      : Response.json(crowded)
  }
  const late = wecomSaying([], { patience: slow, clock, fetch })
  const begun = now
  expect(await late.wecom.corpTags()).toMatchObject({ errcode: 45033 })
  expect(now - begun).toBeLessThan(2 * 2_800 + 1_000)
})

test('a field that the documents promise and that does not come is told once, and what may be left out is not', async () => {
  const missing: string[] = []
  const bare = { errcode: 0, follow_user: [{ userid: 'chenlan', tags: [] }] }
  const contact = { ...bare, external_contact: { external_userid: 'wm1', name: '李' } }
  const { wecom } = wecomSaying([contact, contact], {
    onMissing: ({ path, field }) => missing.push(`${path} ${field}`),
  })
  expect(await wecom.contact('wm1')).toMatchObject({ ok: true })
  await wecom.contact('wm1')
  const path = '/cgi-bin/externalcontact/get'
  expect(missing).toContain(`${path} follow_user[].createtime`)
  expect(missing).toContain(`${path} external_contact.gender`)
  expect(missing.filter((one) => /unionid|next_cursor|userid/.test(one))).toEqual([
    `${path} follow_user[].oper_userid`,
  ])
  expect(new Set(missing).size).toBe(missing.length)
})

test('no address in a log has a token, a secret or a code that still works', async () => {
  const address =
    'https://qyapi.weixin.qq.com/cgi-bin/gettoken?corpid=ww01&corpsecret=very-secret&access_token=T1&code=C1#top'
  expect(withoutSecrets(address)).toBe(
    'https://qyapi.weixin.qq.com/cgi-bin/gettoken?corpid=ww01&corpsecret=hidden&access_token=hidden&code=hidden',
  )
  expect(withoutSecrets('very-secret')).toBe('no address')
  const broken: typeof fetch = (url) => Promise.reject(new TypeError(`cannot reach ${String(url)}`))
  const { wecom } = wecomSaying([], { fetch: broken })
  expect(JSON.stringify(await wecom.contact('wm1'))).not.toMatch(/very-secret|TOKEN/)
})

test('what WeCom writes in other ways than its own pages is understood: numbers as texts, no errcode, fields of tomorrow', async () => {
  const group = { chat_id: 'wr1', owner: 'chenlan', create_time: '1767225600', member_version: 'v' }
  const member = { userid: 'wm1', type: '2', join_time: '1767225700', join_scene: '3' }
  const odd: Record<string, unknown> = {
    group_chat: { ...group, member_list: [{ ...member, mood: 'good' }] },
    tomorrow: 1,
  }
  const fetch: typeof globalThis.fetch = async (address) =>
    Response.json(
      String(address).includes('gettoken') ? { access_token: 'T', expires_in: '7200' } : odd,
    )
  const { wecom } = wecomSaying([], { fetch })
  expect(await wecom.group('wr1')).toMatchObject({
    value: {
      create_time: 1_767_225_600,
      member_list: [{ type: 2, join_scene: 3, mood: 'good' }],
    },
  })
})
