import { InputNumber, Select } from 'antd'
import { type ReactNode, useId } from 'react'
import { type Span, units } from '../../../contract/journey.ts'
import { Explain, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** A label above its field; `children` is given the id that the label names. */
export function Field({
  label,
  help,
  children,
}: {
  label: string
  help?: string
  children: (id: string) => ReactNode
}) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      {help !== undefined && <Explain what={label}>{help}</Explain>}
      <div>{children(id)}</div>
    </div>
  )
}

/** So many minutes, hours or days. */
export function SpanField({
  label,
  span,
  onChange,
}: {
  label: string
  span: Span
  onChange: (span: Span) => void
}) {
  const t = useText(texts)
  return (
    <Field label={label}>
      {(id) => (
        <div className="kit-deeds">
          <InputNumber
            id={id}
            min={1}
            max={1_000}
            precision={0}
            changeOnWheel={false}
            value={span.amount}
            onChange={(amount) => onChange({ ...span, amount: amount ?? 1 })}
          />
          <Select
            aria-label={label}
            value={span.unit}
            options={units.map((value) => ({ value, label: t(`unit_${value}`) }))}
            onChange={(unit) => onChange({ ...span, unit })}
          />
        </div>
      )}
    </Field>
  )
}
