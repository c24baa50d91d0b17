import { AutoComplete, Select } from 'antd'
import { lunarCounts, type Trigger } from '../../../contract/journey.ts'
import { segmentVocabulary } from '../../../contract/segment-view.ts'
import { useLoad, useText } from '../../ui/index.ts'
import { texts } from './begin-text.ts'
import { DayFields } from './day-fields.tsx'
import { Field } from './field.tsx'

type DateTrigger = Extract<Trigger, { kind: 'date' }>
const CALENDARS = ['solar', ...lunarCounts] as const

/** A day of the customer's own: which trait holds it, by which calendar, how long before or after, and at what time. */
export function DateField({
  date,
  onChange,
}: {
  date: DateTrigger
  onChange: (date: DateTrigger) => void
}) {
  const t = useText(texts)
  const known = useLoad('/api/segment-vocabulary', segmentVocabulary)
  const options = (known.data?.traits ?? []).map(({ key }) => ({ value: key }))
  const { calendar, ...bySun } = date
  return (
    <>
      <div className="kit-deeds">
        <Field label={t('date_trait')}>
          {(id) => (
            <AutoComplete
              id={id}
              style={{ width: '16em' }}
              options={options}
              value={date.trait}
              placeholder={t('date_trait_hint')}
              onChange={(trait) => onChange({ ...date, trait: trait.trim() })}
            />
          )}
        </Field>
        <Field label={t('date_calendar')}>
          {(id) => (
            <Select
              id={id}
              style={{ width: '16em' }}
              value={calendar ?? 'solar'}
              options={CALENDARS.map((value) => ({ value, label: t(`calendar_${value}`) }))}
              onChange={(next) => {
                const lunar = lunarCounts.find((one) => one === next)
                onChange(lunar ? { ...bySun, calendar: lunar } : bySun)
              }}
            />
          )}
        </Field>
        <DayFields when={date} onChange={(when) => onChange({ ...date, ...when })} />
      </div>
      {calendar && <p className="kit-soft">{t(`calendar_${calendar}_help`)}</p>}
    </>
  )
}
