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

/** Groups are chosen by whose they are, what they are called, how large they are, and by hand. */
export function GroupPicker({ picked, change, at = null }: Picked) {
  const t = useText(texts)
  const [owners, setOwners] = useState<string[]>([])
  const [search, setSearch] = useState('')
  const [least, setLeast] = useState<number | null>(null)
  const [most, setMost] = useState<number | null>(null)
  const people = useLoad('/api/associates', associates)
  const load = useLoad('/api/group-post-candidates', candidates, {
    query: {
      owners: owners.join(','),
      search,
      ...(least === null ? {} : { min: least }),
      ...(most === null ? {} : { max: most }),
      ...(at === null ? {} : { at }),
    },
  })
  const size = (key: 'least' | 'most', value: number | null, set: (n: number | null) => void) => (
    <InputNumber
      aria-label={t(key)}
      placeholder={t(key)}
      min={0}
      precision={0}
      changeOnWheel={false}
      value={value}
      onChange={set}
    />
  )
  return (
    <div className="kit-stack">
      <div className="kit-deeds">
        <Select
          mode="multiple"
          aria-label={t('pick_owner')}
          placeholder={t('pick_owner')}
          style={{ minWidth: 200 }}
          showSearch={{ optionFilterProp: 'label' }}
          value={owners}
          options={(people.data?.items ?? []).map((one) => ({
            value: one.userid,
            label: associateLabel(one),
          }))}
          onChange={setOwners}
        />
        <Input.Search
          aria-label={t('pick_name')}
          placeholder={t('pick_name')}
          style={{ width: 200 }}
          maxLength={SEARCH_MAX}
          allowClear
          onSearch={(text) => setSearch(text.trim())}
        />
        {size('least', least, setLeast)}
        {size('most', most, setMost)}
      </div>
      <Found
        rows={load.data?.items ?? []}
        isLoading={load.data === undefined}
        picked={picked}
        change={change}
      />
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
