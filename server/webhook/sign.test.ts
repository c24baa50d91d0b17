import { expect, test } from 'vitest'
import { newSecret, signedHeaders } from './sign.ts'

test('a message is signed as the published example of Standard Webhooks is', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const headers = signedHeaders(
    {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      body: '{"test": 2432232314}',
      at: new Date(1_614_265_330_000),
    },
    [secret],
  )
  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

test('while a secret is being changed both sign', () => {
  const at = new Date('2026-11-11T09:00:00+08:00')
  const headers = signedHeaders({ id: 'msg_1', body: '{}', at }, [newSecret(), newSecret()])
  expect(headers['webhook-signature']?.split(' ')).toHaveLength(2)
  expect(new Set(headers['webhook-signature']?.split(' ')).size).toBe(2)
})
