import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { Field } from '../journeys/field.tsx'

const DAY = 'YYYY-MM-DD'

/** A day, or none. */
export function DayField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string | null
  onChange: (day: string | null) => void
}) {
  return (
    <Field label={label}>
      {(id) => (
        <DatePicker
          id={id}
          value={value === null ? null : dayjs(value)}
          onChange={(day) => onChange(day ? day.format(DAY) : null)}
        />
      )}
    </Field>
  )
}
