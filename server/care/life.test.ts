import { expect, test } from 'vitest'
import { defaultCareSettings } from '../../contract/care.ts'
import { newId } from '../kernel/index.ts'
import { overdueOf, type StoredCase } from './case.ts'
import {
  answer,
  change,
  close,
  customerBack,
  type Deed,
  escalate,
  rate,
  reopen,
  solve,
  waitForCustomer,
} from './life.ts'
import { clocksOf, kindOf } from './settings.ts'

const zone = 'Asia/Shanghai'
const at = (time: string) => new Date(`2026-11-25T${time}:00+08:00`)

/** A complaint at ten in the morning: an hour to answer, two working days to solve it. */
function complaint(): StoredCase {
  const kind = kindOf(defaultCareSettings, 'complaint')
  if (!kind) throw new Error('no such kind')
  const from = at('10:00')
  return {
    id: newId(),
    no: 1,
    customerId: newId(),
    kind: 'complaint',
    priority: 'normal',
    state: 'open',
    origin: 'staff',
    originEvent: '',
    subject: '面霜用了起红疹',
    owner: 'chenlan',
    openedAt: from,
    openedBy: null,
    clocksFrom: from,
    ...clocksOf(defaultCareSettings, kind, { priority: 'normal', from, zone }),
    answeredAt: null,
    waitingSince: null,
    solvedAt: null,
    closeDueAt: null,
    closedAt: null,
    reopened: 0,
    answerMinutes: null,
    resolveMinutes: null,
    waitedMinutes: 0,
    resolutionKind: null,
    resolution: '',
    satisfaction: null,
    escalatedAt: null,
    escalatedClock: null,
    escalationSeenAt: null,
    escalationSeenBy: null,
  }
}

/** Does deeds one after another. @returns the case, or why the last one was refused. */
function live(...deeds: [Date, Deed][]): StoredCase | string {
  let one = complaint()
  for (const [now, deed] of deeds) {
    const done = deed(one, { settings: defaultCareSettings, zone, now, by: null })
    if (!done.ok) return done.reason
    one = done.value.next
  }
  return one
}

const refund = solve({ kind: 'refunded', text: '退了全款' })

test('the first answer stops the first clock, and a later one does not start it again', () => {
  const one = live([at('10:40'), answer('您好')], [at('12:00'), answer('还在查')])
  expect(one).toMatchObject({ state: 'answered', answerMinutes: 40, answeredAt: at('10:40') })
})

test('the time for which the customer is waited for is not counted against us', () => {
  const dueBefore = complaint().resolveDueAt
  const one = live(
    [at('10:30'), waitForCustomer('请发照片')],
    [at('12:30'), customerBack('发来了')],
    [at('13:00'), refund],
  )
  // Three hours, two of them the customer's.
  expect(one).toMatchObject({ state: 'solved', waitedMinutes: 120, resolveMinutes: 60 })
  if (typeof one === 'string') throw new Error(one)
  expect(one.resolveDueAt.getTime() - dueBefore.getTime()).toBe(2 * 3_600_000)
})

test('a case that waits for the customer is not overdue however long they take', () => {
  const one = live([at('10:30'), waitForCustomer('请发照片')])
  if (typeof one === 'string') throw new Error(one)
  expect(overdueOf(one, new Date('2027-01-01T00:00:00Z'))).toBe(null)
})

test('reopened, both clocks begin anew and the old rating is gone', () => {
  const one = live(
    [at('10:10'), refund],
    [at('10:20'), rate({ satisfaction: 2, text: '' })],
    [at('14:00'), reopen('又坏了')],
  )
  expect(one).toMatchObject({
    state: 'open',
    reopened: 1,
    satisfaction: null,
    answeredAt: null,
    clocksFrom: at('14:00'),
    answerDueAt: at('15:00'),
  })
})

test('an urgent case has less time from when it was opened', () => {
  const one = live([at('10:20'), change({ kind: 'complaint', priority: 'urgent' })])
  expect(one).toMatchObject({ priority: 'urgent', answerDueAt: at('10:30') })
})

test.each<[string, [Date, Deed][]]>([
  ['a case that is not solved is not closed', [[at('11:00'), close('')]]],
  ['an unsolved case is not rated', [[at('11:00'), rate({ satisfaction: 5, text: '' })]]],
  ['an unsolved case is not reopened', [[at('11:00'), reopen('')]]],
  [
    'what is solved is not solved again',
    [
      [at('11:00'), refund],
      [at('11:01'), refund],
    ],
  ],
  [
    'what is solved is not answered',
    [
      [at('11:00'), refund],
      [at('11:01'), answer('嗯')],
    ],
  ],
])('%s', (_name, deeds) => {
  expect(live(...deeds)).toBe('state')
})

test('an answer that came too late stays overdue, and so does what was never answered', () => {
  const late = live([at('11:30'), answer('来晚了')])
  if (typeof late === 'string') throw new Error(late)
  expect(overdueOf(late, at('11:31'))).toBe('answer')
  expect(overdueOf(complaint(), at('10:59'))).toBe(null)
  expect(overdueOf(complaint(), at('11:01'))).toBe('answer')
  expect(live([at('11:01'), escalate('answer')])).toMatchObject({ escalatedClock: 'answer' })
})
