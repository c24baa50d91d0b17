import { deliveryState } from '../../../contract/delivery.ts'
import {
  type EnrollmentLine,
  enrollmentLine,
  journeyVersion,
  peopleAt,
} from '../../../contract/journey-view.ts'
import {
  type Column,
  GoButton,
  ListPage,
  PersonCell,
  useAddress,
  useList,
  useLoad,
  usePart,
  useText,
  When,
} from '../../ui/index.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { Inspector } from './inspector.tsx'
import { moveTexts } from './move-text.ts'
import { texts } from './text.ts'
import { useStandingWord, useStepWord } from './words.ts'

/** The people behind a number of an SOP; each explains their way beside the list. */
export function JourneyPeoplePage() {
  const t = useText(texts)
  const id = usePart('id')
  const address = useAddress()
  const list = useList(`/api/journeys/${id}/people`, enrollmentLine, address.all)
  const title = useTitle(id)
  return (
    <ListPage<EnrollmentLine>
      name="journey-people"
      title={title}
      sentence={t('people_sentence')}
      deeds={<GoButton to={`/journeys/${id}`}>{t('people_back')}</GoButton>}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.customer.name || t('nameless')}
      columns={useColumns()}
      preview={(row) => <Inspector key={row.id} id={row.id} />}
      empty={{ what: t('people_empty'), why: t('people_empty_why') }}
    />
  )
}

/** Which number was opened, in words. */
function useTitle(id: string): string {
  const t = useText(texts)
  const delivery = useText(deliveryTexts)
  const move = useText(moveTexts)
  const word = useStepWord()
  const address = useAddress()
  const no = address.get('version') ?? '1'
  const version = useLoad(`/api/journeys/${id}/versions/${no}`, journeyVersion).data
  const at = peopleAt.find((one) => one === address.get('at')) ?? 'entered'
  const found = version?.plan.steps.find((one) => one.id === address.get('step'))
  const step = found ? word(found).says : (address.get('step') ?? '')
  const state = deliveryState.safeParse(address.get('state'))
  const journey = version?.name ?? ''
  if (at === 'message') {
    const says = state.success ? delivery(`state_${state.data}`) : ''
    return t('people_title', { journey, what: t('people_message', { step, state: says }) })
  }
  if (at === 'left' && step !== '')
    return t('people_title', { journey, what: t('people_left_at', { step }) })
  if (at === 'moved') return t('people_title', { journey, what: move('people_moved') })
  if (at !== 'entered' && at !== 'control' && at !== 'inside' && at !== 'left')
    return t('people_title', { journey, what: t(`people_${at}`, { step }) })
  return t('people_title', { journey, what: t(`people_${at}`) })
}

function useColumns(): Column<EnrollmentLine>[] {
  const t = useText(texts)
  const standing = useStandingWord()
  return [
    {
      key: 'person',
      title: t('person'),
      draw: ({ customer }) => (
        <PersonCell name={customer.name || t('nameless')} to={`/customers/${customer.id}`} />
      ),
    },
    { key: 'where', title: t('where'), draw: (row) => standing(row) },
    { key: 'since', title: t('since'), draw: ({ enteredAt }) => <When at={enteredAt} /> },
    {
      key: 'due',
      title: t('due'),
      draw: ({ dueAt, leftAt }) => {
        const at = dueAt ?? leftAt
        return at === null ? <span className="kit-soft">—</span> : <When at={at} />
      },
    },
  ]
}
