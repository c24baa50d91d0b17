import { afterAll, beforeAll, expect, test } from 'vitest'
import { SANDBOX_SMS, type Sandbox, startSandbox } from '../sandbox/index.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

let sandbox: Sandbox
let house: House
let brand: Resident
beforeAll(async () => {
  sandbox = await startSandbox()
  house = await startHouse({ wecomUrl: sandbox.url, publicUrl: 'https://crm.example.test' })
  brand = await house.movesIn('青禾护肤')
})
afterAll(async () => {
  await house?.stop()
  await sandbox?.stop()
})

const settings = (more: object = {}) => ({
  provider: 'aliyun',
  keyId: SANDBOX_SMS.aliyun.keyId,
  secret: SANDBOX_SMS.aliyun.secret,
  signName: '青禾护肤',
  liPerSegment: 45,
  endpoint: new URL(sandbox.url).host,
  ...more,
})
const of = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined

test('an account is set up, tried, and told at an address that nobody can guess', async () => {
  const wrong = await brand.owner('PUT', '/api/sms-line', settings({ secret: 'not the secret' }))
  expect(wrong.status).toBe(200)
  expect(wrong.text).not.toContain('not the secret')
  const made = await brand.owner('POST', '/api/sms-templates', {
    code: 'SMS_100001',
    name: '发货通知',
    kind: 'notice',
    text: `\${name}，您的订单已发货，查收后有问题随时联系我们。`,
  })
  const test = (params: object) =>
    brand.owner('POST', '/api/sms-line/test', {
      to: '13900000001',
      templateId: of(made.body, 'id'),
      params,
    })
  expect(of((await test({ name: '小满' })).body, 'code')).toBe('sms_keys')
  expect(of((await test({})).body, 'code')).toBe('sms_params_missing')
  expect(sandbox.stages.sms.sent).toEqual([])
  const set = await brand.owner('PUT', '/api/sms-line', settings())
  expect((await test({ name: '小满' })).status).toBe(200)
  expect(sandbox.stages.sms.sent.map(({ text }) => text)).toEqual([
    '【青禾护肤】小满，您的订单已发货，查收后有问题随时联系我们。',
  ])

  const path = new URL(String(of(set.body, 'hookUrl'))).pathname
  const tell = (to: string, body: unknown) =>
    fetch(`${house.url}${to}`, { method: 'POST', body: JSON.stringify(body) })
  const reply = [{ phone_number: '13900000001', content: 'TD', send_time: '2026-11-11 10:00:00' }]
  const heard = await tell(path, reply)
  expect([heard.status, await heard.json()]).toEqual([
    200,
    { code: 0, msg: 'OK', result: 0, errmsg: 'OK' },
  ])
  const last = path.at(-1) === 'A' ? 'B' : 'A'
  expect((await tell(`${path.slice(0, -1)}${last}`, reply)).status).toBe(404)
  expect((await tell(path, { hello: 'world' })).status).toBe(400)
  expect((await tell(path, [{ content: 'x'.repeat(600 * 1024) }])).status).toBe(413)
  const { body } = await brand.owner('GET', '/api/sms-line')
  expect(of(body, 'refusedNumbers')).toBe(1)

  // Given up and set up again, the old address leads nowhere.
  await brand.owner('DELETE', '/api/sms-line')
  expect((await tell(path, reply)).status).toBe(404)
  await brand.owner('PUT', '/api/sms-line', settings())
  expect((await tell(path, reply)).status).toBe(404)
})
