import { Select } from 'antd'
import { ties } from '../../../contract/delivery.ts'
import { rfmClassNames } from '../../../contract/insight.ts'
import type { PredictionTest } from '../../../contract/segment.ts'
import { useText } from '../../ui/index.ts'
import { freshPrediction } from './fresh.ts'
import type { LeafProps } from './leaf-known.tsx'
import { NumberField } from './number-field.tsx'
import { texts } from './text.ts'
import { DateWindowField } from './window-field.tsx'

const PREDICTIONS = [
  'tie',
  'rfm_class',
  'ltv_fifth',
  'ltv',
  'p_alive',
  'expected',
  'next_purchase',
  'rfm',
] as const
const FIFTHS = [5, 4, 3, 2, 1] as const
const UNITS = { ltv: 'money', p_alive: 'share', expected: 'times' } as const

/** A condition on what the newest snapshot of predictions says of somebody. */
export function PredictionLeaf({ value, onChange }: LeafProps<'prediction'>) {
  const t = useText(texts)
  return (
    <>
      <Select<PredictionTest['of']>
        aria-label={t('prediction')}
        value={value.test.of}
        popupMatchSelectWidth={false}
        onChange={(of) => onChange({ ...value, test: freshPrediction(of) })}
        options={PREDICTIONS.map((of) => ({ value: of, label: t(`prediction_${of}`) }))}
      />
      <PredictionField value={value.test} onChange={(test) => onChange({ ...value, test })} />
    </>
  )
}

function PredictionField({
  value,
  onChange,
}: {
  value: PredictionTest
  onChange: (next: PredictionTest) => void
}) {
  const t = useText(texts)
  switch (value.of) {
    case 'ltv_fifth':
      return (
        <Select<number[]>
          aria-label={t('fifths')}
          mode="multiple"
          className="segment-values"
          placeholder={t('fifths')}
          value={value.anyOf}
          onChange={(anyOf) => onChange({ ...value, anyOf })}
          options={FIFTHS.map((fifth) => ({ value: fifth, label: t(`fifth_${fifth}`) }))}
        />
      )
    case 'ltv':
    case 'p_alive':
    case 'expected':
      return (
        <NumberField
          unit={UNITS[value.of]}
          value={value.test}
          onChange={(test) => onChange({ ...value, test })}
        />
      )
    case 'next_purchase':
      return (
        <DateWindowField
          value={value.window}
          onChange={(window) => onChange({ ...value, window })}
        />
      )
    case 'rfm':
      return (['r', 'f', 'm'] as const).map((score) => (
        <Select<number[]>
          key={score}
          aria-label={t(`rfm_${score}`)}
          mode="multiple"
          className="segment-text"
          placeholder={t(`rfm_${score}`)}
          value={value[score]}
          onChange={(scores) => onChange({ ...value, [score]: scores })}
          options={FIFTHS.map((n) => ({ value: n, label: String(n) }))}
        />
      ))
    case 'tie':
      return (
        <Several
          label={t('prediction_tie')}
          value={value.anyOf}
          options={ties.map((level) => ({ value: level, label: t(`tie_${level}`) }))}
          onChange={(anyOf) => onChange({ ...value, anyOf })}
        />
      )
    case 'rfm_class':
      return (
        <Several
          label={t('prediction_rfm_class')}
          value={value.anyOf}
          options={rfmClassNames.map((name) => ({ value: name, label: t(`rfm_${name}`) }))}
          onChange={(anyOf) => onChange({ ...value, anyOf })}
        />
      )
    default:
      return value satisfies never
  }
}

function Several<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: T[]
  options: { value: T; label: string }[]
  onChange: (next: T[]) => void
}) {
  return (
    <Select<T[]>
      aria-label={label}
      mode="multiple"
      className="segment-values"
      placeholder={label}
      value={value}
      onChange={onChange}
      options={options}
    />
  )
}
