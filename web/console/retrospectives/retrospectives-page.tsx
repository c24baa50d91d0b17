import { type RetrospectiveLine, retrospectiveLine } from '../../../contract/retrospective.ts'
import {
  type Column,
  Go,
  GoButton,
  ListPage,
  Money,
  useAddress,
  useFormat,
  useList,
  useText,
  When,
} from '../../ui/index.ts'
import { texts } from './text.ts'
import { VerdictTag } from './verdict-tag.tsx'
import { amountWords, rangeWords } from './words.ts'

/** Of everything that was tried, the newest answer: did it work, what did it earn, what was decided. */
export function RetrospectivesPage() {
  const t = useText(texts)
  const list = useList('/api/retrospectives', retrospectiveLine, useAddress().all)
  return (
    <ListPage<RetrospectiveLine>
      name="retrospectives"
      title={t('list_title')}
      help={t('list_help')}
      sentence={list.total ? t('list_sentence', { count: list.total }) : undefined}
      deeds={<Go to="/experiments">{t('list_empty_action')}</Go>}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.title || t('untitled')}
      to={(row) => `/retrospectives/${row.id}`}
      columns={useColumns()}
      empty={{
        what: t('list_empty'),
        why: t('list_empty_why'),
        action: <GoButton to="/experiments">{t('list_empty_action')}</GoButton>,
        sample: <p className="kit-sentence">{t('list_sample')}</p>,
      }}
    />
  )
}

function useColumns(): Column<RetrospectiveLine>[] {
  const t = useText(texts)
  const format = useFormat()
  return [
    {
      key: 'title',
      title: t('column_title'),
      draw: ({ id, title }) => <Go to={`/retrospectives/${id}`}>{title || t('untitled')}</Go>,
    },
    {
      key: 'verdict',
      title: t('column_verdict'),
      draw: ({ verdict, isFinal }) => (
        <>
          <VerdictTag verdict={verdict} />
          {!isFinal && <span className="kit-soft">{t('interim')}</span>}
        </>
      ),
    },
    {
      key: 'effect',
      title: t('column_effect'),
      isNumber: true,
      draw: ({ metric, effect }) => {
        if (effect.lower === effect.upper) return <span className="kit-soft">{t('no_data')}</span>
        const { low, high } = rangeWords(metric, effect, format)
        return t('with_range', { value: amountWords(metric, effect.value, format), low, high })
      },
    },
    {
      key: 'net',
      title: t('column_net'),
      isNumber: true,
      draw: ({ net }) => <Money minor={net.value} />,
    },
    {
      key: 'people',
      title: t('column_people'),
      isNumber: true,
      draw: ({ people }) => format.count(people),
    },
    {
      key: 'written',
      title: t('column_written'),
      draw: ({ writtenAt }) => <When at={writtenAt} />,
    },
    {
      key: 'decision',
      title: t('column_decision'),
      draw: ({ decision }) =>
        decision ? t(`decision_${decision}`) : <span className="kit-soft">{t('undecided')}</span>,
    },
  ]
}
