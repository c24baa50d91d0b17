import { defineTexts, type Same } from '../../ui/index.ts'

const zh = {
  title: '等人批准',
  help: '人数超过一个人可以决定的上限时，启动要由另一位同事批准。上限在「防打扰规则」里改。申请之后草稿又改过的，要重新申请。',
  sentence: '有 {{count}} 次启动在等另一位同事点头。',
  none: '没有等批准的启动',
  none_why: '人数超过上限的 SOP 启动时，会到这里等另一位同事决定。',
  asked: '{{who}} 申请向 {{count}} 人发送',
  someone: '程序',
  why: '为什么',
  when: '申请于',
  open_draft: '打开草稿',
  what: '会发什么',
  mine: '这是你自己提的申请，要由另一位同事批准；也可以撤回。',
  stale: '申请之后草稿又改过，已经不能批准。请撤回后重新申请。',
  approve: '批准并启动',
  refuse: '不批准',
  withdraw: '撤回申请',
  reason: '写一句理由，会记入操作日志',
  reason_needed: '写一句理由，两个字以上。',
  approved: '已批准，第 {{version}} 版从现在起生效。',
  refused: '已记下：不批准。',
  withdrawn: '已撤回。',
  cancel: '取消',
} as const

const en: Same<typeof zh> = {
  title: 'Waiting for approval',
  help: 'Above a number of people a launch needs a second person. The number is set in the contact policy. A draft that was changed after the request has to be asked for anew.',
  sentence: {
    one: '{{count}} launch waits for a second person.',
    other: '{{count}} launches wait for a second person.',
  },
  none: 'Nothing waits for approval',
  none_why: 'Launches that reach more people than one may decide on come here.',
  asked: {
    one: '{{who}} asks to write to {{count}} person',
    other: '{{who}} asks to write to {{count}} people',
  },
  someone: 'A program',
  why: 'Why',
  when: 'Asked',
  open_draft: 'Open the draft',
  what: 'What would be sent',
  mine: 'You asked for this yourself: somebody else has to approve it. You may take it back.',
  stale: 'The draft was changed since, so this cannot be approved. Take it back and ask anew.',
  approve: 'Approve and launch',
  refuse: 'Refuse',
  withdraw: 'Take back',
  reason: 'Say why; it goes into the audit log',
  reason_needed: 'Say why in a few words.',
  approved: 'Approved. Version {{version}} is in force.',
  refused: 'Noted: refused.',
  withdrawn: 'Taken back.',
  cancel: 'Cancel',
}

export const texts = defineTexts('approvals', { zh, en })
