import { type Landing, landing } from '../../../contract/landing.ts'
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
import { landingTexts } from './landing-text.ts'

const LIVE_MS = 5_000

/** All landing pages with who looked and who did what they are for. */
export function LandingsPage() {
  const t = useText(landingTexts)
  const address = useAddress()
  const list = useList('/api/landing-pages', landing, address.all, { every: LIVE_MS })
  const begin = useMay('acquisition.write') && (
    <GoButton to="/landing-pages/new">{t('new')}</GoButton>
  )
  const sum = (key: 'visitors' | 'acted') => list.rows.reduce((all, one) => all + one[key], 0)
  return (
    <ListPage<Landing>
      name="landing-pages"
      title={t('title')}
      help={t('help')}
      sentence={
        list.rows.length > 0 &&
        t('sentence', {
          count: list.rows.length,
          visitors: sum('visitors'),
          acted: sum('acted'),
        })
      }
      deeds={begin}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.name}
      to={(row) => `/landing-pages/${row.id}`}
      searchHint={t('search')}
      filters={[
        {
          kind: 'choice',
          key: 'isArchived',
          label: t('filter_archived'),
          options: [{ value: 'true', label: t('filter_archived_yes') }],
        },
      ]}
      columns={useColumns()}
      empty={{ what: t('empty'), why: t('empty_why'), action: begin }}
    />
  )
}

function useColumns(): Column<Landing>[] {
  const t = useText(landingTexts)
  const format = useFormat()
  return [
    {
      key: 'name',
      title: t('title'),
      width: 260,
      draw: ({ id, name, variants }) => (
        <div>
          <Go to={`/landing-pages/${id}`}>{name}</Go>
          <div className="kit-soft">{variants[0]?.headline}</div>
        </div>
      ),
    },
    { key: 'deed', title: t('deed'), draw: ({ deed }) => t(`deed_${deed}`) },
    { key: 'source', title: t('source'), draw: ({ source }) => source?.name ?? '—' },
    {
      key: 'visitors',
      title: t('visitors'),
      help: t('visitors_help'),
      isNumber: true,
      draw: ({ visitors }) => format.count(visitors),
    },
    {
      key: 'acted',
      title: t('acted'),
      help: t('acted_help'),
      isNumber: true,
      draw: ({ deed, acted }) => (deed === 'code' ? '—' : format.count(acted)),
    },
    {
      key: 'added',
      title: t('added'),
      help: t('added_help'),
      isNumber: true,
      draw: ({ way, added }) => (way ? format.count(added) : '—'),
    },
    { key: 'made', title: t('made'), draw: ({ madeAt }) => <When at={madeAt} /> },
  ]
}
