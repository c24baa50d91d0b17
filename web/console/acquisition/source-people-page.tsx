import { Tag } from 'antd'
import {
  attributions,
  peopleKinds,
  type SourcePerson,
  sourcePerson,
  sourceReport,
} from '../../../contract/source-report.ts'
import {
  type Column,
  Go,
  GoButton,
  ListPage,
  Money,
  PersonCell,
  useAddress,
  useList,
  useLoad,
  usePart,
  useText,
  When,
} from '../../ui/index.ts'
import { sourceTexts } from './source-text.ts'
import { DAYS_USUAL } from './ways-page.tsx'

const KIND_WORDS = {
  people: 'people',
  left_early: 'left',
  retained: 'retained',
  buyers: 'buyers',
} as const

/** The people behind a number of the tree. */
export function SourcePeoplePage() {
  const t = useText(sourceTexts)
  const id = usePart('id')
  const address = useAddress()
  const days = Number(address.get('days') ?? DAYS_USUAL)
  const by = attributions.find((one) => one === address.get('by')) ?? 'last'
  const kind = peopleKinds.find((one) => one === address.get('kind')) ?? 'people'
  const list = useList(`/api/source-report/${id}/people`, sourcePerson, { days, by, kind })
  const report = useLoad('/api/source-report', sourceReport, { query: { days, by } })
  const node = report.data?.nodes.find((one) => one.id === id)
  const name = node === undefined || node.kind === 'unknown' ? t('unknown') : node.name
  const back = `/sources?days=${days}&by=${by}`
  const columns: Column<SourcePerson>[] = [
    {
      key: 'person',
      title: t('person'),
      draw: (row) => (
        <PersonCell name={row.name === '' ? null : row.name} to={`/customers/${row.id}`} />
      ),
    },
    { key: 'came', title: t('came_at'), draw: ({ cameAt }) => <When at={cameAt} /> },
    {
      key: 'standing',
      title: t('standing'),
      draw: ({ isFriend }) => <Tag>{t(isFriend ? 'friend' : 'gone')}</Tag>,
    },
    {
      key: 'revenue',
      title: t('revenue'),
      help: t('revenue_help'),
      isNumber: true,
      draw: ({ revenue }) => <Money minor={revenue} />,
    },
  ]
  return (
    <ListPage<SourcePerson>
      name="source-people"
      title={t('people_title', { name, kind: t(KIND_WORDS[kind]) })}
      sentence={t('people_sentence', { days, by: t(`by_${by}`) })}
      deeds={<Go to={back}>{t('back')}</Go>}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.name}
      to={(row) => `/customers/${row.id}`}
      columns={columns}
      empty={{
        what: t('people_empty'),
        why: t('people_empty_why'),
        action: <GoButton to={back}>{t('back')}</GoButton>,
      }}
    />
  )
}
