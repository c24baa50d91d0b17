import { Input, InputNumber, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import { associates } from '../../../contract/corp.ts'
import { type Candidate, candidates } from '../../../contract/group-post.ts'
import { useFormat, useLoad, useText } from '../../ui/index.ts'
import { associateLabel } from '../corp/associate-label.ts'
import { texts } from './text.ts'

const PAGE = 10
const SEARCH_MAX = 60

type Picked = {
  picked: readonly string[]
  change: (ids: string[]) => void
  /** For which instant the day is looked at; null: now. */
  at?: string | null
}

export type GroupWish = {
  owners: string[]
  search: string
  least: number | null
  most: number | null
}
const ANY: GroupWish = { owners: [], search: '', least: null, most: null }

/** The groups that a wish finds, and what their day holds. */
export function useCandidates(
  { owners, search, least, most }: GroupWish,
  at: string | null = null,
) {
  return useLoad('/api/group-post-candidates', candidates, {
    query: {
      owners: owners.join(','),
      search,
      ...(least === null ? {} : { min: least }),
      ...(most === null ? {} : { max: most }),
      ...(at === null ? {} : { at }),
    },
  })
}

/** Groups are chosen by whose they are, what they are called, how large they are, and by hand. */
export function GroupPicker({ picked, change, at = null }: Picked) {
  const [wish, setWish] = useState(ANY)
  const load = useCandidates(wish, at)
  return (
    <div className="kit-stack">
      <GroupWishes wish={wish} change={setWish} />
      <Found
        rows={load.data?.items ?? []}
        isLoading={load.data === undefined}
        picked={picked}
        change={change}
      />
    </div>
  )
}

/** Whose groups, called what, how large. */
export function GroupWishes({
  wish,
  change,
}: {
  wish: GroupWish
  change: (wish: GroupWish) => void
}) {
  const t = useText(texts)
  const people = useLoad('/api/associates', associates)
  const size = (key: 'least' | 'most') => (
    <InputNumber
      aria-label={t(key)}
      placeholder={t(key)}
      min={0}
      precision={0}
      changeOnWheel={false}
      value={wish[key]}
      onChange={(value) => change({ ...wish, [key]: value })}
    />
  )
  return (
    <div className="kit-deeds">
      <Select
        mode="multiple"
        aria-label={t('pick_owner')}
        placeholder={t('pick_owner')}
        style={{ minWidth: 200 }}
        showSearch={{ optionFilterProp: 'label' }}
        value={wish.owners}
        options={(people.data?.items ?? []).map((one) => ({
          value: one.userid,
          label: associateLabel(one),
        }))}
        onChange={(owners) => change({ ...wish, owners })}
      />
      <Input.Search
        aria-label={t('pick_name')}
        placeholder={t('pick_name')}
        style={{ width: 200 }}
        maxLength={SEARCH_MAX}
        allowClear
        defaultValue={wish.search}
        onSearch={(text) => change({ ...wish, search: text.trim() })}
        onBlur={({ target }) => change({ ...wish, search: target.value.trim() })}
      />
      {size('least')}
      {size('most')}
    </div>
  )
}

function Found({
  rows,
  isLoading,
  picked,
  change,
}: Picked & { rows: readonly Candidate[]; isLoading: boolean }) {
  const t = useText(texts)
  const format = useFormat()
  return (
    <Table<Candidate>
      size="small"
      rowKey="id"
      loading={isLoading}
      dataSource={[...rows]}
      pagination={{ pageSize: PAGE, hideOnSinglePage: true, showSizeChanger: false }}
      locale={{ emptyText: t('pick_none') }}
      rowSelection={{
        selectedRowKeys: [...picked],
        preserveSelectedRowKeys: true,
        onChange: (keys) => change(keys.map(String)),
        selections: [
          { key: 'all', text: t('pick_all'), onSelect: () => change(rows.map(({ id }) => id)) },
          { key: 'none', text: t('pick_clear'), onSelect: () => change([]) },
        ],
        getCheckboxProps: ({ name }) => ({ 'aria-label': name }),
      }}
      columns={[
        { title: t('group'), dataIndex: 'name' },
        {
          title: t('owner'),
          render: (_, { owner }) => (
            <>
              {owner.name} {!owner.isActive && <Tag color="warning">{t('owner_gone')}</Tag>}
            </>
          ),
        },
        {
          title: t('members'),
          align: 'right',
          render: (_, { members }) => format.count(members),
        },
        {
          title: t('the_day'),
          render: (_, { taken }) =>
            taken ? (
              <span className="kit-tone-waiting">
                {t(taken.isSent ? 'day_has' : 'day_claimed', { name: taken.name })}
              </span>
            ) : (
              t('day_free')
            ),
        },
      ]}
    />
  )
}
