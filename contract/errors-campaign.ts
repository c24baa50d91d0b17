/** What can go wrong with broadcasts. */
export const campaignErrors = {
  calendar_past: {
    status: 409,
    zh: '不能改到已经过去的日子。请选今天或以后的一天。',
    en: 'Nothing can be moved to a day that is over. Choose today or a later day.',
  },
  calendar_no_hour: {
    status: 409,
    zh: '这个群发没有定发送时间，日历上没法改期。请在群发的「时间」一步里定好。',
    en: 'This broadcast names no hour, so the calendar cannot move it. Set one in its step “When”.',
  },
  broadcast_changed: {
    status: 409,
    zh: '这个群发刚被别人改过。请刷新，看过新的内容后再改。',
    en: 'Somebody else has just changed this broadcast. Refresh, look at it, and change it again.',
  },
  broadcast_launched: {
    status: 409,
    zh: '这个群发已经发起了，内容不能再改。要再发一次，请复制一份。',
    en: 'This broadcast was launched already and can no longer be changed. Make a copy to send it again.',
  },
  broadcast_not_ready: {
    status: 409,
    zh: '这个群发还不能发起：有 {count} 处要改。请在「检查」一步里按提示改好。',
    en: 'This broadcast cannot be launched yet: {count} things need mending. The last step says which.',
  },
  broadcast_grown: {
    status: 409,
    zh: '你看到的是 {seen} 人，现在已经是 {now} 人了。请重新检查一遍再发起。',
    en: 'You saw {seen} people; by now they are {now}. Check again before you launch.',
  },
  broadcast_needs_approval: {
    status: 409,
    zh: '这次要发给 {audience} 人，超过了一个人可以决定的 {limit} 人。请申请，由另一位同事批准。',
    en: 'This reaches {audience} people; one person may decide on {limit}. Ask for approval, and let somebody else approve it.',
  },
  broadcast_asked: {
    status: 409,
    zh: '这个群发已经有一份申请在等批准。要改的话，先撤回它。',
    en: 'A launch of this broadcast is waiting for approval already. Take that request back first.',
  },
  broadcast_not_running: {
    status: 409,
    zh: '这个群发现在不能这样做：它没有在发，或者已经撤回了。请刷新看它的状态。',
    en: 'This cannot be done with the broadcast now: it is not being sent, or was called back. Refresh to see how it stands.',
  },
  broadcast_confirm: {
    status: 400,
    zh: '输入的名称与这个群发不符。请输入「{name}」来确认撤回。',
    en: 'The name does not match this broadcast. Type “{name}” to confirm that it is called back.',
  },
  broadcast_retry_changed: {
    status: 409,
    zh: '可以补发的人数刚刚变了。请刷新后看过新的人数再补发。',
    en: 'How many can be tried anew has just changed. Refresh, look at the number, and try again.',
  },
  moment_empty: {
    status: 400,
    zh: '写一段话，或者放一张图，再发布。',
    en: 'Write something or choose a picture before you publish.',
  },
  moment_cover: {
    status: 400,
    zh: '朋友圈里的链接要有一张封面图。请选一张图。',
    en: 'A link in a moment needs a cover. Choose a picture.',
  },
  moment_companies: {
    status: 400,
    zh: '一条朋友圈只能由同一家企业的员工发布。请只选一家企业的导购。',
    en: 'One moment is posted by members of one company. Choose associates of one company only.',
  },
  moment_not_running: {
    status: 409,
    zh: '这条朋友圈已经撤回，或者没有发布成功，不用再撤回了。请刷新看它的状态。',
    en: 'This moment was called back already or never came about. Refresh to see how it stands.',
  },
  post_empty: {
    status: 400,
    zh: '写一段话，或者放一张图，再发到群里。',
    en: 'Write something or choose a picture before you post it.',
  },
  post_past: {
    status: 409,
    zh: '选的时间已经过去了。请选现在或以后的时间。',
    en: 'That time is over. Choose now or a later time.',
  },
  post_not_running: {
    status: 409,
    zh: '这次群发已经撤回，或者已经结束，不用再撤回了。请刷新看它的状态。',
    en: 'This post was called back already or is over. Refresh to see how it stands.',
  },
  post_fenced: {
    status: 409,
    zh: '这套系统是还没放开的副本，什么都不会发。请先在顶部的提示里放开。',
    en: 'This installation is a fenced copy and sends nothing. Release it in the notice at the top first.',
  },
  post_decided: {
    status: 409,
    zh: '这一条已经有人处理了。请刷新看最新的状态。',
    en: 'Somebody has decided on this already. Refresh to see how it stands.',
  },
  plan_ended: {
    status: 409,
    zh: '这个计划已经结束，不能再改。请新建一个。',
    en: 'This plan has ended and cannot be changed. Make a new one.',
  },
  plan_turned: {
    status: 409,
    zh: '这个计划的状态已经变了。请刷新后再操作。',
    en: 'This plan stands differently by now. Refresh and try again.',
  },
  plan_without_steps: {
    status: 400,
    zh: '还没有写要发什么。请至少加一步。',
    en: 'It says nothing yet. Add a step at least.',
  },
  plan_without_groups: {
    status: 400,
    zh: '还没有选群。请选至少一个群，或改成按条件选群。',
    en: 'No group is chosen. Choose one at least, or let a condition choose them.',
  },
  plan_without_event: {
    status: 400,
    zh: '有的步骤按活动倒数，请先填活动是哪一天。',
    en: 'Some steps count down to an event. Say on which day it is.',
  },
  plan_days: {
    status: 400,
    zh: '结束的日子早于开始的日子。请改一下。',
    en: 'It ends before it begins. Change one of the days.',
  },
} as const
