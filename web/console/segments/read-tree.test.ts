import { expect, test } from 'vitest'
import { readTree } from './read-tree.ts'

const city = { kind: 'trait', key: '城市', test: { op: 'is', anyOf: ['杭州'] } }

test('a draft comes back as it was left: what is done stays, what was half filled in begins anew', () => {
  const half = { kind: 'event', name: '', where: [], window: { kind: 'ever' } }
  const back = readTree({ kind: 'any', of: [city, { kind: 'not', of: half }] })
  expect(back).toMatchObject({
    kind: 'any',
    of: [city, { kind: 'not', of: { kind: 'event', name: '' } }],
  })
})

test('what an older or a broken console left behind is not brought back', () => {
  expect(readTree({ kind: 'all', of: [city, { kind: 'horoscope' }, 7, null] })).toEqual({
    kind: 'all',
    of: [city],
  })
  expect(readTree('nonsense')).toBeUndefined()
})
