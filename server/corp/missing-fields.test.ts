import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createLog,
  createSeal,
  manualClock,
  newId,
  seededChance,
  sleep,
  type TenantCompany,
} from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { fieldsCheck } from './checkup.ts'
import { wecomOf } from './client.ts'
import { missedFields } from './missing-fields.ts'
import { storeCorp } from './store.ts'

const now = new Date('2026-11-11T09:00:00+08:00')
/** A WeCom that tells too little of whoever is asked for: when the two became friends stands nowhere. */
const server = createServer((request, response) => {
  const answers = request.url?.startsWith('/cgi-bin/gettoken')
    ? { access_token: 'T', expires_in: 7_200 }
    : {
        external_contact: {
          external_userid: 'wm1',
          name: '李女士',
          type: 1,
          gender: 2,
          avatar: '',
        },
        follow_user: [{ userid: 'chenlan', tags: [], remark: '', state: '' }],
      }
  response.end(JSON.stringify({ errcode: 0, ...answers }))
})
let base: TestDatabase
let wecomUrl: string
const tenant: TenantCompany = { id: newId(), company: '' }

beforeAll(async () => {
  base = await testDatabase()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  wecomUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterAll(async () => {
  server.close()
  await base?.drop()
})

test('a documented field that WeCom leaves out is told once, and stands in the checklist', async () => {
  const { db } = base
  const told: string[] = []
  const log = createLog('test', 'silent')
  log.warn = (details: { field?: string }) => void told.push(details.field ?? '')
  const seal = createSeal(Buffer.alloc(32, 7))
  const clock = manualClock(now)
  await db.inWorkspace(tenant.id, async (tx) => {
    await tx.run(sql`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${tenant.id}, '青禾护肤', 'Asia/Shanghai', 'CNY', '2026-01-01')
    `)
    const callback = { callbackToken: 'LiuYuanToken2026', callbackAesKey: 'A'.repeat(43) }
    const own = { corpId: 'ww01', company: '', name: '', agentId: null, secret: 's', by: null }
    await storeCorp(tx, tenant, seal, { ...own, ...callback, now })
    expect(fieldsCheck(await missedFields(tx, tenant))).toMatchObject({ outcome: 'good' })
  })
  const connected = await wecomOf(
    { db, seal, clock, log, chance: seededChance(1), wecomUrl },
    tenant,
  )
  for (const wecom of [connected?.wecom, connected?.waiting, connected?.wecom])
    expect(await wecom?.contact('wm1')).toMatchObject({ ok: true })
  const look = () => db.inWorkspace(tenant.id, (tx) => missedFields(tx, tenant))
  for (let tries = 0; tries < 100 && told.length === 0; tries++) await sleep(20)
  expect(fieldsCheck(await look())).toMatchObject({
    outcome: 'unknown',
    detail: expect.stringContaining('/cgi-bin/externalcontact/get: follow_user[].createtime'),
  })
  expect(told.filter((field) => field === 'follow_user[].createtime')).toHaveLength(1)
})
