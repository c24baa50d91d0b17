import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addMs } from '../kernel/index.ts'
import { endOf, type Sign, type Spell, turn } from './follow.ts'

const begin = new Date('2026-11-11T09:00:00+08:00')
const pair = {
  customerId: '01900000-0000-7000-8000-000000000001',
  userid: 'chenlan',
  externalUserid: 'wmLY0001',
  state: '',
}

/** What truly happened between an associate and a customer: friends, no friends, friends again. */
function historyOf(kinds: readonly ('left' | 'removed')[], isFriend: boolean): Sign[] {
  const signs = kinds.flatMap((kind, no): Sign[] => [
    { ...pair, kind: 'added', at: addMs(begin, no * 20_000) },
    { ...pair, kind, at: addMs(begin, no * 20_000 + 10_000) },
  ])
  const last: Sign = { ...pair, kind: 'added', at: addMs(begin, kinds.length * 20_000) }
  return isFriend ? [...signs, last] : signs
}

test('in whatever order callbacks come and however often, a friend is a friend and who is lost is lost', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('left', 'removed'), { maxLength: 4 }),
      fc.boolean(),
      fc.array(fc.nat(), { minLength: 30, maxLength: 30 }),
      (kinds, isFriend, luck) => {
        const history = historyOf(kinds, isFriend)
        if (history.length === 0) return
        // Each once, in any order, and some of them again.
        const order = history
          .map((sign, no) => ({ sign, by: luck[no] ?? 0 }))
          .concat(history.map((sign, no) => ({ sign, by: luck[no + 10] ?? 0 })).slice(0, 3))
          .sort((a, b) => a.by - b.by)
        let spell: Spell | null = null
        for (const { sign } of order) spell = turn(spell, sign)?.spell ?? spell
        expect(spell && endOf(spell) === null).toBe(isFriend)
      },
    ),
    { numRuns: 2_000 },
  )
})
