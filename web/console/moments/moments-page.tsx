import { type MomentLine, momentLine } from '../../../contract/moment.ts'
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
const SHOWN_CHARACTERS = 40

/** Every moment with who posted it and what customers did. */
export function MomentsPage() {
  const t = useText(texts)
  const address = useAddress()
  const list = useList('/api/moments', momentLine, address.all, { every: REFRESH_MS })
  const begin = useMay('journeys.write') && <GoButton to="/moments/new">{t('new')}</GoButton>
  return (
    <ListPage<MomentLine>
      name="moments"
      title={t('title')}
      help={t('help')}
      sentence={list.total !== null && t('sentence', { count: list.total })}
      deeds={begin}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.text}
      to={(row) => `/moments/${row.id}`}
      searchHint={t('search')}
      columns={useColumns()}
      empty={{ what: t('empty'), why: t('empty_why'), action: begin }}
    />
  )
}

function useColumns(): Column<MomentLine>[] {
  const t = useText(texts)
  const format = useFormat()
  return [
    {
      key: 'text',
      title: t('text'),
      draw: ({ id, text }) => (
        <Go to={`/moments/${id}`}>{text.slice(0, SHOWN_CHARACTERS) || t('picture_only')}</Go>
      ),
    },
    { key: 'state', title: t('state'), draw: ({ state }) => <StateMark state={state} /> },
    {
      key: 'posted',
      title: t('posted'),
      isNumber: true,
      draw: ({ posted, posters }) => t('posted_of', { posted, posters }),
    },
    {
      key: 'viewers',
      title: t('viewers'),
      isNumber: true,
      draw: ({ viewers }) => format.count(viewers),
    },
    { key: 'likes', title: t('likes'), isNumber: true, draw: ({ likes }) => format.count(likes) },
    {
      key: 'comments',
      title: t('comments'),
      isNumber: true,
      draw: ({ comments }) => format.count(comments),
    },
    { key: 'made', title: t('made'), draw: ({ madeAt }) => <When at={madeAt} /> },
  ]
}
