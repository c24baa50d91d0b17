import { Alert } from 'antd'
import {
  type FormAnswersOfOne,
  formAnswersOfOne,
  form as formShape,
} from '../../../contract/form.ts'
import {
  type Column,
  Facts,
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
import { texts } from './text.ts'

const SHOWN_CHARACTERS = 60

/** Who answered a form and what, whole or narrowed down to one answer. */
export function FormAnswersPage() {
  const t = useText(texts)
  const id = usePart('id')
  const address = useAddress()
  const form = useLoad(`/api/forms/${id}`, formShape)
  const path = `/api/forms/${id}/answers`
  const list = useList(path, formAnswersOfOne, address.all)
  const states = (['finished', 'unfinished'] as const).map((value) => ({
    value,
    label: t(`answers_state_${value}`),
  }))
  return (
    <ListPage<FormAnswersOfOne>
      name="form-answers"
      title={form.data?.name ?? t('answers')}
      sentence={list.total !== null && t('answers_sentence', { count: list.total })}
      deeds={<GoButton to={`/forms/${id}`}>{t('results')}</GoButton>}
      above={<Narrowed id={id} />}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.person?.name || t('nobody')}
      filters={[{ kind: 'choice', key: 'state', label: t('answers_state'), options: states }]}
      columns={useColumns()}
      preview={(row) => (
        <Facts facts={row.answers.map(({ title, text }) => ({ label: title, value: text }))} />
      )}
      exportPath={`/api/forms/${id}/answers.csv`}
      empty={{ what: t('answers_empty'), why: t('answers_empty_why') }}
    />
  )
}

/** Says that only some are shown, and leads to all. */
function Narrowed({ id }: { id: string }) {
  const t = useText(texts)
  const address = useAddress()
  const isStopped = Boolean(address.get('stoppedAt'))
  if (!isStopped && !address.get('question')) return null
  return (
    <Alert
      type="info"
      showIcon
      title={t(isStopped ? 'about_stopped' : 'about_choice')}
      action={<Go to={`/forms/${id}/answers`}>{t('show_all')}</Go>}
    />
  )
}

function useColumns(): Column<FormAnswersOfOne>[] {
  const t = useText(texts)
  const format = useFormat()
  return [
    {
      key: 'person',
      title: t('person'),
      draw: ({ person }) =>
        person ? (
          <Go to={`/customers/${person.id}`}>{person.name || `#${person.no}`}</Go>
        ) : (
          <span className="kit-soft">{t('nobody')}</span>
        ),
    },
    {
      key: 'said',
      title: t('said'),
      draw: ({ answers }) => {
        const said = answers.map(({ text }) => text).join(' · ')
        return said.length > SHOWN_CHARACTERS ? `${said.slice(0, SHOWN_CHARACTERS)}…` : said
      },
    },
    {
      key: 'score',
      title: t('score'),
      isNumber: true,
      draw: ({ score, finishedAt }) => (finishedAt === null ? '—' : format.count(score)),
    },
    {
      key: 'took',
      title: t('took'),
      isNumber: true,
      draw: ({ seconds }) =>
        seconds === null ? (
          <span className="kit-soft">{t('unfinished')}</span>
        ) : (
          t('seconds', { count: seconds })
        ),
    },
    { key: 'when', title: t('when'), draw: ({ openedAt }) => <When at={openedAt} /> },
  ]
}
