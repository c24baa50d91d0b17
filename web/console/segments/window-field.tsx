import { DatePicker, InputNumber, Select } from 'antd'
import dayjs from 'dayjs'
import type { DateWindow, SegmentWindow } from '../../../contract/segment.ts'
import { useText } from '../../ui/index.ts'
import { freshWindow } from './fresh.ts'
import { texts } from './text.ts'

const DAY = 'YYYY-MM-DD'
const AMOUNT_MAX = 100_000

/** When something happened. */
export function WindowField({
  value,
  onChange,
}: {
  value: SegmentWindow
  onChange: (next: SegmentWindow) => void
}) {
  const t = useText(texts)
  const kinds = ['ever', 'last', 'earlier', 'between'] as const
  return (
    <>
      <Select<SegmentWindow['kind']>
        aria-label={t('when')}
        value={value.kind}
        popupMatchSelectWidth={false}
        onChange={(kind) => onChange(happenedWindow(kind))}
        options={kinds.map((kind) => ({ value: kind, label: t(`window_${kind}`) }))}
      />
      {value.kind === 'between' ? (
        <Days value={value} onChange={onChange} />
      ) : value.kind === 'ever' ? null : (
        <Amount value={value} onChange={onChange} />
      )}
    </>
  )
}

function happenedWindow(kind: SegmentWindow['kind']): SegmentWindow {
  if (kind === 'ever') return { kind }
  return kind === 'between' ? { kind, from: null, to: null } : { kind, amount: 30, unit: 'day' }
}

/** When a date lies, which may be still to come. */
export function DateWindowField({
  value,
  onChange,
}: {
  value: DateWindow
  onChange: (next: DateWindow) => void
}) {
  const t = useText(texts)
  const kinds = ['next', 'last', 'earlier', 'between'] as const
  return (
    <>
      <Select<DateWindow['kind']>
        aria-label={t('when')}
        value={value.kind}
        popupMatchSelectWidth={false}
        onChange={(kind) => onChange(freshWindow(kind))}
        options={kinds.map((kind) => ({ value: kind, label: t(`window_${kind}`) }))}
      />
      {value.kind === 'between' ? (
        <Days value={value} onChange={onChange} />
      ) : (
        <Amount value={value} onChange={onChange} />
      )}
    </>
  )
}

type Relative = { amount: number; unit: 'hour' | 'day' }

function Amount<T extends Relative>({
  value,
  onChange,
}: {
  value: T
  onChange: (next: T) => void
}) {
  const t = useText(texts)
  return (
    <>
      <InputNumber<number>
        aria-label={t('amount')}
        className="segment-number"
        min={1}
        max={AMOUNT_MAX}
        precision={0}
        value={value.amount}
        onChange={(amount) => onChange({ ...value, amount: amount ?? 1 })}
      />
      <Select<Relative['unit']>
        aria-label={t('unit')}
        value={value.unit}
        popupMatchSelectWidth={false}
        onChange={(unit) => onChange({ ...value, unit })}
        options={(['day', 'hour'] as const).map((unit) => ({
          value: unit,
          label: t(`window_unit_${unit}`),
        }))}
      />
    </>
  )
}

type Between = { kind: 'between'; from: string | null; to: string | null }

function Days({ value, onChange }: { value: Between; onChange: (next: Between) => void }) {
  const t = useText(texts)
  return (
    <DatePicker.RangePicker
      aria-label={t('days')}
      allowEmpty
      value={[
        value.from === null ? null : dayjs(value.from),
        value.to === null ? null : dayjs(value.to),
      ]}
      onChange={(days) =>
        onChange({
          kind: 'between',
          from: days?.[0]?.format(DAY) ?? null,
          to: days?.[1]?.format(DAY) ?? null,
        })
      }
    />
  )
}
