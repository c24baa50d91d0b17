import { expect, test } from 'vitest'
import type { JourneyStep } from '../../contract/journey.ts'
import { firstMessages } from './first-messages.ts'
import { longestWay } from './longest-way.ts'
import { planOf, send, wait } from './world.fixture.ts'

const everybody = Array.from({ length: 100 }, (_, i) => i + 1)
const tenant = {
  id: 'a',
  no: 1,
  name: '青禾护肤',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  clockAt: null,
  isDemo: false,
}
const scope = { tenant, now: new Date('2026-11-11T02:00:00Z') }

/** Who comes to what first; a branch holds for even numbers. */
async function firsts(steps: JourneyStep[], isAway = false) {
  const neighbours = {
    evaluate: async (_tenant: unknown, _tree: unknown, { among }: { among: number[] }) =>
      isAway ? ('away' as const) : new Set(among.filter((no) => no % 2 === 0)),
  }
  const asked = { scope, neighbours, journeyId: 'jny' }
  const found = await firstMessages(asked, planOf({ steps }), everybody)
  return found.map(({ step, numbers, isAtMost }) => ({ id: step.id, numbers, isAtMost }))
}

const tree = { kind: 'all' as const, of: [] }
const fork: JourneyStep = {
  kind: 'branch',
  id: 'fork',
  lane: 'main',
  name: '',
  arms: [{ id: 'a', name: '', tree }],
}

test('without a fork everybody comes to the first message', async () => {
  const found = await firsts([wait('w', 1), send('hello'), send('again')])
  expect(found).toEqual([{ id: 'hello', numbers: everybody, isAtMost: false }])
})

test('a branch at the top sends each to the first message of their own arm, and the rest to the one below', async () => {
  const found = await firsts([fork, send('even', { lane: 'fork.a' }), send('below')])
  expect(found.map(({ id, numbers }) => [id, numbers.length])).toEqual([
    ['even', 50],
    ['below', 50],
  ])
  expect(found[0]?.numbers.every((no) => no % 2 === 0)).toBe(true)
})

test('an arm without a message is in none', async () => {
  const end: JourneyStep = { kind: 'end', id: 'out', lane: 'fork.otherwise', name: '' }
  const found = await firsts([fork, send('even', { lane: 'fork.a' }), end])
  expect(found.map(({ id, numbers }) => [id, numbers.length])).toEqual([['even', 50]])
})

test('a split is known beforehand, every number in one arm; who hears an event is not known, nor a branch without history', async () => {
  const split: JourneyStep = {
    kind: 'split',
    id: 'halves',
    lane: 'main',
    name: '',
    arms: [
      { id: 'a', name: '', share: 50 },
      { id: 'b', name: '', share: 50 },
    ],
  }
  const steps = [split, send('one', { lane: 'halves.a' }), send('two', { lane: 'halves.b' })]
  const [one, two] = await firsts(steps)
  expect([...(one?.numbers ?? []), ...(two?.numbers ?? [])].sort((a, b) => a - b)).toEqual(
    everybody,
  )
  expect(one?.isAtMost).toBe(false)
  const away = await firsts([fork, send('even', { lane: 'fork.a' }), send('below')], true)
  expect(away.map(({ numbers, isAtMost }) => [numbers.length, isAtMost])).toEqual([
    [100, true],
    [100, true],
  ])
})

test('the most that anybody could get is counted along one way, not over all arms', () => {
  const steps = [
    fork,
    send('even', { lane: 'fork.a' }),
    send('twice', { lane: 'fork.a' }),
    send('odd', { lane: 'fork.otherwise' }),
    send('below'),
  ]
  expect(longestWay(planOf({ steps }))).toEqual({ send: 3, staffTask: 0 })
})
