import { describeTree } from '../../../contract/segment-sentence.ts'
import { memberPage, type SegmentRow } from '../../../contract/segment-view.ts'
import { Facts, PersonCell, useFormat, useLoad, useText, When } from '../../ui/index.ts'
import { useCalled } from '../customers/words.ts'
import { useSpeech, useTold } from './speech.ts'
import { texts } from './text.ts'

const SHOWN = 8

/** A segment beside the list: what it is, how it moves, and some of its people. */
export function SegmentGlance({ row }: { row: SegmentRow }) {
  const t = useText(texts)
  const format = useFormat()
  const called = useCalled()
  const told = useTold()
  const speech = useSpeech(row.names)
  const members = useLoad(`/api/segments/${row.id}/members`, memberPage, {
    query: { limit: SHOWN },
  })
  return (
    <div className="kit-stack">
      <p>{describeTree(told(row.tree), speech)}</p>
      <Facts
        facts={[
          {
            label: t('size'),
            value: row.size === null ? t('not_computed') : format.count(row.size),
          },
          {
            label: t('moved'),
            value: t('moved_of', {
              entered: format.count(row.entered7),
              left: format.count(row.left7),
            }),
          },
          { label: t('computed'), value: <When at={row.computedAt} /> },
        ]}
      />
      {members.data?.items.map((person) => (
        <PersonCell key={person.id} name={called(person)} to={`/customers/${person.id}`} />
      ))}
    </div>
  )
}
