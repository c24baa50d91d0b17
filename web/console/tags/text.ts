import { defineTexts, type Same } from '../../ui/index.ts'

export const zh = {
  title: '标签与需求',
  help: '标签属于一个标签组。每打一次标签是一条依据，依据越多需求越强。停用的标签留在客户身上，只是不再提供选择。',
  sentence: '{{groups}} 个标签组，{{tags}} 个标签。',
  empty: '标签记下客户需要什么',
  empty_why: '还没有标签。先建一个标签组，例如「肤质」，再在里面建「干性」「敏感肌」。',
  group_new: '新建标签组',
  group_name: '标签组名称',
  tag_new: '新建标签',
  tag_name: '标签名称',
  rename: '改名',
  rename_of: '给「{{name}}」改名',
  archive: '停用',
  archived: '已停用「{{name}}」',
  renamed: '已改名为「{{name}}」',
  restore: '恢复使用',
  show_archived: '显示停用的',
  column_tag: '标签',
  column_customers: '客户数',
  group_empty: '这个组里还没有标签。',
  mark_archived: '已停用',
  share: '同步到企业微信',
  share_same: '与企业微信一致',
  share_waiting: '等待同步',
  share_long: '名称超过 30 个字，企业微信不收',
  share_refused: '企业微信不收（错误码 {{errcode}}）',
  share_rule:
    '同步的标签两边一致：这里新建、改名、打标签会送到企业微信（打在客户的每位好友导购名下），企业微信里的改动会回到这里。两边都改了，还没送到的以这里为准，已送到的以企业微信为准。删除在企业微信里做。',
} as const

export const en: Same<typeof zh> = {
  title: 'Tags and needs',
  help: 'A tag belongs to a group. Each tagging is a piece of evidence; the more evidence, the stronger the need. Archived tags stay on customers and are offered no longer.',
  sentence: '{{groups}} groups, {{tags}} tags.',
  empty: 'Tags keep what customers need',
  empty_why:
    'There are no tags yet. Make a group first, such as Skin type, then its tags: dry, sensitive.',
  group_new: 'New group',
  group_name: 'Name of the group',
  tag_new: 'New tag',
  tag_name: 'Name of the tag',
  rename: 'Rename',
  rename_of: 'Rename “{{name}}”',
  archive: 'Archive',
  archived: 'Archived “{{name}}”',
  renamed: 'Renamed to “{{name}}”',
  restore: 'Bring back',
  show_archived: 'Show archived',
  column_tag: 'Tag',
  column_customers: 'Customers',
  group_empty: 'No tags in this group yet.',
  mark_archived: 'Archived',
  share: 'Same in WeCom',
  share_same: 'same in WeCom',
  share_waiting: 'on its way to WeCom',
  share_long: 'over 30 characters: WeCom refuses it',
  share_refused: 'WeCom refused it (error {{errcode}})',
  share_rule:
    'Shared tags are the same on both sides: what is made, renamed or given here goes to WeCom (to every associate whom the customer follows), and what changes there comes back. Where both changed, what has not reached WeCom yet is ours to say, what has is WeCom’s. They are deleted in WeCom.',
}

export const texts = defineTexts('tag', { zh, en })
