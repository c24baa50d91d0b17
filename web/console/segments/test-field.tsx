import { Button, Input, Select } from 'antd'
import type { PropertyFilter, PropertyTest, TraitTest } from '../../../contract/segment.ts'
import { segmentWords } from '../../../contract/segment-view.ts'
import { type ApiQuery, useLoad, useText } from '../../ui/index.ts'
import { freshTest } from './fresh.ts'
import { NumberField } from './number-field.tsx'
import { texts } from './text.ts'
import { DateWindowField } from './window-field.tsx'

const OPS = ['is', 'is_not', 'contains', 'number', 'exists', 'absent'] as const
const FILTERS_MAX = 10

/** Which words occur here, offered while one types: of a trait, of an event, of a property of an event. */
type WordsOf = { trait?: string; event?: string; property?: string }

/** What a value is compared with. `hasDates`: it may be read as a date (traits only). */
export function TestField({
  value,
  words,
  hasDates = false,
  onChange,
}: {
  value: TraitTest
  words: WordsOf
  hasDates?: boolean
  onChange: (next: TraitTest) => void
}) {
  const t = useText(texts)
  const ops: readonly TraitTest['op'][] = hasDates ? [...OPS, 'date'] : OPS
  return (
    <>
      <Select<TraitTest['op']>
        aria-label={t('compare')}
        value={value.op}
        popupMatchSelectWidth={false}
        onChange={(op) => onChange(freshTest(op))}
        options={ops.map((op) => ({ value: op, label: t(`test_${op}`) }))}
      />
      {(value.op === 'is' || value.op === 'is_not') && (
        <ValuesField
          value={value.anyOf}
          words={words}
          onChange={(anyOf) => onChange({ ...value, anyOf })}
        />
      )}
      {value.op === 'contains' && (
        <Input
          aria-label={t('text')}
          className="segment-text"
          maxLength={500}
          value={value.text}
          onChange={({ target }) => onChange({ ...value, text: target.value })}
        />
      )}
      {value.op === 'number' && (
        <NumberField
          unit="none"
          value={value.test}
          onChange={(test) => onChange({ ...value, test })}
        />
      )}
      {value.op === 'date' && (
        <DateWindowField
          value={value.window}
          onChange={(window) => onChange({ ...value, window })}
        />
      )}
    </>
  )
}

function ValuesField({
  value,
  words,
  onChange,
}: {
  value: string[]
  words: WordsOf
  onChange: (next: string[]) => void
}) {
  const t = useText(texts)
  return (
    <Select<string[]>
      aria-label={t('values')}
      mode="tags"
      className="segment-values"
      placeholder={t('values_hint')}
      tokenSeparators={[',', '，', '、']}
      value={value}
      onChange={onChange}
      options={useWords(words)}
    />
  )
}

function useWords(words: WordsOf): { value: string; label: string }[] {
  const query: ApiQuery = { ...words }
  const isAsked = words.trait !== undefined ? words.trait !== '' : Boolean(words.event)
  const load = useLoad('/api/segment-vocabulary/words', segmentWords, { query, enabled: isAsked })
  return (load.data?.items ?? []).map(({ text }) => ({ value: text, label: text }))
}

/** A key of what came with an event: those that occur, or any that is typed. */
export function PropertyField({
  event,
  value,
  onChange,
}: {
  event: string
  value: string
  onChange: (next: string) => void
}) {
  const t = useText(texts)
  const words = useWords({ event })
  const isNew = value !== '' && words.every((word) => word.value !== value)
  return (
    <Select<string>
      aria-label={t('property')}
      className="segment-text"
      showSearch
      placeholder={t('property')}
      value={value === '' ? null : value}
      onChange={onChange}
      options={isNew ? [{ value, label: value }, ...words] : words}
    />
  )
}

/** What an event has to have said. */
export function FiltersField({
  event,
  value,
  onChange,
}: {
  event: string
  value: readonly PropertyFilter[]
  onChange: (next: PropertyFilter[]) => void
}) {
  const t = useText(texts)
  return (
    <>
      {value.map((filter, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: filters have nothing of their own but their place.
        <div key={at} className="segment-line">
          <span className="kit-soft">{t('where')}</span>
          <PropertyField
            event={event}
            value={filter.key}
            onChange={(key) => onChange(value.with(at, { ...filter, key }))}
          />
          <TestField
            value={filter.test}
            words={{ event, property: filter.key }}
            onChange={(test) => {
              if (isPropertyTest(test)) onChange(value.with(at, { ...filter, test }))
            }}
          />
          <Button
            type="text"
            aria-label={t('remove_filter')}
            onClick={() => onChange(value.filter((_one, i) => i !== at))}
          >
            ×
          </Button>
        </div>
      ))}
      {value.length < FILTERS_MAX && event !== '' && (
        <div className="segment-line">
          <Button
            type="link"
            size="small"
            onClick={() => onChange([...value, { key: '', test: { op: 'is', anyOf: [] } }])}
          >
            {t('add_filter')}
          </Button>
        </div>
      )}
    </>
  )
}

function isPropertyTest(test: TraitTest): test is PropertyTest {
  return test.op !== 'date'
}
