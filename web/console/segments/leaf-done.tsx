import { Select } from 'antd'
import { type EventMeasure, messageResults, type OrderMeasure } from '../../../contract/segment.ts'
import { isMoney } from '../../../contract/segment-sentence.ts'
import { useText } from '../../ui/index.ts'
import { useEventWord } from '../customers/event-word.ts'
import { freshEventMeasure, freshOrderMeasure } from './fresh.ts'
import type { LeafProps } from './leaf-known.tsx'
import { NumberField, type Unit } from './number-field.tsx'
import { FiltersField, PropertyField } from './test-field.tsx'
import { texts } from './text.ts'
import { useBooks } from './tree-books.ts'
import { WindowField } from './window-field.tsx'

const EVENT_MEASURES = ['count', 'absence', 'days', 'sum', 'distinct', 'first', 'last'] as const
const ORDER_MEASURES = ['count', 'sum', 'average', 'absence', 'first', 'last'] as const

/** Conditions on what somebody did, bought, or did with our messages. */

export function EventLeaf({ value, onChange }: LeafProps<'event'>) {
  const t = useText(texts)
  const word = useEventWord()
  const { events } = useBooks().vocabulary
  const known = events.map(({ name, count }) => ({
    value: name,
    label: t('event_times', { name: word(name), count }),
  }))
  const isNew = value.name !== '' && events.every(({ name }) => name !== value.name)
  const { measure } = value
  return (
    <>
      <WindowField value={value.window} onChange={(window) => onChange({ ...value, window })} />
      <Select<string>
        aria-label={t('event')}
        className="segment-values"
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('event')}
        value={value.name === '' ? null : value.name}
        onChange={(name) => onChange({ ...value, name, where: [] })}
        options={isNew ? [{ value: value.name, label: value.name }, ...known] : known}
      />
      <Select<EventMeasure['of']>
        aria-label={t('measure')}
        value={measure.of}
        popupMatchSelectWidth={false}
        onChange={(of) => onChange({ ...value, measure: freshEventMeasure(of) })}
        options={EVENT_MEASURES.map((of) => ({ value: of, label: t(`event_${of}`) }))}
      />
      <EventMeasureField
        event={value.name}
        value={measure}
        onChange={(next) => onChange({ ...value, measure: next })}
      />
      <FiltersField
        event={value.name}
        value={value.where}
        onChange={(where) => onChange({ ...value, where })}
      />
    </>
  )
}

function EventMeasureField({
  event,
  value,
  onChange,
}: {
  event: string
  value: EventMeasure
  onChange: (next: EventMeasure) => void
}) {
  const t = useText(texts)
  switch (value.of) {
    case 'absence':
      return null
    case 'first':
    case 'last':
      return null
    case 'count':
    case 'days':
      return (
        <NumberField
          unit={value.of === 'count' ? 'times' : 'days'}
          value={value.test}
          onChange={(test) => onChange({ ...value, test })}
        />
      )
    case 'distinct':
      return (
        <>
          <PropertyField
            event={event}
            value={value.property}
            onChange={(property) => onChange({ ...value, property })}
          />
          <NumberField
            unit="kinds"
            value={value.test}
            onChange={(test) => onChange({ ...value, test })}
          />
        </>
      )
    case 'sum':
      return (
        <>
          <Select<'money' | 'property'>
            aria-label={t('sum_of')}
            value={value.property === null ? 'money' : 'property'}
            popupMatchSelectWidth={false}
            onChange={(of) => onChange({ ...value, property: of === 'money' ? null : '' })}
            options={(['money', 'property'] as const).map((of) => ({
              value: of,
              label: t(`sum_${of}`),
            }))}
          />
          {value.property !== null && (
            <PropertyField
              event={event}
              value={value.property}
              onChange={(property) => onChange({ ...value, property })}
            />
          )}
          <NumberField
            unit={isMoney(value) ? 'money' : 'none'}
            value={value.test}
            onChange={(test) => onChange({ ...value, test })}
          />
        </>
      )
    default:
      return value satisfies never
  }
}

const ORDER_UNITS: Record<'count' | 'sum' | 'average', Unit> = {
  count: 'times',
  sum: 'money',
  average: 'money',
}

export function OrderLeaf({ value, onChange }: LeafProps<'order'>) {
  const t = useText(texts)
  const { measure } = value
  return (
    <>
      <WindowField value={value.window} onChange={(window) => onChange({ ...value, window })} />
      <Select<OrderMeasure['of']>
        aria-label={t('measure')}
        value={measure.of}
        popupMatchSelectWidth={false}
        onChange={(of) => onChange({ ...value, measure: freshOrderMeasure(of) })}
        options={ORDER_MEASURES.map((of) => ({ value: of, label: t(`order_${of}`) }))}
      />
      {'test' in measure && (
        <NumberField
          unit={ORDER_UNITS[measure.of]}
          value={measure.test}
          onChange={(test) => onChange({ ...value, measure: { ...measure, test } })}
        />
      )}
    </>
  )
}

export function MessageLeaf({ value, onChange }: LeafProps<'message'>) {
  const t = useText(texts)
  const { vocabulary, learn } = useBooks()
  const journey = vocabulary.journeys.find(({ id }) => id === value.journeyId)
  return (
    <>
      <WindowField value={value.window} onChange={(window) => onChange({ ...value, window })} />
      <Select<LeafProps<'message'>['value']['result']>
        aria-label={t('result')}
        value={value.result}
        popupMatchSelectWidth={false}
        onChange={(result) => onChange({ ...value, result })}
        options={messageResults.map((result) => ({ value: result, label: t(`result_${result}`) }))}
      />
      <Select<string>
        aria-label={t('journey')}
        className="segment-text"
        allowClear
        placeholder={t('any_journey')}
        value={value.journeyId}
        onChange={(id?: string) => {
          const chosen = vocabulary.journeys.find((one) => one.id === id)
          if (chosen) learn(chosen.id, chosen.name)
          onChange({ ...value, journeyId: id ?? null, stepId: null })
        }}
        options={vocabulary.journeys.map(({ id, name }) => ({ value: id, label: name }))}
      />
      {journey && (
        <Select<string>
          aria-label={t('step')}
          className="segment-text"
          allowClear
          placeholder={t('any_step')}
          value={value.stepId}
          onChange={(stepId?: string) => {
            const chosen = journey.steps.find(({ id }) => id === stepId)
            if (chosen) learn(`${journey.id}/${chosen.id}`, chosen.name)
            onChange({ ...value, stepId: stepId ?? null })
          }}
          options={journey.steps.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
    </>
  )
}
