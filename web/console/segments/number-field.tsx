import { InputNumber, Select } from 'antd'
import type { NumberTest } from '../../../contract/segment.ts'
import { digitsOf, useHouse, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const OPS = ['gte', 'gt', 'lte', 'lt', 'eq', 'between'] as const
const PERCENT = 100

/** What a number is: money is minor units, a share is from 0 to 1; people type yuan and percent. */
export type Unit = 'times' | 'days' | 'kinds' | 'money' | 'share' | 'none'

/** Compares a number. */
export function NumberField({
  value,
  unit,
  onChange,
}: {
  value: NumberTest
  unit: Unit
  onChange: (next: NumberTest) => void
}) {
  const t = useText(texts)
  const scale = useScale(unit)
  const [low, high] = value.op === 'between' ? [value.from, value.to] : [value.value, value.value]
  const choose = (op: NumberTest['op']) =>
    onChange(op === 'between' ? { op, from: low, to: high } : { op, value: low })
  return (
    <>
      <Select<NumberTest['op']>
        aria-label={t('compare')}
        value={value.op}
        onChange={choose}
        popupMatchSelectWidth={false}
        options={OPS.map((op) => ({ value: op, label: t(`op_${op}`) }))}
      />
      <Typed
        label={t(value.op === 'between' ? 'number_from' : 'number')}
        value={low / scale}
        onChange={(typed) =>
          onChange(
            value.op === 'between'
              ? { ...value, from: scaled(typed, scale) }
              : { ...value, value: scaled(typed, scale) },
          )
        }
      />
      {value.op === 'between' && (
        <>
          <span>{t('to')}</span>
          <Typed
            label={t('number_to')}
            value={high / scale}
            onChange={(typed) => onChange({ ...value, to: scaled(typed, scale) })}
          />
        </>
      )}
      {unit !== 'none' && <span>{t(`unit_${unit}`)}</span>}
    </>
  )
}

/** How much of the kept unit one of the typed unit is. */
function useScale(unit: Unit): number {
  const { currency } = useHouse()
  if (unit === 'money') return 10 ** digitsOf(currency)
  return unit === 'share' ? 1 / PERCENT : 1
}

/** A share typed as 30 is kept as 0.3, not as 0.30000000000000004. */
function scaled(typed: number, scale: number): number {
  return Number((typed * scale).toPrecision(12))
}

function Typed({
  label,
  value,
  onChange,
}: {
  label: string
  value: number
  onChange: (value: number) => void
}) {
  return (
    <InputNumber<number>
      aria-label={label}
      className="segment-number"
      value={Number(value.toPrecision(12))}
      onChange={(next) => onChange(next ?? 0)}
    />
  )
}
