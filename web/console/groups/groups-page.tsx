import { Select, Tag } from 'antd'
import type { z } from 'zod'
import { associates } from '../../../contract/corp.ts'
import { type GroupChat, groupChat, groupChats } from '../../../contract/group.ts'
import {
  type Column,
  type Filter,
  Go,
  GoButton,
  ListPage,
  useAddress,
  useFormat,
  useList,
  useLoad,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { associateLabel } from '../corp/associate-label.ts'
import { texts } from './text.ts'

/** Who joins on the phone shows while the page is open. */
const LIVE_MS = 5_000
export const DAYS = [7, 30, 90, 365]
export const DAYS_USUAL = 30
const STATES = ['live', 'ownerless', 'dissolved'] as const

/** All customer groups: who owns them, who is inside, who came and went. */
export function GroupsPage() {
  const t = useText(texts)
  const address = useAddress()
  const days = Number(address.get('days') ?? DAYS_USUAL)
  const list = useList('/api/groups', groupChat, address.all, { every: LIVE_MS })
  const all = useLoad('/api/groups', groupChats, {
    query: { ...address.all, limit: 1 },
    every: LIVE_MS,
  })
  const mayConnect = useMay('workspace.write')
  return (
    <ListPage<GroupChat>
      name="groups"
      title={t('title')}
      help={t('help')}
      sentence={all.data && <Sums days={days} all={all.data} />}
      list={list}
      idOf={(group) => group.id}
      nameOf={(group) => group.name || t('unnamed')}
      to={(group) => `/groups/${group.id}`}
      searchHint={t('search')}
      filters={useFilters()}
      columns={useColumns()}
      exportPath="/api/groups.csv"
      empty={{
        what: t('empty'),
        why: t('empty_why'),
        ...(mayConnect
          ? { action: <GoButton to="/settings/wecom">{t('empty_action')}</GoButton> }
          : {}),
      }}
    />
  )
}

function Sums({ days, all }: { days: number; all: z.infer<typeof groupChats> }) {
  const t = useText(texts)
  const { sums, total } = all
  if (total === null || total === 0) return t('sentence_none')
  const { customers, strangers, joined, left } = sums
  return (
    <>
      {t('sentence', { count: total, customers, days, joined, left })}
      {strangers > 0 && ` ${t('sentence_strangers', { strangers })}`}
    </>
  )
}

function useColumns(): Column<GroupChat>[] {
  const t = useText(texts)
  const format = useFormat()
  return [
    {
      key: 'name',
      title: t('name'),
      sort: 'name',
      width: 260,
      draw: (group) => (
        <>
          <Go to={`/groups/${group.id}`}>{group.name || t('unnamed')}</Go>{' '}
          {group.readAt === null && <Tag>{t('unread')}</Tag>}
          {group.dissolvedAt !== null && <Tag>{t('state_dissolved')}</Tag>}
        </>
      ),
    },
    { key: 'owner', title: t('owner'), width: 150, draw: (group) => <Owner group={group} /> },
    {
      key: 'customers',
      title: t('customers'),
      help: t('customers_help'),
      sort: 'members',
      isNumber: true,
      width: 110,
      draw: ({ customers }) => format.count(customers),
    },
    {
      key: 'strangers',
      title: t('strangers'),
      help: t('strangers_help'),
      isNumber: true,
      width: 120,
      draw: ({ strangers }) => format.count(strangers),
    },
    {
      key: 'staff',
      title: t('staff'),
      isNumber: true,
      isHidden: true,
      width: 90,
      draw: ({ staff }) => format.count(staff),
    },
    {
      key: 'joined',
      title: t('joined'),
      help: t('joined_help'),
      sort: 'joined',
      isNumber: true,
      width: 100,
      draw: ({ joined }) => format.count(joined),
    },
    {
      key: 'left',
      title: t('left'),
      help: t('left_help'),
      sort: 'left',
      isNumber: true,
      width: 100,
      draw: ({ left }) => format.count(left),
    },
    {
      key: 'created',
      title: t('created'),
      sort: 'created',
      width: 150,
      draw: ({ createdAt }) => <When at={createdAt} />,
    },
  ]
}

/** Who owns a group; an owner who is no longer at work is marked. */
export function Owner({ group: { owner } }: { group: Pick<GroupChat, 'owner'> }) {
  const t = useText(texts)
  if (!owner) return <span className="kit-soft">—</span>
  return (
    <>
      {owner.name} {!owner.isActive && <Tag color="warning">{t('owner_gone')}</Tag>}
    </>
  )
}

function useFilters(): Filter[] {
  const t = useText(texts)
  const members = useLoad('/api/associates', associates)
  return [
    {
      kind: 'choice',
      key: 'owner',
      label: t('owner'),
      options: (members.data?.items ?? []).map((one) => ({
        value: one.userid,
        label: associateLabel(one),
      })),
    },
    {
      kind: 'choice',
      key: 'state',
      label: t('state'),
      options: STATES.map((value) => ({ value, label: t(`state_${value}`) })),
    },
    { kind: 'own', key: 'days', label: t('filter_days'), draw: () => <DaysChoice /> },
  ]
}

/** The days that comings and goings are counted over. */
export function DaysChoice() {
  const t = useText(texts)
  const address = useAddress()
  return (
    <Select
      aria-label={t('filter_days')}
      prefix={t('filter_days')}
      value={Number(address.get('days') ?? DAYS_USUAL)}
      onChange={(count) => address.change({ days: String(count) })}
      options={DAYS.map((count) => ({ value: count, label: t('days', { count }) }))}
    />
  )
}
