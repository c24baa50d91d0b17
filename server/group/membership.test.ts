import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addMs } from '../kernel/index.ts'
import { compare, join, leave, type Membership, type ReadMember, type Turn } from './membership.ts'

const nine = new Date('2026-11-11T09:00:00+08:00')
const groupId = '01900000-0000-7000-8000-000000000001'
const sign = (seconds: number) => ({
  groupId,
  member: 'wmLY0001',
  isStaff: false,
  at: addMs(nine, seconds * 1000),
})
const read = (seconds: number, more: Partial<ReadMember> = {}): ReadMember => ({
  member: 'wmLY0001',
  isStaff: false,
  name: '春日迟迟',
  nickname: '',
  joinedAt: addMs(nine, seconds * 1000),
  joinScene: 3,
  invitedBy: '',
  state: 'poster_0101',
  ...more,
})
const reading = (seconds: number) => ({ at: addMs(nine, seconds * 1000), groupId })

test('a joining is told once, when the group was read and says by which code', () => {
  const heard = join(null, sign(0), 3)
  expect(heard?.told).toEqual([])
  const known = compare(heard?.spell ?? null, read(0), reading(3))
  expect(known?.told).toEqual(['joined'])
  expect(known?.spell).toMatchObject({ joinScene: 3, state: 'poster_0101', isTold: true })
  expect(compare(known?.spell ?? null, read(0), reading(600))).toBe(null)
})

test('who leaves before the group was read has come and gone', () => {
  const heard = join(null, sign(0), 0)
  expect(leave(heard?.spell ?? null, sign(2), 1)?.told).toEqual(['joined', 'left'])
})

test('a reading that lags behind neither throws out who has just come nor brings back who has just gone', () => {
  const heard = join(null, sign(0), 3)
  expect(compare(heard?.spell ?? null, null, reading(2))).toBe(null)
  const gone = leave(heard?.spell ?? null, sign(5), 0)
  expect(compare(gone?.spell ?? null, read(0), reading(6))).toBe(null)
})

test('who was in a group long before anybody looked is found, not joined', () => {
  expect(compare(null, read(-200_000), reading(0))?.told).toEqual(['found'])
  expect(compare(null, read(-100), reading(0))?.told).toEqual(['joined'])
})

test('a leaving that a reading noticed first gets its instant and its way from the event', () => {
  const found = compare(null, read(-200_000), reading(0))
  const missed = compare(found?.spell ?? null, null, reading(100))
  expect(missed).toMatchObject({ told: ['left'], spell: { leftHow: null } })
  const said = leave(missed?.spell ?? null, sign(90), 1)
  expect(said).toMatchObject({ told: [], spell: { leftAt: sign(90).at, leftHow: 1 } })
})

test('whatever was heard, doubled and disordered, a later reading leaves inside exactly who is inside', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ isJoin: fc.boolean(), at: fc.integer({ min: 0, max: 50 }) })),
      fc.option(fc.integer({ min: 0, max: 50 })),
      (heard, insideSince) => {
        let spell: Membership | null = null
        for (const { isJoin, at } of heard) {
          const turn: Turn = isJoin ? join(spell, sign(at), 3) : leave(spell, sign(at), 0)
          spell = turn?.spell ?? spell
        }
        // The truth is at least as new as everything that was heard of it.
        const list = insideSince === null ? null : read(100 + insideSince)
        spell = compare(spell, list, reading(1_000))?.spell ?? spell
        expect(spell !== null && spell.leftAt === null).toBe(list !== null)
      },
    ),
    { numRuns: 1_000 },
  )
})
