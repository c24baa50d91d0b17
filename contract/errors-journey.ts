/** Errors of moving people in flight, and of what is tried out of an SOP before its launch; part of `errors`. */
export const journeyErrors = {
  journey_moving: {
    status: 409,
    zh: '上一次移动还没有做完。请等它做完再移。',
    en: 'The last move is still under way. Wait until it is done.',
  },
  journey_moves_grown: {
    status: 409,
    zh: '你看到的是 {seen} 人，现在这些步骤上已经有 {now} 人了。请重新看一遍再移动。',
    en: 'You saw {seen} people; by now {now} stand at these steps. Look again before you move them.',
  },
  journey_moves_wrong: {
    status: 409,
    zh: '有的步骤在它的版本里找不到，或者写了两次。请刷新页面重新选。',
    en: 'A step is not in its version, or was named twice. Reload the page and choose again.',
  },
  test_no_way: {
    status: 409,
    zh: '现在发不了测试：这位导购所在的企业还没有接好，或者应用没有填 AgentId。请到「设置 · 企业微信」补上。',
    en: 'No test can be sent: the company of this associate is not connected, or its app has no AgentId. Add it in Settings, WeCom.',
  },
  test_fenced: {
    status: 409,
    zh: '这套系统是恢复或复制出来的，放行之前什么都不发。请管理员先放行。',
    en: 'This installation was restored or copied and sends nothing until an owner releases it.',
  },
  test_refused: {
    status: 409,
    zh: '企业微信没有收下这条测试：{said}。请检查应用的可见范围里有没有这位导购。',
    en: 'WeCom did not take the test: {said}. Check whether the app is visible to this associate.',
  },
  test_unreadable: {
    status: 409,
    zh: '这位客户缺少内容里要用的资料，读不出来。请换一位客户，或写一个备用的说法。',
    en: 'Something that the text names is not known of this customer. Choose another, or write a fallback.',
  },
} as const
