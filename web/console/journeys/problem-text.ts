import { defineTexts, type Same } from '../../ui/index.ts'

/** What keeps a plan from being launched, by the code of the problem. */
const zh = {
  problem_date_missing: '还没有写是哪个日子。',
  problem_festival_missing: '还没有选是哪个节日。',
  problem_festival_twice: '同一个节日、同一个人群写了两次，每个节日每人只进一次，请删掉一条。',
  problem_no_trigger: '还没有写谁进来。',
  problem_no_steps: '还没有步骤。',
  problem_no_effect: '没有一步会碰到客户：加一条消息、任务或标签。',
  problem_control_reason: '不留对照组要写明为什么。',
  problem_same_id: '两步用了同一个编号。删掉一步重新加。',
  problem_lost_step: '这一步不在任何一支里。删掉重新加。',
  problem_after_end: '它前面已经「到此结束」，永远走不到。',
  problem_shares_not_whole: '几支加起来不是百分之百。',
  problem_same_arm: '两支用了同一个编号。去掉一支重新加。',
  problem_tree_missing: '有一支还没有选条件。',
  problem_task_step_missing: '还没选等哪一步的任务，或者那一步不在它前面了。',
  problem_loop_missing: '还没选回到哪一步，或者那一步不在它自己这条路的前面。',
  problem_loop_restless: '回去的路上没有一步「等一段时间」或「等到某个时间」，会一下子发很多条。',
  problem_reply_leaves:
    '整套 SOP 里勾了「客户一回复就离开」，这一步等不到回复。去掉勾，或者删掉这一步。',
  problem_own_event: 'SOP 不能等 SOP 自己的事，会没完没了。',
  problem_tag_missing: '还没选标签，或者标签已经没有了。',
  problem_segment_missing: '还没选人群，或者人群已经没有了。',
  problem_segment_still: '人群「{{detail}}」没有启用，没有人会因为它进来。先启用它。',
  problem_event_missing: '还没写是什么事。',
  problem_text_missing: '还没写内容。',
  problem_subject_missing: '邮件还没有标题。',
  problem_text_unreadable: '内容里的写法有错，大括号要成对。',
  problem_link_wrong: '链接要有标题，地址要以 http 开头。',
  problem_mass_personal: '公众号群发对每个人都一样，请去掉文字里的变量。',
  problem_mailbox_missing: '还没有设置发信邮箱，邮件发不出去。先到「设置 · 邮件」里填好。',
  problem_sms_missing: '还没有接短信服务商，短信发不出去。先到「设置 · 短信」里填好。',
  problem_sms_template_missing: '还没选短信模板。',
  problem_sms_template_gone:
    '短信模板 {{detail}} 已经不在列表里了。换一个，或到「设置 · 短信」里登记。',
  problem_sms_template_changed: '短信模板 {{detail}} 和登记的不一样了。重新选一次。',
  problem_sms_params_missing: '短信模板里还有变量没填。',
  problem_sms_kind: '营销短信要用「营销」模板，通知模板不能用来营销。',
} as const
const en: Same<typeof zh> = {
  problem_date_missing: 'Which day it is about is not said.',
  problem_festival_missing: 'No festival is chosen yet.',
  problem_festival_twice:
    'The same festival stands twice for the same segment. People enter once for a festival: take one away.',
  problem_no_trigger: 'Nobody says who enters.',
  problem_no_steps: 'There are no steps.',
  problem_no_effect: 'No step touches a customer: add a message, a task or a tag.',
  problem_control_reason: 'Say why there is no control group.',
  problem_same_id: 'Two steps have one number. Delete one and add it again.',
  problem_lost_step: 'This step is in no arm. Delete it and add it again.',
  problem_after_end: 'An “end here” stands before it: nobody ever comes here.',
  problem_shares_not_whole: 'The arms do not make a hundred percent.',
  problem_same_arm: 'Two arms have one number. Take one away and add it again.',
  problem_tree_missing: 'An arm has no condition.',
  problem_task_step_missing: 'Choose whose task is waited for: a task step further up.',
  problem_loop_missing: 'Choose a step further up on its own way to go back to.',
  problem_loop_restless:
    'On the way back there is no wait that everybody comes through: everything would be said at once.',
  problem_reply_leaves:
    'Whoever replies leaves the whole SOP, so this step never hears a reply. Take the tick off, or delete the step.',
  problem_own_event: 'An SOP cannot wait for what SOPs do: it would never end.',
  problem_tag_missing: 'No tag is chosen, or it is gone.',
  problem_segment_missing: 'No segment is chosen, or it is gone.',
  problem_segment_still:
    'Segment “{{detail}}” is not live, so nobody would enter by it. Make it live first.',
  problem_event_missing: 'Nobody says what has to happen.',
  problem_text_missing: 'Nothing is written.',
  problem_subject_missing: 'The letter has no subject.',
  problem_text_unreadable: 'Something is written wrongly: braces come in pairs.',
  problem_link_wrong: 'A link needs a title, and an address that begins with http.',
  problem_mass_personal: 'A mass message is the same for all: take the variables out.',
  problem_mailbox_missing:
    'No mailbox is set, so no letter could leave. Set it under Settings, E-mail first.',
  problem_sms_missing:
    'No SMS provider is set up, so no message could leave. Do it under Settings, SMS first.',
  problem_sms_template_missing: 'No SMS template is chosen.',
  problem_sms_template_gone:
    'The SMS template {{detail}} is on the list no more. Choose another, or enter it under Settings, SMS.',
  problem_sms_template_changed:
    'The SMS template {{detail}} is not the one on the list any more. Choose it again.',
  problem_sms_params_missing: 'A variable of the SMS template has no value.',
  problem_sms_kind: 'Promotion needs a promotion template; a notice may not promote.',
}

export const problemTexts = defineTexts('journey_problems', { zh, en })
