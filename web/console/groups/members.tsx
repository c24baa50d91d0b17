import { Button, Input, Segmented, Select, Table } from 'antd'
import { useState } from 'react'
import { type GroupMember, groupMember, memberKinds } from '../../../contract/group.ts'
import { Card, Empty, PersonCell, useFormat, useList, useText, When } from '../../ui/index.ts'
import { texts } from './text.ts'

type Standing = 'inside' | 'left'
type Kind = (typeof memberKinds)[number]

/** The people of a group: inside and gone, customers open their page. */
export function Members({ groupId }: { groupId: string }) {
  const t = useText(texts)
  const format = useFormat()
  const [standing, setStanding] = useState<Standing>('inside')
  const [kind, setKind] = useState<Kind>()
  const [search, setSearch] = useState('')
  const columns = useColumns(standing)
  const list = useList(`/api/groups/${groupId}/members`, groupMember, {
    standing,
    ...(kind ? { kind } : {}),
    ...(search === '' ? {} : { search }),
  })
  return (
    <Card
      title={list.total === null ? t('members') : `${t('members')} ${format.count(list.total)}`}
      extra={
        <div className="kit-deeds">
          <Segmented<Standing>
            value={standing}
            onChange={setStanding}
            options={(['inside', 'left'] as const).map((value) => ({
              value,
              label: t(`standing_${value}`),
            }))}
          />
          <Select<Kind>
            aria-label={t('kind')}
            placeholder={t('kind')}
            allowClear
            value={kind ?? null}
            onChange={(value) => setKind(value)}
            options={memberKinds.map((value) => ({ value, label: t(`kind_${value}`) }))}
          />
          <Input.Search
            aria-label={t('member_search')}
            placeholder={t('member_search')}
            allowClear
            onSearch={(text) => setSearch(text.trim())}
          />
        </div>
      }
    >
      {list.rows.length === 0 && !list.isLoading ? (
        <Empty what={t('members_empty')} why={t('members_empty_why')} />
      ) : (
        <Table<GroupMember>
          size="small"
          rowKey="id"
          loading={list.isLoading}
          pagination={false}
          dataSource={[...list.rows]}
          columns={columns}
        />
      )}
      {list.more && (
        <Button block loading={list.isMoreLoading} onClick={list.more}>
          {t('members_more')}
        </Button>
      )}
    </Card>
  )
}

function useColumns(standing: Standing) {
  const t = useText(texts)
  return [
    { title: t('member'), render: (_: unknown, one: GroupMember) => <Who one={one} /> },
    { title: t('kind'), render: (_: unknown, one: GroupMember) => t(`kind_${one.kind}`) },
    {
      title: t('joined_at'),
      render: (_: unknown, one: GroupMember) => <When at={one.joinedAt} />,
    },
    { title: t('scene'), render: (_: unknown, one: GroupMember) => <Scene one={one} /> },
    ...(standing === 'left'
      ? [{ title: t('left_at'), render: (_: unknown, one: GroupMember) => <Going one={one} /> }]
      : []),
  ]
}

function Who({ one }: { one: GroupMember }) {
  const t = useText(texts)
  const name = one.customer?.name || one.name || t('member_unnamed')
  return (
    <div>
      <PersonCell name={name} {...(one.customer ? { to: `/customers/${one.customer.id}` } : {})} />
      {one.nickname !== '' && (
        <div className="kit-soft">{t('nickname', { nickname: one.nickname })}</div>
      )}
    </div>
  )
}

function Scene({ one }: { one: GroupMember }) {
  const t = useText(texts)
  const how = t(`scene_${one.joinScene}`)
  if (one.invitedBy) return <>{t('scene_by', { how, who: one.invitedBy.name })}</>
  if (one.state !== '') return <>{t('scene_state', { how, state: one.state })}</>
  return <>{how}</>
}

function Going({ one }: { one: GroupMember }) {
  const t = useText(texts)
  if (one.leftAt === null) return null
  return (
    <>
      <When at={one.leftAt} />{' '}
      <span className="kit-soft">{t(`left_${one.leftHow ?? 'unknown'}`)}</span>
    </>
  )
}
