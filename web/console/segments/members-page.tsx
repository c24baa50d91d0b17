import { Tag } from 'antd'
import { type CustomerRow, customerRow } from '../../../contract/customer.ts'
import { describeTree } from '../../../contract/segment-sentence.ts'
import { type Segment, segment as segmentShape } from '../../../contract/segment-view.ts'
import {
  type Column,
  Go,
  GoButton,
  ListPage,
  Loaded,
  Money,
  PersonCell,
  useAddress,
  useFormat,
  useList,
  useLoad,
  usePart,
  useText,
  When,
} from '../../ui/index.ts'
import { useCalled } from '../customers/words.ts'
import { useSpeech, useTold } from './speech.ts'
import { texts } from './text.ts'

/** Everybody in a segment. */
export function MembersPage() {
  const load = useLoad(`/api/segments/${usePart('id')}`, segmentShape)
  return (
    <Loaded load={load} shape="list">
      {(segment) => <Members key={segment.id} segment={segment} />}
    </Loaded>
  )
}

function Members({ segment }: { segment: Segment }) {
  const t = useText(texts)
  const called = useCalled()
  const told = useTold()
  const speech = useSpeech(segment.names)
  const path = `/api/segments/${segment.id}/members`
  const list = useList(path, customerRow, useAddress().all)
  return (
    <ListPage<CustomerRow>
      name="members"
      title={segment.name}
      help={t('members_help')}
      sentence={describeTree(told(segment.tree), speech)}
      deeds={<Go to={`/segments/${segment.id}`}>{t('to_segment')}</Go>}
      list={list}
      columns={useColumns()}
      searchHint={t('members_search')}
      exportPath={`${path}.csv`}
      idOf={(row) => row.id}
      nameOf={called}
      to={(row) => `/customers/${row.id}`}
      empty={{
        what: t('members_none'),
        why: t('members_none_why'),
        action: <GoButton to={`/segments/${segment.id}`}>{t('to_segment')}</GoButton>,
      }}
    />
  )
}

function useColumns(): Column<CustomerRow>[] {
  const t = useText(texts)
  const format = useFormat()
  const called = useCalled()
  return [
    {
      key: 'person',
      title: t('person'),
      draw: (row) => <PersonCell name={called(row)} to={`/customers/${row.id}`} />,
    },
    {
      key: 'tags',
      title: t('tags'),
      draw: (row) => row.tags.map((tag) => <Tag key={tag.id}>{tag.name}</Tag>),
    },
    { key: 'orders', title: t('orders'), isNumber: true, draw: (row) => format.count(row.orders) },
    { key: 'total', title: t('spent'), isNumber: true, draw: (row) => <Money minor={row.total} /> },
    { key: 'last', title: t('last_seen'), draw: (row) => <When at={row.lastSeenAt} /> },
  ]
}
