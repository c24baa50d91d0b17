import { expect, test } from 'vitest'
import { rank, ranked } from './rank.ts'

const nothing = { sent: 0, clicked: 0 }
const need = (display: number, tag = '敏感肌') => ({ tag, display })
const scoreOf = (fit: Partial<Parameters<typeof rank>[0]>) =>
  rank({ needs: [], givenAt: null, work: nothing, ...fit }).score

test('the stronger the need that a material answers, the further up it stands, and the reason says so', () => {
  expect(scoreOf({ needs: [need(80)] })).toBeGreaterThan(scoreOf({ needs: [need(30)] }))
  expect(rank({ needs: [need(79.6)], givenAt: null, work: nothing }).reasons).toEqual([
    { kind: 'need', tag: '敏感肌', display: 80 },
  ])
})

test('what works with others goes first among materials that nothing else tells apart', () => {
  const good = { sent: 40, clicked: 20 }
  const bad = { sent: 40, clicked: 1 }
  expect(scoreOf({ work: good })).toBeGreaterThan(scoreOf({ work: bad }))
  expect(scoreOf({ work: nothing }), 'a new material stands between').toBeGreaterThan(
    scoreOf({ work: bad }),
  )
})

test('one click of one is not taken for a material that always works', () => {
  expect(scoreOf({ work: { sent: 100, clicked: 60 } })).toBeGreaterThan(
    scoreOf({ work: { sent: 1, clicked: 1 } }),
  )
})

test('what somebody asked for goes before what most people tap', () => {
  expect(scoreOf({ needs: [need(60)] })).toBeGreaterThan(
    scoreOf({ work: { sent: 1_000, clicked: 900 } }),
  )
})

test('what was given goes behind what was not, and what is not wanted behind everything', () => {
  const given = { needs: [need(90)], givenAt: new Date('2026-11-01T02:00:00Z') }
  expect(scoreOf(given)).toBeLessThan(scoreOf({}))
  const averse = rank({ needs: [need(90), need(0, '美白')], givenAt: null, work: nothing })
  expect(averse.score).toBeLessThan(scoreOf(given))
  expect(averse.reasons[0]).toEqual({ kind: 'averse', tag: '美白' })
})

test('what is equal keeps its order', () => {
  const items = ['a', 'b', 'c'].map((name) => ({ name, score: 1 }))
  expect(ranked(items).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
})
