import {
  article as articleShape,
  type Reader,
  reader,
  readerKinds,
} from '../../../contract/article.ts'
import {
  type Column,
  Go,
  GoButton,
  ListPage,
  useAddress,
  useFormat,
  useList,
  useLoad,
  usePart,
  useText,
  When,
} from '../../ui/index.ts'
import { useReadingWord } from '../../ui/reading.ts'
import { texts } from './text.ts'

/** Who opened an article, how they read it, and who brought whom. */
export function ReadersPage() {
  const t = useText(texts)
  const id = usePart('id')
  const address = useAddress()
  const list = useList(`/api/articles/${id}/readers`, reader, address.all)
  const article = useLoad(`/api/articles/${id}`, articleShape)
  return (
    <ListPage<Reader>
      name="article-readers"
      title={t('readers_title')}
      sentence={article.data && t('readers_sentence', { name: article.data.title })}
      deeds={<GoButton to={`/articles/${id}`}>{t('back')}</GoButton>}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.person?.name || t('nobody')}
      filters={[
        {
          kind: 'choice',
          key: 'how',
          label: t('how'),
          options: readerKinds.map((value) => ({ value, label: t(`how_${value}`) })),
        },
      ]}
      columns={useColumns()}
      exportPath={`/api/articles/${id}/readers.csv`}
      empty={{ what: t('readers_empty'), why: t('readers_empty_why') }}
    />
  )
}

type Somebody = Reader['person']

function useColumns(): Column<Reader>[] {
  const t = useText(texts)
  const format = useFormat()
  const say = useReadingWord()
  const named = (person: Somebody, otherwise: string) =>
    person ? (
      <Go to={`/customers/${person.id}`}>{person.name || `#${person.no}`}</Go>
    ) : (
      <span className="kit-soft">{otherwise}</span>
    )
  return [
    { key: 'person', title: t('person'), draw: ({ person }) => named(person, t('nobody')) },
    {
      key: 'stayed',
      title: t('stayed'),
      draw: say,
    },
    {
      key: 'times',
      title: t('times'),
      isNumber: true,
      draw: ({ times }) => format.count(times),
    },
    {
      key: 'from',
      title: t('from'),
      draw: ({ from, generation }) =>
        from === null ? (
          <span className="kit-soft">{t('from_nobody')}</span>
        ) : (
          <>
            {named(from.person, t('from_stranger'))}{' '}
            <span className="kit-soft">{t('generation', { no: generation })}</span>
          </>
        ),
    },
    {
      key: 'brought',
      title: t('brought'),
      isNumber: true,
      draw: ({ brought }) => (brought === 0 ? '—' : format.count(brought)),
    },
    { key: 'opened', title: t('opened_at'), draw: ({ openedAt }) => <When at={openedAt} /> },
    { key: 'last', title: t('last_at'), draw: ({ lastAt }) => <When at={lastAt} /> },
  ]
}
