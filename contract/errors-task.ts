/** What a person is told when a task cannot be done, left or moved as they wanted; part of `errors`. */
export const taskErrors = {
  reassign_same_person: {
    status: 422,
    zh: '任务本来就在这位导购手上。请选另一位。',
    en: 'The tasks are with this associate already. Choose another.',
  },
  reassign_other_company: {
    status: 422,
    zh: '两位导购不在同一家企业，打不开对方的客户聊天。请选同一家企业的导购。',
    en: 'The two associates are of different companies and cannot open each other’s chats. Choose one of the same company.',
  },
  reassign_unknown_associate: {
    status: 422,
    zh: '没有找到这位导购，或者已经停用。请先在「设置 · 企业微信」同步通讯录。',
    en: 'This associate is not known or no longer active. Bring the directory in under Settings, WeCom first.',
  },
  tasks_moved: {
    status: 409,
    zh: '这些任务已经不在这位导购手上：可能刚被别人转走，或者已经处理了。请刷新再看。',
    en: 'These tasks are no longer with this associate: somebody has just moved them, or they were decided. Refresh and look again.',
  },
  work_changed: {
    status: 409,
    zh: '工时设置刚被别人改过。请刷新，看过以后再改。',
    en: 'Somebody else has just changed these settings. Refresh, look at them, and change them again.',
  },
  snooze_too_late: {
    status: 422,
    zh: '最晚只能推到 {latest}，再晚这条消息就不该发了。请选早一点的时间。',
    en: 'It can wait until {latest} at the latest; after that this message should not go out. Choose an earlier time.',
  },
  snooze_too_early: {
    status: 422,
    zh: '请选一个还没到的时间。',
    en: 'Choose a time that has not come yet.',
  },
  task_begun: {
    status: 409,
    zh: '这条刚在别处点过发送。请先看聊天里有没有发出去，再点「已发出」或「没发出去」。',
    en: 'Somebody has just tapped send for this one. Look in the chat whether it left, then say “sent” or “it did not leave”.',
  },
  absence_overlaps: {
    status: 409,
    zh: '这位导购在这几天已经登记过不在岗。请先结束原来的登记。',
    en: 'This associate is already marked as away on some of these days. End that entry first.',
  },
  absence_days: {
    status: 422,
    zh: '结束日期要不早于开始日期，最长 180 天。',
    en: 'The last day must not be before the first, and at most 180 days may lie between.',
  },
} as const
