import { defineTexts, type Same } from '../../ui/index.ts'

/** Words of people in flight: moving them to another version, and an SOP that is drained. */
const zh = {
  left_moved_out: '改版时请离',
  outcome_moved: '移到新版本',
  outcome_moved_out: '改版时请离',
  detail_already: '旧版本里已经做过',
  passage_moved: '移到第 {{version}} 版的「{{step}}」：{{reason}}',
  passage_moved_out: '改版时请离，没有进第 {{version}} 版：{{reason}}',
  moved: '移过来的',
  define_moved: '从旧版本移到这一版的人，不算在「进入」里。',
  people_moved: '从旧版本移过来的人',

  launch_choice: '还有 {{people}} 人在旧版本里走着',
  launch_finish: '按原来的版本走完，改动只管以后进来的人',
  launch_move: '启动之后逐步选好，把他们移到新版本',
  older: '还有 {{people}} 人在旧版本里走着，会按原来的走完。',
  move: '移到第 {{version}} 版',
  moving:
    '正在移到第 {{version}} 版：已移 {{moved}} 人，离开 {{departed}} 人。移完之前没有人往下走。',
  was_moved:
    '{{who}} 在 {{when}} 把 {{moved}} 人移到第 {{version}} 版，{{departed}} 人离开：{{reason}}',
  title: '把在途的人移到第 {{version}} 版',
  sentence:
    '旧版本里还有 {{inside}} 人：{{moved}} 人移到第 {{version}} 版，{{departed}} 人离开，{{staying}} 人走完原来的。',
  sentence_none: '旧版本里已经没有人在走，不用移动。',
  help: '选好每一步上的人接下来从新版本的哪一步走起。已经等过的时间算数；旧版本里已经发过、做过、打过标签的步骤，在新版本里遇到会跳过，不会再来一遍（回到前面的循环除外）。已经安排好的消息照发。对照实验里，他们仍算在进来的那一版；目标和提前离开的条件改按新版本。',
  from: '第 {{no}} 版',
  stands_at: '现在停在',
  people: '人数',
  goes_to: '接下来',
  to_stay: '走完原来的',
  to_leave: '离开这个 SOP',
  to_step: '{{no}}. {{says}}',
  to_in: '{{no}}. {{says}}（在「{{arm}}」里）',
  empty_steps: '此刻没有人停着的 {{count}} 步',
  empty_steps_help: '确认之前还会有人走到这些步骤，也按这里选的办。',
  why: '为什么移动',
  why_needed: '写一句为什么，会留在每个人的路径里',
  deed: '移动 {{moved}} 人',
  deed_out: '移动 {{moved}} 人，请离 {{departed}} 人',
  asked: '开始移动，移完之前没有人往下走。',
  back: '回到 SOP',
  drain: '正在排空：还有 {{people}} 人在里面',
  drain_last: '不再进人。最后一位最晚 {{when}} 走完（不算防打扰规则推迟的时间），之后自动结束。',
  drain_done: '里面已经没有人，马上结束。',
  drain_version: '版本',
} as const

const en: Same<typeof zh> = {
  left_moved_out: 'Let out when the plan changed',
  outcome_moved: 'Moved to a newer version',
  outcome_moved_out: 'Let out when the plan changed',
  detail_already: 'done by an earlier version',
  passage_moved: 'Moved to version {{version}}, “{{step}}”: {{reason}}',
  passage_moved_out: 'Let out and not moved to version {{version}}: {{reason}}',
  moved: 'Moved here',
  define_moved:
    'Who was moved to this version from an older one; not counted among those who entered.',
  people_moved: 'who was moved here from an older version',

  launch_choice: '{{people}} people are on their way by older versions',
  launch_finish: 'They finish by theirs; the change is for who enters from now on',
  launch_move: 'After the launch, choose step by step and move them to the new version',
  older: '{{people}} people are still on their way by older versions and will finish by them.',
  move: 'Move to version {{version}}',
  moving:
    'Moving to version {{version}}: {{moved}} moved, {{departed}} let out. Nobody takes a step until it is done.',
  was_moved:
    '{{who}} moved {{moved}} people to version {{version}} {{when}}, {{departed}} left: {{reason}}',
  title: 'Move people in flight to version {{version}}',
  sentence:
    '{{inside}} people are in older versions: {{moved}} move to version {{version}}, {{departed}} leave, {{staying}} finish by theirs.',
  sentence_none: 'Nobody is on the way by an older version. There is nobody to move.',
  help: 'Choose where those who stand at each step go on in the new version. What they have waited counts. What was sent, done or tagged by the old version is passed over in the new one and not done again (laps of a loop excepted). Messages already planned still go. In the experiment they stay with the version by which they came in; goal and early exits are those of the new version.',
  from: 'Version {{no}}',
  stands_at: 'Stand now at',
  people: 'People',
  goes_to: 'Go on',
  to_stay: 'Finish by theirs',
  to_leave: 'Leave this SOP',
  to_step: '{{no}}. {{says}}',
  to_in: '{{no}}. {{says}} (in “{{arm}}”)',
  empty_steps: '{{count}} steps where nobody stands now',
  empty_steps_help: 'Somebody may come to these before you confirm; then this counts.',
  why: 'Why they are moved',
  why_needed: 'A sentence that stays in the way of each person',
  deed: 'Move {{moved}} people',
  deed_out: 'Move {{moved}} people, let {{departed}} out',
  asked: 'They are being moved. Nobody takes a step until it is done.',
  back: 'Back to the SOP',
  drain: 'Draining: {{people}} people are still inside',
  drain_last:
    'Nobody enters any more. The last is through by {{when}} at the latest (what the contact policy puts off not counted), then it ends by itself.',
  drain_done: 'Nobody is inside any more; it ends in a moment.',
  drain_version: 'Version',
}

export const moveTexts = defineTexts('journeys_move', { zh, en })
