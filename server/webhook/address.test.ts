import { expect, test } from 'vitest'
import { isPublic } from '../kernel/index.ts'
import { judgeUrl } from './address.ts'

const rules = { internalHosts: ['erp.brand.local', '127.0.0.1:8080'] }

test.each([
  ['http://shop.example.com/hook', 'not_https'],
  ['ftp://shop.example.com/hook', 'not_https'],
  ['file:///etc/passwd', 'not_https'],
  ['https://user:secret@shop.example.com/', 'has_login'],
  ['https://127.0.0.1/', 'internal'],
  ['https://2130706433/', 'internal'],
  ['https://0x7f.1/', 'internal'],
  ['https://0177.0.0.1/', 'internal'],
  ['https://10.0.0.8/', 'internal'],
  ['https://192.168.1.1/', 'internal'],
  ['https://172.16.3.4/', 'internal'],
  ['https://169.254.169.254/latest/meta-data', 'internal'],
  ['https://100.64.0.1/', 'internal'],
  ['https://0.0.0.0/', 'internal'],
  ['https://[::1]/', 'internal'],
  ['https://[::ffff:10.0.0.8]/', 'internal'],
  ['https://[fd00::1]/', 'internal'],
  ['https://[fe80::1]/', 'internal'],
  ['https://[64:ff9b::a00:1]/', 'internal'],
])('%s is refused: %s', (url, reason) => {
  expect(judgeUrl(url, rules)).toMatchObject({ ok: false, reason })
})

test.each([
  'https://shop.example.com/hook?from=liuyuan',
  'https://8.8.8.8/hook',
  'http://erp.brand.local/hook',
  'http://127.0.0.1:8080/hook',
])('%s may be written to', (url) => {
  expect(judgeUrl(url, rules).ok).toBe(true)
})

test('another port of a host that was named with its port is not allowed', () => {
  expect(judgeUrl('http://127.0.0.1:9090/', rules).ok).toBe(false)
})

test('an address inside is told apart in whatever form it comes', () => {
  expect(['::1', '::ffff:127.0.0.1', '10.1.2.3', 'fe80::1'].filter(isPublic)).toEqual([])
  expect(['8.8.8.8', '2400:3200::1'].filter(isPublic)).toHaveLength(2)
})
