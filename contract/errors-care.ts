/** Errors of service cases (room `care`). */
export const careErrors = {
  case_state: {
    status: 409,
    zh: '服务单现在的状态做不了这一步，可能刚被别人处理过。请刷新后再看。',
    en: 'This cannot be done to the case as it stands; somebody may just have dealt with it. Refresh and look again.',
  },
  case_unchanged: {
    status: 409,
    zh: '没有变化：服务单已经是这样了。',
    en: 'Nothing to change: the case is like that already.',
  },
  unknown_case_kind: {
    status: 400,
    zh: '没有“{kind}”这一类服务单，或者已停用。请换一类，或在服务单设置里加上。',
    en: 'There is no kind of case called “{kind}”, or it is no longer used. Choose another, or add it in the settings of service cases.',
  },
  reply_state: {
    status: 409,
    zh: '这位客户的等待已经有结果了，可能刚被别人处理过。请刷新后再看。',
    en: 'This customer no longer waits, or waits for something newer; somebody may just have dealt with it. Refresh and look again.',
  },
  reply_off: {
    status: 409,
    zh: '没有开启回复计时。请在服务单设置里打开「客户来信计时」。',
    en: 'The clock of answers is switched off. Switch it on in the settings of service cases.',
  },
  unknown_associate: {
    status: 400,
    zh: '{userid} 不是在职的导购。请换一位。',
    en: '{userid} is not an associate who is at work. Choose another.',
  },
} as const
