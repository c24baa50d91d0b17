import { Tag } from 'antd'
import {
  type ArticleLine,
  articleKinds,
  articleLine,
  articleStates,
} from '../../../contract/article.ts'
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
import { useReadingTime } from '../../ui/reading.ts'
import { ArticleMark } from './article-mark.tsx'
import { texts } from './text.ts'

const REFRESH_MS = 10_000

/** Every article, and how it is read. */
export function ArticlesPage() {
  const t = useText(texts)
  const address = useAddress()
  const mayWrite = useMay('messages.write')
  const list = useList('/api/articles', articleLine, address.all, { every: REFRESH_MS })
  const begin = mayWrite && <GoButton to="/articles/new">{t('new')}</GoButton>
  const kinds = articleKinds.map((value) => ({ value, label: t(`kind_${value}`) }))
  const states = articleStates.map((value) => ({ value, label: t(`state_${value}`) }))
  return (
    <ListPage<ArticleLine>
      name="articles"
      title={t('title')}
      help={t('help')}
      sentence={list.total !== null && t('sentence', { count: list.total })}
      deeds={begin}
      list={list}
      idOf={({ id }) => id}
      nameOf={({ title }) => title}
      to={({ id }) => `/articles/${id}`}
      searchHint={t('search')}
      filters={[
        { kind: 'choice', key: 'state', label: t('state'), options: states },
        { kind: 'choice', key: 'kind', label: t('kind'), options: kinds },
      ]}
      columns={useColumns()}
      empty={{ what: t('empty'), why: t('empty_why'), action: begin }}
    />
  )
}

function useColumns(): Column<ArticleLine>[] {
  const t = useText(texts)
  const format = useFormat()
  const time = useReadingTime()
  const count = (key: 'openers' | 'readers' | 'finished' | 'shared'): Column<ArticleLine> => ({
    key,
    title: t(key),
    help: t(`define_${key}`),
    isNumber: true,
    draw: (row) => format.count(row[key]),
  })
  return [
    {
      key: 'title',
      title: t('name'),
      draw: ({ id, title, kind }) => (
        <>
          <Go to={`/articles/${id}`}>{title}</Go> {kind === 'story' && <Tag>{t('kind_story')}</Tag>}
        </>
      ),
    },
    { key: 'state', title: t('state'), draw: ({ state }) => <ArticleMark state={state} /> },
    {
      key: 'tags',
      title: t('tags'),
      draw: ({ tags }) => tags.map(({ id, name }) => <Tag key={id}>{name}</Tag>),
    },
    count('openers'),
    count('readers'),
    {
      key: 'rate',
      title: t('rate'),
      help: t('define_rate'),
      isNumber: true,
      draw: ({ readers, finished }) => (readers === 0 ? '—' : format.percent(finished / readers)),
    },
    {
      key: 'median',
      title: t('median'),
      help: t('define_median'),
      isNumber: true,
      draw: ({ medianSeconds }) => (medianSeconds === null ? '—' : time(medianSeconds)),
    },
    count('shared'),
    { key: 'changed', title: t('changed'), draw: ({ changedAt }) => <When at={changedAt} /> },
  ]
}
