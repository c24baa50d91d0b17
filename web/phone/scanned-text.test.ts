import { expect, test } from 'vitest'
import { readScanned } from './scanned-text.ts'

const idIn = (text: string) => readScanned(text)?.id ?? null

test('a code of the sandbox is known by what its picture or its address says', () => {
  expect(idIn('http://127.0.0.1:3001/?scan=cfg1')).toBe('cfg1')
  expect(idIn('http://127.0.0.1:3001/ca/caLY1?customer_channel=menu')).toBe('caLY1')
  expect(idIn('http://127.0.0.1:3001/kf/wkLY1?enc_scene=box')).toBe('wkLY1')
  const link = readScanned('http://127.0.0.1:3001/ca/caLY1?customer_channel=menu')
  expect(link?.query.get('customer_channel')).toBe('menu')
})

test('a code of something else leads nowhere here', () => {
  expect(idIn('https://q.example/a')).toBeNull()
  expect(idIn('WIFI:T:WPA;S:shop;;')).toBeNull()
  expect(idIn('')).toBeNull()
})
