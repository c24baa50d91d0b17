import { blind, type CallsOf, eachBlind } from './crawler-ways.ts'

/** What messages in the brand's own name go out by: the mailbox, the SMS account. */
export const brandCalls: Record<string, CallsOf> = {
  'GET /api/mailbox': blind('/api/mailbox'),
  'PUT /api/mailbox': blind('/api/mailbox', {
    host: 'smtp.example.test',
    port: 465,
    security: 'tls',
    login: 'crawler',
    password: 'a password',
    fromAddress: 'hi@example.test',
    fromName: '爬虫',
  }),
  'DELETE /api/mailbox': blind('/api/mailbox'),
  'POST /api/mailbox/test': blind('/api/mailbox/test', { to: 'nobody@example.test' }),

  'POST /hooks/sms/:token': blind(`/hooks/sms/${'A'.repeat(44)}`, { mobile: '1', text: 'R' }),
  'GET /api/sms-line': blind('/api/sms-line'),
  'PUT /api/sms-line': blind('/api/sms-line', {
    provider: 'aliyun',
    keyId: 'LTAIcrawler',
    secret: 'a long secret',
    signName: '爬虫',
  }),
  'DELETE /api/sms-line': blind('/api/sms-line'),
  'POST /api/sms-line/test': blind('/api/sms-line/test', {
    to: '13900000001',
    templateId: 'smt_0',
    params: {},
  }),
  'GET /api/sms-templates': blind('/api/sms-templates'),
  'POST /api/sms-templates': blind('/api/sms-templates', {
    code: 'SMS_1',
    name: '爬虫的模板',
    kind: 'notice',
    text: '您好',
  }),
  'DELETE /api/sms-templates/:id': eachBlind('/api/sms-templates/:id'),
}
