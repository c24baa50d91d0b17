import { expect, test } from 'vitest'
import { en } from './playbook-en.ts'
import { zh } from './playbook-zh.ts'

test('a playbook has as many steps in English as in Chinese', () => {
  const lines = (text: unknown) => String(text).split('\n').length
  const uneven = Object.entries(zh).filter(([key, text]) => {
    const other = Object.entries(en).find(([name]) => name === key)?.[1]
    return lines(text) !== lines(other)
  })
  expect(uneven.map(([key]) => key)).toEqual([])
})
