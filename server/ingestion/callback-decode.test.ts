import { expect, test } from 'vitest'
import { decodeWecom } from './callback-decode.ts'

const tenant = {
  id: '01900000-0000-7000-8000-000000000001',
  no: 1,
  name: '青禾护肤',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  clockAt: null,
  isDemo: false,
}
const at = new Date('2026-11-11T09:00:00+08:00')

function xml(own: string, second = 0): string {
  return `<xml><ToUserName><![CDATA[ww0123456789abcdef]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName><CreateTime>${at.getTime() / 1000 + second}</CreateTime><MsgType><![CDATA[event]]></MsgType>${own}</xml>`
}

function decoded(...contents: string[]) {
  const body = contents.map((content) => JSON.stringify(content)).join('\n')
  const row = { id: 1, kind: 'wecom', source: 'wecom', body, receivedAt: at }
  const { events, poison } = decodeWecom(tenant, row)
  expect(poison).toEqual([])
  return events
}

const named = (event: string, change = '') =>
  xml(
    `<Event><![CDATA[${event}]]></Event>${change === '' ? '' : `<ChangeType><![CDATA[${change}]]></ChangeType>`}`,
  )

/** Section 4.8 of WeCom's catalogue, in its order. */
const catalogue: [event: string, changes: string[]][] = [
  ['change_external_contact', ['transfer_fail', 'msg_audit_approved']],
  ['change_external_chat', ['create', 'update', 'dismiss']],
  ['change_external_tag', ['create', 'update', 'delete', 'shuffle']],
  [
    'customer_acquisition',
    [
      'balance_low',
      'balance_exhausted',
      'balance_increased',
      'quota_expire_soon',
      'link_unavailable',
      'delete_link',
      'open_profile',
      'friend_request',
      'customer_start_chat',
      'message_from_customer',
      'del_follow_user',
    ],
  ],
  ['msgaudit_notify', ['']],
  ['upload_media_job_finish', ['']],
  ['kf_msg_or_event', ['']],
  ['kf_account_auth_change', ['']],
  [
    'change_contact',
    [
      'create_user',
      'update_user',
      'delete_user',
      'create_party',
      'update_party',
      'delete_party',
      'update_tag',
    ],
  ],
  ['subscribe', ['']],
  ['unsubscribe', ['']],
  ['enter_agent', ['']],
  ['click', ['']],
  ['view', ['']],
  ['view_miniprogram', ['']],
  ['LOCATION', ['']],
  ['scancode_push', ['']],
  ['scancode_waitmsg', ['']],
  ['template_card_event', ['']],
  ['template_card_menu_event', ['']],
  ['batch_job_result', ['']],
  ['inactive_alert', ['']],
  ['close_inactive_agent', ['']],
  ['reopen_inactive_agent', ['']],
  ['low_active_alert', ['']],
  ['low_active', ['']],
  ['active_restored', ['']],
]

test('every event of the catalogue has a name of ours', () => {
  for (const [event, changes] of catalogue)
    for (const change of changes) {
      const [one] = decoded(named(event, change))
      expect(one?.name, `${event} ${change}`).not.toMatch(/^wecom\./)
    }
})

test('what WeCom does not document is kept under its own name', () => {
  const [one, other] = decoded(named('something_new', 'happened'), named('something_else'))
  expect([one?.name, other?.name]).toEqual(['wecom.happened', 'wecom.something_else'])
})

test('several tag events of one second are several', () => {
  const tag = (id: string) =>
    xml(
      `<Event><![CDATA[change_external_tag]]></Event><Id><![CDATA[${id}]]></Id><TagType><![CDATA[tag]]></TagType><ChangeType><![CDATA[create]]></ChangeType>`,
    )
  const events = decoded(tag('et1'), tag('et2'), tag('et3'))
  expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(3)
})

test('members who came to a group by its code are told with the group', () => {
  const [one] = decoded(
    xml(
      '<Event><![CDATA[change_external_chat]]></Event><ChatId><![CDATA[wrLY1]]></ChatId><ChangeType><![CDATA[update]]></ChangeType><UpdateDetail><![CDATA[add_member]]></UpdateDetail><JoinScene>3</JoinScene><QuitScene>0</QuitScene><MemChangeCnt>2</MemChangeCnt><MemChangeList><Item>wm1</Item><Item>wm2</Item></MemChangeList><LastMemVer>9c3f</LastMemVer><CurMemVer>7121</CurMemVer>',
    ),
  )
  expect(one).toMatchObject({
    name: 'group_chat.changed',
    props: {
      chat_id: 'wrLY1',
      detail: 'add_member',
      members: ['wm1', 'wm2'],
      join_scene: 3,
      last_version: '9c3f',
      version: '7121',
    },
  })
  expect(one?.props).not.toHaveProperty('quit_scene')
})

test('a new member of staff is told without a name, a number or an address', () => {
  const [one] = decoded(
    xml(
      '<Event><![CDATA[change_contact]]></Event><ChangeType>create_user</ChangeType><UserID><![CDATA[linshen]]></UserID><Name><![CDATA[林深]]></Name><Department><![CDATA[1,3]]></Department><Mobile>13800000001</Mobile><Email><![CDATA[linshen@example.com]]></Email>',
    ),
  )
  expect(one).toMatchObject({
    name: 'directory.staff_added',
    props: { userid: 'linshen', Department: '1,3' },
  })
  expect(JSON.stringify(one)).not.toMatch(/林深|1380000|example\.com/)
})

test('a customer whom nobody took over is told as theirs, with the reason', () => {
  const [one] = decoded(
    xml(
      '<Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[transfer_fail]]></ChangeType><FailReason><![CDATA[customer_refused]]></FailReason><UserID><![CDATA[zhoumu]]></UserID><ExternalUserID><![CDATA[wmLY0001]]></ExternalUserID>',
    ),
  )
  expect(one).toMatchObject({
    name: 'contact.transfer_failed',
    claims: [{ kind: 'external_userid', value: 'wmLY0001' }],
    props: { userid: 'zhoumu', external_userid: 'wmLY0001', FailReason: 'customer_refused' },
  })
})
