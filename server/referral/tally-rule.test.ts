import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newReferral } from '../../contract/referral.ts'
import { lintWords } from './lint.ts'
import { promisedFor, type TallyFriend } from './tally-rule.ts'

const day = (no: number) => new Date(Date.UTC(2026, 10, no))
const waiting = (came: number, due: number): TallyFriend => ({
  cameAt: day(came),
  dueAt: day(due),
  isCounted: false,
  isSuspicious: false,
})
const counted = (came: number): TallyFriend => ({ ...waiting(came, came), isCounted: true })
const suspicious = (friend: TallyFriend): TallyFriend => ({ ...friend, isSuspicious: true })

test('below the number nothing is promised; at it the promise is held until the last friend has stayed', () => {
  expect(promisedFor([waiting(1, 8)], 2)).toBeNull()
  expect(promisedFor([waiting(1, 8), waiting(2, 9), waiting(3, 10)], 2)).toEqual({
    holdUntil: day(9),
    isFrozen: false,
  })
  expect(promisedFor([counted(1), counted(2)], 2)).toEqual({ holdUntil: null, isFrozen: false })
})

test('who has no order yet does not make up the number', () => {
  const unordered: TallyFriend = { ...waiting(1, 8), dueAt: null }
  expect(promisedFor([unordered, waiting(2, 9)], 2)).toBeNull()
})

test('a fake friend freezes only what needs them', () => {
  const fake = suspicious(waiting(1, 8))
  expect(promisedFor([fake, waiting(2, 9), waiting(3, 10)], 2)).toMatchObject({ isFrozen: false })
  expect(promisedFor([fake, waiting(2, 9)], 2)).toMatchObject({ isFrozen: true })
})

const friend = fc.record({
  cameAt: fc.integer({ min: 1, max: 20 }).map(day),
  dueAt: fc.option(fc.integer({ min: 8, max: 28 }).map(day)),
  isCounted: fc.boolean(),
  isSuspicious: fc.boolean(),
})

test('one friend more never takes a promise away or freezes it, and their order does not matter', () => {
  fc.assert(
    fc.property(
      fc.array(friend, { maxLength: 12 }),
      friend,
      fc.integer({ min: 1, max: 6 }),
      (all, more, people) => {
        const before = promisedFor(all, people)
        const after = promisedFor([...all, more], people)
        expect(promisedFor(all.toReversed(), people)).toEqual(before)
        if (before) {
          expect(after).not.toBeNull()
          if (!before.isFrozen) expect(after?.isFrozen).toBe(false)
          // Nor does it make anybody wait longer.
          if (!before.isFrozen)
            expect(Number(after?.holdUntil ?? 0)).toBeLessThanOrEqual(Number(before.holdUntil ?? 0))
        }
      },
    ),
  )
})

const words = { headline: '把用得好的介绍给朋友', story: '朋友留下来，我们谢谢您。', welcome: '' }

test('what WeChat or the law forbids is refused with the words; a plain invitation is not', () => {
  expect(lintWords(words)).toEqual([])
  expect(lintWords({ ...words, headline: 'Tell a friend what works for you' })).toEqual([])
  const codeOf = (story: string) => lintWords({ ...words, story }).map(({ code }) => code)
  for (const story of [
    '转发朋友圈即送面膜',
    '集满 38 个赞领礼盒',
    '邀请好友助力免费领',
    '帮我砍价，砍到 0 元送你',
  ])
    expect(codeOf(story), story).toContain('induced_sharing')
  for (const story of ['发展下线，躺赚收益', '团队业绩 5% 归你', '二级奖励同样发放'])
    expect(codeOf(story), story).toContain('team_pay')
  expect(codeOf('拉人头，一个 5 元')).toContain('recruiting_pay')
})

test('two steps of one size are refused where they are written', () => {
  const step = (people: number) => ({ people, rewardId: 'rwd_x' })
  const tiers = newReferral.shape.tiers
  expect(tiers.safeParse([step(1), step(3)]).success).toBe(true)
  expect(tiers.safeParse([step(3), step(3)]).success).toBe(false)
})
