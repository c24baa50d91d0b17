import { afterAll, beforeAll, expect, test } from 'vitest'
import { type JourneyPlan, journeyPlan } from '../../contract/journey.ts'
import { newId } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { launchProblems } from './problems.ts'

let base: TestDatabase
const tenant = { id: newId() }
beforeAll(async () => {
  base = await testDatabase()
  await base.db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${tenant.id}, '青禾护肤', 'Asia/Shanghai', 'CNY', '2026-01-01')
    `),
  )
})
afterAll(() => base?.drop())

const TEXT = '{1}，会员日到店满三百减五十，拒收请回复R'
const letter = {
  carrier: 'email',
  purpose: 'value',
  content: { subject: '换季护肤', text: '第一，保湿。' },
}
const message = (more: object = {}) => ({
  carrier: 'sms',
  purpose: 'promotion',
  content: { text: TEXT, sms: { code: '1002', kind: 'promotion', params: { 1: '小满' }, ...more } },
})

function planOf(step: object): JourneyPlan {
  return journeyPlan.parse({
    triggers: [{ kind: 'manual' }],
    entry: { kind: 'once' },
    goal: null,
    exits: [],
    control: { kind: 'none', reason: '测试' },
    steps: [{ kind: 'send', id: 'hello', ...step }],
  })
}
const problems = (step: object) =>
  base.db.inWorkspace(tenant.id, async (tx) =>
    (await launchProblems(tx, tenant, planOf(step))).map(({ code }) => code),
  )

test('letters without a mailbox and short messages without an account are not launched', async () => {
  expect(await problems(letter)).toEqual(['mailbox_missing'])
  expect(await problems(message())).toEqual(['sms_missing', 'sms_template_gone'])
})

test('with an account and the template that was chosen there is nothing to mend, and another text is another template', async () => {
  await base.db.inWorkspace(tenant.id, async (tx) => {
    await tx.run(sql`
      insert into channel.sms_line
        (workspace_id, provider, key_id, secret, app_id, region, sign_name, endpoint, hook_id, changed_at)
      values (${tenant.id}, 'tencent', 'AKID', '\\x01', '1400000001', '', '青禾护肤', '', ${newId()}, '2026-11-11')
    `)
    await tx.run(sql`
      insert into channel.sms_template (workspace_id, id, code, name, kind, text, made_at)
      values (${tenant.id}, ${newId()}, '1002', '会员日', 'promotion', ${TEXT}, '2026-11-11')
    `)
  })
  expect(await problems(message())).toEqual([])
  const other = message()
  expect(
    await problems({ ...other, content: { ...other.content, text: '{1}，别的内容' } }),
  ).toEqual(['sms_template_changed'])
})

test('a gap without a value, a promotion by a notice and a value that cannot be read are told beforehand', async () => {
  expect(await problems(message({ params: { 1: ' ' } }))).toEqual(['sms_params_missing'])
  expect(await problems(message({ kind: 'notice' }))).toEqual(['sms_kind', 'sms_template_changed'])
  expect(await problems(message({ params: { 1: '{{ customer.name' } }))).toEqual([
    'text_unreadable',
  ])
  expect(await problems({ ...message(), content: { text: '' } })).toEqual(['sms_template_missing'])
})
