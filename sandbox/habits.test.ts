import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWecom, tokensInMemory } from '../wecom/index.ts'
import {
  habits,
  SANDBOX_CORP,
  SANDBOX_SECRET,
  type Sandbox,
  startSandbox,
  trueLoss,
} from './index.ts'

const NOW = new Date('2026-11-11T09:00:00+08:00')
const PEOPLE = 400
/** Three standard errors of a share of so many people. */
const within = (share: number) => 3 * Math.sqrt((share * (1 - share)) / PEOPLE)
const crowd = { seed: 5, opens: 0.3, replies: 0.1, bears: 2, leaves: 0.2, accepts: 0.8 }

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ seed: 2, now: NOW })
})
afterAll(() => sandbox?.stop())

function friends(count: number): string[] {
  return Array.from({ length: count }, () => {
    const { externalUserId } = sandbox.deeds.makePerson()
    sandbox.deeds.befriend(externalUserId, 'chenlan')
    return externalUserId
  })
}

/** A mass message with a link, confirmed at once; then time passes. */
function reach(receivers: readonly string[], msgid: string): void {
  sandbox.world.corp.tasks.set(msgid, {
    msgid,
    chatType: 'single',
    senders: new Map([['chenlan', { status: 0, sendAt: null, receivers: [...receivers] }]]),
    text: '会员日',
    attachments: [
      { msgtype: 'link', link: { title: '会员日', url: 'https://brand.example.test' } },
    ],
    createdAt: NOW,
    cancelledAt: null,
    reminders: [],
    ignoredBy: new Set(),
    results: new Map(),
  })
  sandbox.deeds.confirm(msgid, 'chenlan')
  sandbox.passTime()
}

const those = (kind: string, ids: readonly string[]) =>
  new Set(
    sandbox.effects
      .read()
      .flatMap((one) =>
        one.kind === kind && 'externalUserId' in one && ids.includes(one.externalUserId)
          ? [one.externalUserId]
          : [],
      ),
  )

test('what disturbs customers, and how many it drives away, is found again in the log', async () => {
  const answer = await fetch(`${sandbox.url}/sandbox/habits`, {
    method: 'POST',
    body: JSON.stringify(crowd),
  })
  expect(await answer.json()).toMatchObject({ habits: crowd })
  const [spared, pestered] = [friends(PEOPLE), friends(PEOPLE)]
  reach([...spared, ...pestered], 'first')
  for (const msgid of ['second', 'third', 'fourth']) reach(pestered, msgid)
  const truth = habits.parse(crowd)
  const lost = (ids: readonly string[]) => those('deleted', ids).size / PEOPLE
  expect(trueLoss(truth, 4)).toBeCloseTo(0.36, 10)
  expect(Math.abs(lost(pestered) - trueLoss(truth, 4))).toBeLessThan(within(trueLoss(truth, 4)))
  expect(lost(spared)).toBe(trueLoss(truth, 1))
  const opened = those('opened', spared).size / PEOPLE
  expect(Math.abs(opened - crowd.opens)).toBeLessThan(within(crowd.opens))
})

test('told to do nothing by themselves, customers do nothing', () => {
  sandbox.crowd.live(null)
  const before = sandbox.effects.read().length
  const people = friends(50)
  reach(people, 'fifth')
  const kinds = new Set(sandbox.effects.read(before).map(({ kind }) => kind))
  expect([...kinds].filter((kind) => ['opened', 'deleted', 'chat'].includes(kind))).toEqual([])
})

test('who follows a link brings a friend by the same code, and who is handed over agrees or refuses', async () => {
  const wecom = createWecom({
    baseUrl: sandbox.url,
    corpId: SANDBOX_CORP,
    secret: SANDBOX_SECRET,
    tokens: tokensInMemory(),
    clock: sandbox.world.clock,
  })
  const way = { userids: ['chenlan'], state: 'poster', remark: '', skipVerify: true }
  expect(await wecom.addContactWay(way)).toMatchObject({ ok: true })
  const came = Array.from(
    { length: 10 },
    () => sandbox.deeds.scan({ state: 'poster' }, null)?.person.externalUserId ?? '',
  )
  const before = sandbox.world.corp.persons.size
  sandbox.crowd.live(habits.parse({ opens: 1, invites: 1, accepts: 0 }))
  reach(came, 'sixth')
  expect(sandbox.world.corp.persons.size).toBe(before + came.length)
  const handover = { from: 'chenlan', to: 'zhoumu', externalUserIds: came.slice(0, 3) }
  expect(await wecom.transferCustomers(handover)).toMatchObject({ ok: true })
  sandbox.passTime()
  expect(those('transfer_failed', came).size).toBe(3)
})

test('whoever is told by HTTP to have no habits has none', async () => {
  const tell = async (body: string) => {
    const answer = await fetch(`${sandbox.url}/sandbox/habits`, { method: 'POST', body })
    return [answer.status, await answer.json()]
  }
  expect(await tell('{"opens": 0.5}')).toMatchObject([200, { habits: { opens: 0.5 } }])
  expect(await tell('null')).toEqual([200, { habits: null }])
  expect((await tell('{"opens": 2}'))[0]).toBe(400)
})
