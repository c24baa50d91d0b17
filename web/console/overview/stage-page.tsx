import type { z } from 'zod'
import { peopleStage, stagePeople } from '../../../contract/stage.ts'
import {
  type Column,
  Go,
  GoButton,
  ListPage,
  PersonCell,
  useAddress,
  useFormat,
  useList,
  usePart,
  useText,
  When,
} from '../../ui/index.ts'
import { texts } from './stage-text.ts'

const person = stagePeople.shape.items.element
type Person = z.infer<typeof person>

/** The people behind the figure of a stage. */
export function StagePage() {
  const t = useText(texts)
  const format = useFormat()
  const stage = peopleStage.catch('engage').parse(usePart('stage'))
  const list = useList(`/api/overview/stages/${stage}/people`, person, useAddress().all)
  const columns: Column<Person>[] = [
    {
      key: 'person',
      title: t('column_person'),
      draw: ({ id, name }) => (
        <PersonCell name={name === '' ? null : name} to={`/customers/${id}`} />
      ),
    },
    { key: 'at', title: t('column_at'), draw: ({ at }) => <When at={at} /> },
    {
      key: 'times',
      title: t('column_times'),
      isNumber: true,
      draw: ({ times }) => format.count(times),
    },
  ]
  return (
    <ListPage<Person>
      name={`stage-${stage}`}
      title={t('people_title', { stage: t(stage) })}
      sentence={t(`sentence_${stage}`)}
      deeds={<Go to="/">{t('back')}</Go>}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.name}
      to={(row) => `/customers/${row.id}`}
      columns={columns}
      empty={{
        what: t('empty'),
        why: t('empty_why'),
        action: <GoButton to="/">{t('back')}</GoButton>,
      }}
    />
  )
}
