import { expect, test } from 'vitest'
import { decodeContacts, WECOM_CONTACTS } from './contact-decode.ts'
import { contactFrom } from './wire-contact.ts'

const readAt = new Date('2026-11-11T02:00:00Z')
const tenant = {
  id: '01900000-0000-7000-8000-0000000000aa',
  no: 1,
  name: '青禾护肤',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  clockAt: null,
  isDemo: false,
}

/** Who a contact is said to be whose associates have noted this. */
function claimed(...notes: { remark?: string; description?: string }[]): string[] {
  const read = contactFrom('wm1', [], readAt)
  const follows = notes.map(({ remark = '', description = '' }, n) => ({
    userid: `associate${n}`,
    state: '',
    addWay: null,
    remark,
    description,
    mobiles: [],
    tagIds: [],
    startedAt: readAt,
  }))
  const { events } = decodeContacts(tenant, {
    id: 1,
    kind: WECOM_CONTACTS,
    source: 'wecom',
    body: JSON.stringify({ ...read, follows }),
    receivedAt: readAt,
  })
  return events.flatMap(({ claims }) => claims.map(({ kind, value }) => `${kind}=${value}`))
}

test('a member number that an associate noted says which member a contact is', () => {
  const known = ['member_no=M0001', 'external_userid=wm1']
  expect(claimed({ description: '会员号 M0001' })).toEqual(known)
  expect(claimed({ remark: '李女士 会员卡号：M0001' })).toEqual(known)
  expect(claimed({ description: '会员号 M0001' }, { remark: '会员编号:M0001' })).toEqual(known)
})

test('notes that name no number, or two, say nothing', () => {
  const unknown = ['external_userid=wm1']
  expect(claimed({ description: '金卡会员，生日 3 月' })).toEqual(unknown)
  expect(claimed({ description: '会员号 M0001' }, { description: '会员号 M0002' })).toEqual(unknown)
})
