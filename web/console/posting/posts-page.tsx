import { type GroupPostLine, groupPostLine, postCauses } from '../../../contract/group-post.ts'
import {
  type Column,
  Go,
  GoButton,
  ListPage,
  useAddress,
  useFormat,
  useList,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { StateMark } from './state-mark.tsx'
import { texts } from './text.ts'

const REFRESH_MS = 5_000
const SHOWN_CHARACTERS = 32

/** Every post in customer groups, with how far it is. */
export function PostsPage() {
  const t = useText(texts)
  const address = useAddress()
  const list = useList('/api/group-posts', groupPostLine, address.all, { every: REFRESH_MS })
  const begin = useMay('journeys.write') && <GoButton to="/group-posts/new">{t('new')}</GoButton>
  return (
    <ListPage<GroupPostLine>
      name="group-posts"
      title={t('title')}
      help={t('help')}
      sentence={list.total !== null && t('sentence', { count: list.total })}
      deeds={begin}
      list={list}
      idOf={(row) => row.id}
      nameOf={nameOf}
      to={(row) => `/group-posts/${row.id}`}
      searchHint={t('search')}
      filters={[
        {
          kind: 'choice',
          key: 'cause',
          label: t('cause'),
          options: postCauses.map((value) => ({ value, label: t(`cause_${value}`) })),
        },
      ]}
      columns={useColumns()}
      empty={{ what: t('empty'), why: t('empty_why'), action: begin }}
    />
  )
}

export function nameOf({ name, text }: Pick<GroupPostLine, 'name' | 'text'>): string {
  return name || text.slice(0, SHOWN_CHARACTERS)
}

function useColumns(): Column<GroupPostLine>[] {
  const t = useText(texts)
  const format = useFormat()
  return [
    {
      key: 'name',
      title: t('what'),
      draw: (row) => <Go to={`/group-posts/${row.id}`}>{nameOf(row) || t('picture_only')}</Go>,
    },
    { key: 'state', title: t('state'), draw: (row) => <StateMark post={row} /> },
    { key: 'cause', title: t('cause'), draw: ({ cause }) => t(`cause_${cause}`) },
    {
      key: 'sent',
      title: t('sent'),
      help: t('sent_help'),
      isNumber: true,
      draw: ({ sent, groups }) => t('sent_of', { sent, groups }),
    },
    {
      key: 'manual',
      title: t('manual'),
      help: t('manual_help'),
      isNumber: true,
      draw: ({ manual }) => format.count(manual),
    },
    { key: 'starts', title: t('starts'), draw: ({ startsAt }) => <When at={startsAt} /> },
    { key: 'made_by', title: t('made_by'), draw: ({ madeBy }) => madeBy ?? t('by_itself') },
  ]
}
