import { Select } from 'antd'
import {
  type Festival,
  lunarFestivals,
  mourningDays,
  shoppingFestivals,
  solarFestivals,
  solarTerms,
} from '../../../contract/almanac.ts'
import type { Trigger } from '../../../contract/journey.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './begin-text.ts'
import { DayFields } from './day-fields.tsx'
import { Field } from './field.tsx'
import { SegmentField } from './segment-field.tsx'
import { useFestivalWord } from './use-festival-word.ts'

type FestivalTrigger = Extract<Trigger, { kind: 'festival' }>

/** A day of everybody's: which one, for which people, how long before or after, and at what time. */
export function FestivalField({
  festival,
  onChange,
}: {
  festival: FestivalTrigger
  onChange: (festival: FestivalTrigger) => void
}) {
  const t = useText(texts)
  const word = useFestivalWord()
  const group = (label: string, days: readonly Festival[]) => ({
    label,
    options: days.map((value) => ({ value, label: word(value) })),
  })
  return (
    <>
      <div className="kit-deeds">
        <Field label={t('festival')}>
          {(id) => (
            <Select
              id={id}
              style={{ width: '12em' }}
              showSearch={{ optionFilterProp: 'label' }}
              value={festival.festival === '' ? null : festival.festival}
              placeholder={t('festival_choose')}
              options={[
                group(t('festival_by_moon'), lunarFestivals),
                group(t('festival_by_sun'), solarFestivals),
                group(t('festival_shopping'), shoppingFestivals),
                group(t('festival_terms'), solarTerms),
              ]}
              onChange={(next) => next && onChange({ ...festival, festival: next })}
            />
          )}
        </Field>
        <DayFields when={festival} onChange={(when) => onChange({ ...festival, ...when })} />
      </div>
      <SegmentField
        liveOnly
        label={t('festival_segment')}
        segmentId={festival.segmentId}
        onChange={(segmentId) => onChange({ ...festival, segmentId })}
      />
      {mourningDays.some((one) => one === festival.festival) && <p>{t('festival_mourning')}</p>}
      <p className="kit-soft">{t('festival_personal')}</p>
    </>
  )
}
