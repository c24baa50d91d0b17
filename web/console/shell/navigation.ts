import type { Permission } from '../../../contract/staff.ts'
import type { IconName } from './icons.tsx'

export type NavigationGroup =
  | 'today'
  | 'customers'
  | 'acquire'
  | 'reach'
  | 'groups'
  | 'refer'
  | 'sell'
  | 'content'
  | 'prove'
  | 'team'
  | 'settings'

/** `key` names the text `go_<key>` in `text.ts`; `needs` hides the entry from those who may not. */
export type NavigationEntry = {
  key: string
  to: string
  icon: IconName
  needs?: Permission
}

/** The left navigation, by the operator's day. What is not built does not stand here; an empty group does not appear. */
export const navigation = [
  {
    group: 'today',
    entries: [
      { key: 'overview', to: '/', icon: 'home' },
      { key: 'calendar', to: '/calendar', icon: 'calendar', needs: 'journeys.read' },
      { key: 'replies', to: '/replies', icon: 'answers', needs: 'customers.read' },
      { key: 'service_cases', to: '/service-cases', icon: 'care', needs: 'customers.read' },
      {
        key: 'parked_deliveries',
        to: '/deliveries/parked',
        icon: 'question',
        needs: 'messages.read',
      },
      { key: 'approvals', to: '/approvals', icon: 'approve', needs: 'journeys.read' },
      { key: 'conflicts', to: '/conflicts', icon: 'warning', needs: 'customers.read' },
    ],
  },
  {
    group: 'customers',
    entries: [
      { key: 'customers', to: '/customers', icon: 'team', needs: 'customers.read' },
      { key: 'segments', to: '/segments', icon: 'segments', needs: 'segments.read' },
      { key: 'tags', to: '/tags', icon: 'tags', needs: 'customers.read' },
    ],
  },
  {
    group: 'acquire',
    entries: [
      { key: 'sources', to: '/sources', icon: 'cost', needs: 'customers.read' },
      { key: 'contact_ways', to: '/contact-ways', icon: 'code', needs: 'customers.read' },
      { key: 'forms', to: '/forms', icon: 'form', needs: 'customers.read' },
      { key: 'flash', to: '/flash', icon: 'flash', needs: 'customers.read' },
      { key: 'landing_pages', to: '/landing-pages', icon: 'landing', needs: 'customers.read' },
      { key: 'hooks', to: '/hooks', icon: 'hook', needs: 'customers.read' },
    ],
  },
  {
    group: 'reach',
    entries: [
      { key: 'journeys', to: '/journeys', icon: 'journey', needs: 'journeys.read' },
      { key: 'broadcasts', to: '/broadcasts', icon: 'broadcast', needs: 'journeys.read' },
      { key: 'moments', to: '/moments', icon: 'moments', needs: 'journeys.read' },
      { key: 'deliveries', to: '/deliveries', icon: 'send', needs: 'messages.read' },
      { key: 'staff_tasks', to: '/staff-tasks', icon: 'tasks', needs: 'messages.read' },
      { key: 'policy', to: '/contact-policy', icon: 'quiet', needs: 'messages.read' },
    ],
  },
  {
    group: 'groups',
    entries: [
      { key: 'groups', to: '/groups', icon: 'groups', needs: 'customers.read' },
      { key: 'group_posts', to: '/group-posts', icon: 'broadcast', needs: 'journeys.read' },
      { key: 'group_plans', to: '/group-plans', icon: 'journey', needs: 'journeys.read' },
    ],
  },
  {
    group: 'refer',
    entries: [
      { key: 'referrals', to: '/referrals', icon: 'refer', needs: 'journeys.read' },
      { key: 'rewards', to: '/rewards', icon: 'gift', needs: 'rewards.read' },
      { key: 'reward_grants', to: '/reward-grants', icon: 'given', needs: 'rewards.read' },
      { key: 'ledger', to: '/ledger', icon: 'books', needs: 'rewards.read' },
    ],
  },
  {
    group: 'sell',
    entries: [
      { key: 'products', to: '/products', icon: 'goods', needs: 'customers.read' },
      { key: 'orders', to: '/orders', icon: 'events', needs: 'customers.read' },
    ],
  },
  {
    group: 'content',
    entries: [
      { key: 'articles', to: '/articles', icon: 'articles', needs: 'messages.read' },
      { key: 'materials', to: '/materials', icon: 'library', needs: 'messages.read' },
      { key: 'posters', to: '/posters', icon: 'poster', needs: 'messages.read' },
      { key: 'quick_replies', to: '/quick-replies', icon: 'answers', needs: 'messages.read' },
    ],
  },
  {
    group: 'prove',
    entries: [
      { key: 'value', to: '/value', icon: 'chart', needs: 'insight.read' },
      { key: 'layers', to: '/layers', icon: 'layers', needs: 'insight.read' },
      { key: 'experiments', to: '/experiments', icon: 'experiment', needs: 'insight.read' },
      {
        key: 'retrospectives',
        to: '/retrospectives',
        icon: 'retrospective',
        needs: 'insight.read',
      },
      { key: 'diagnosis', to: '/diagnosis', icon: 'bulb', needs: 'insight.read' },
    ],
  },
  {
    group: 'team',
    entries: [
      { key: 'staff', to: '/staff', icon: 'staff', needs: 'workspace.write' },
      { key: 'handover', to: '/handover', icon: 'handover', needs: 'customers.read' },
    ],
  },
  {
    group: 'settings',
    entries: [
      { key: 'wecom', to: '/settings/wecom', icon: 'wecom', needs: 'workspace.write' },
      { key: 'official', to: '/settings/official', icon: 'official', needs: 'workspace.write' },
      { key: 'mail', to: '/settings/mail', icon: 'mail', needs: 'workspace.write' },
      { key: 'sms', to: '/settings/sms', icon: 'sms', needs: 'workspace.write' },
      { key: 'imports', to: '/imports', icon: 'upload', needs: 'imports.write' },
      { key: 'developers', to: '/developers', icon: 'api', needs: 'developers.read' },
      { key: 'parked', to: '/developers/parked', icon: 'inbox', needs: 'developers.read' },
      { key: 'workspace', to: '/settings', icon: 'setting', needs: 'workspace.write' },
    ],
  },
] as const satisfies readonly { group: NavigationGroup; entries: readonly NavigationEntry[] }[]
