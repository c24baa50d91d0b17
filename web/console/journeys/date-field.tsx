import { AutoComplete, InputNumber, TimePicker } from 'antd'
import dayjs from 'dayjs'
import type { Trigger } from '../../../contract/journey.ts'
import { segmentVocabulary } from '../../../contract/segment-view.ts'
import { useLoad, useText } from '../../ui/index.ts'
import { texts } from './begin-text.ts'
import { Field } from './field.tsx'

type DateTrigger = Extract<Trigger, { kind: 'date' }>
const OFFSET_MAX = 60

/** A day of the customer's own: which trait holds it, how long before or after, and at what time. */
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
  const { offsetDays: days } = date
  return (
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
      <Field label={`${t('date_offset')}（${said(days, t)}）`}>
        {(id) => (
          <InputNumber
            id={id}
            min={-OFFSET_MAX}
            max={OFFSET_MAX}
            precision={0}
            changeOnWheel={false}
            value={days}
            onChange={(next) => onChange({ ...date, offsetDays: next ?? 0 })}
          />
        )}
      </Field>
      <Field label={t('date_at')}>
        {(id) => (
          <TimePicker
            id={id}
            format="HH:mm"
            allowClear={false}
            value={dayjs(`2000-01-01T${date.at}`)}
            onChange={(at) => at && onChange({ ...date, at: at.format('HH:mm') })}
          />
        )}
      </Field>
    </div>
  )
}

function said(days: number, t: ReturnType<typeof useText<typeof texts.keys>>): string {
  if (days === 0) return t('date_on')
  return days < 0 ? t('date_before', { days: -days }) : t('date_after', { days })
}
