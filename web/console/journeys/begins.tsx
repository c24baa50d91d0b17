import type { JourneyPlan, Trigger } from '../../../contract/journey.ts'
import { segment } from '../../../contract/segment-view.ts'
import { useLoad, useText } from '../../ui/index.ts'
import { texts } from './begin-text.ts'
import { useOffsetWord } from './day-fields.tsx'
import { useFestivalWord } from './use-festival-word.ts'
import { useEventWord } from './words.ts'

/** Who enters, each way in a sentence. */
export function Begins({ plan: { triggers } }: { plan: Pick<JourneyPlan, 'triggers'> }) {
  const t = useText(texts)
  if (triggers.length === 0) return <p className="kit-soft">{t('says_none')}</p>
  return (
    <ul className="sop-begins">
      {triggers.map((trigger) => (
        <li key={JSON.stringify(trigger)}>
          <Sentence trigger={trigger} />
        </li>
      ))}
    </ul>
  )
}

function Sentence({ trigger }: { trigger: Trigger }) {
  const t = useText(texts)
  const festival = useFestivalWord()
  const event = useEventWord()
  const offset = useOffsetWord()
  const segmentId = 'segmentId' in trigger ? trigger.segmentId : ''
  const chosen = useLoad(`/api/segments/${segmentId}`, segment, { enabled: segmentId !== '' })
  const named = segmentId === '' ? t('says_open') : (chosen.data?.name ?? '…')
  switch (trigger.kind) {
    case 'segment':
      return t('says_segment', { segment: named })
    case 'event':
      return t('says_event', {
        event: trigger.event.name === '' ? t('says_open') : event(trigger.event.name),
      })
    case 'date':
      return t(trigger.calendar ? 'says_date_lunar' : 'says_date', {
        trait: trigger.trait === '' ? t('says_open') : trigger.trait,
        offset: offset(trigger.offsetDays),
        at: trigger.at,
      })
    case 'festival':
      return t('says_festival', {
        festival: trigger.festival === '' ? t('says_open') : festival(trigger.festival),
        offset: offset(trigger.offsetDays),
        at: trigger.at,
        segment: named,
      })
    default:
      return t('says_manual')
  }
}
