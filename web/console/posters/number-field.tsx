import { ColorPicker, InputNumber } from 'antd'
import { Field } from '../journeys/field.tsx'

/** A number between two bounds; what is no number changes nothing. */
export function NumberField({
  label,
  value,
  min,
  max,
  onChange,
}: {
  label: string
  value: number
  min: number
  max: number
  onChange: (value: number) => void
}) {
  return (
    <Field label={label}>
      {(id) => (
        <InputNumber
          id={id}
          value={value}
          min={min}
          max={max}
          precision={0}
          changeOnWheel={false}
          onChange={(next) => next !== null && onChange(next)}
        />
      )}
    </Field>
  )
}

export function ColourField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (value: string) => void
}) {
  return (
    <Field label={label}>
      {() => (
        <ColorPicker
          value={value}
          disabledAlpha
          showText
          onChangeComplete={(colour) => onChange(colour.toHexString().slice(0, 7))}
        />
      )}
    </Field>
  )
}
