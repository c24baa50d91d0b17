import { InputNumber, TimePicker } from 'antd'
import dayjs from 'dayjs'
import { useText } from '../../ui/index.ts'
import { texts } from './begin-text.ts'
import { Field } from './field.tsx'

const OFFSET_MAX = 60
type When = { offsetDays: number; at: string }

/** How long before or after a day, and at what time. */
export function DayFields({ when, onChange }: { when: When; onChange: (when: When) => void }) {
  const t = useText(texts)
  const offset = useOffsetWord()
  const { offsetDays, at } = when
  return (
    <>
      <Field label={`${t('date_offset')}（${offset(offsetDays)}）`}>
        {(id) => (
          <InputNumber
            id={id}
            min={-OFFSET_MAX}
            max={OFFSET_MAX}
            precision={0}
            changeOnWheel={false}
            value={offsetDays}
            onChange={(next) => onChange({ offsetDays: next ?? 0, at })}
          />
        )}
      </Field>
      <Field label={t('date_at')}>
        {(id) => (
          <TimePicker
            id={id}
            format="HH:mm"
            allowClear={false}
            value={dayjs(`2000-01-01T${at}`)}
            onChange={(next) => next && onChange({ offsetDays, at: next.format('HH:mm') })}
          />
        )}
      </Field>
    </>
  )
}

/** 提前 3 天, 当天, 之后 3 天. */
export function useOffsetWord(): (days: number) => string {
  const t = useText(texts)
  return (days) => {
    if (days === 0) return t('date_on')
    return days < 0 ? t('date_before', { days: -days }) : t('date_after', { days })
  }
}
