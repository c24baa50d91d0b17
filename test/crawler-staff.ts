import { defaultWorkRules } from '../contract/staff-work.ts'
import { blind, type CallsOf, everyId, filtered, first } from './crawler-ways.ts'

const until = '2099-01-01T00:00:00.000Z'
const later = { until, reason: '爬虫推的' }
const side = '/api/sidebar/tasks/tsk_x'

/** Associates' tasks, how their work is counted, who is away. */
export const staffCalls: Record<string, CallsOf> = {
  'GET /api/staff-tasks': filtered('/api/staff-tasks', ['journeyId', 'jny'], ['cursor', 'tsk']),
  'PUT /api/staff-tasks/:id/done': everyId('/api/staff-tasks/:id/done', { outcome: 'sent' }),
  'PUT /api/staff-tasks/:id/skipped': everyId('/api/staff-tasks/:id/skipped', {
    reason: '客户不在',
  }),
  'PUT /api/staff-tasks/:id/snooze': everyId('/api/staff-tasks/:id/snooze', later),
  'POST /api/staff-tasks/reassignments': (_own, other) => [
    {
      kind: 'blind',
      path: '/api/staff-tasks/reassignments',
      body: { from: 'chenlan', to: 'linxia', reason: '爬虫转的', taskIds: [first(other, 'tsk')] },
    },
  ],
  'GET /api/staff-work': blind('/api/staff-work'),
  'PUT /api/staff-work': blind('/api/staff-work', { rules: defaultWorkRules, no: 99 }),
  'GET /api/absences': blind('/api/absences'),
  'POST /api/absences': blind('/api/absences', {
    userid: 'chenlan',
    fromOn: '2026-11-11',
    toOn: '2026-11-12',
    standIn: null,
    reason: '爬虫说的',
  }),
  'DELETE /api/absences/:id': everyId('/api/absences/:id'),
  'GET /api/staff-execution': blind('/api/staff-execution'),
  'GET /api/staff-execution.csv': blind('/api/staff-execution.csv'),

  'GET /api/sidebar/tasks': blind('/api/sidebar/tasks'),
  'PUT /api/sidebar/tasks/:id/sending': blind(`${side}/sending`, {}),
  'DELETE /api/sidebar/tasks/:id/sending': blind(`${side}/sending`, {}),
  'PUT /api/sidebar/tasks/:id/done': blind(`${side}/done`, {}),
  'PUT /api/sidebar/tasks/:id/skipped': blind(`${side}/skipped`, { reason: '不合适' }),
  'PUT /api/sidebar/tasks/:id/snooze': blind(`${side}/snooze`, later),
  'PUT /api/sidebar/tasks/:id/taken': blind(`${side}/taken`, {}),
}
