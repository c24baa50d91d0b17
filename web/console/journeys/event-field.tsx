import { AutoComplete, Button, Input, Select } from 'antd'
import { type EventCondition, eventFilter } from '../../../contract/journey.ts'
import { useText } from '../../ui/index.ts'
import { Field } from './field.tsx'
import { texts } from './text.ts'
import { ownEvents, useEventWord } from './words.ts'

const FILTERS_MAX = 5
const tests = eventFilter.shape.is.options

/** An event by its name, and what its properties have to say. */
export function EventField({
  label,
  event,
  onChange,
}: {
  label: string
  event: EventCondition
  onChange: (event: EventCondition) => void
}) {
  const t = useText(texts)
  const word = useEventWord()
  const { where } = event
  const change = (at: number, filter: Partial<EventCondition['where'][number]>) =>
    onChange({
      ...event,
      where: where.map((one, i) => (i === at ? { ...one, ...filter } : one)),
    })
  return (
    <>
      <Field label={label}>
        {(id) => (
          <AutoComplete
            id={id}
            style={{ width: '100%' }}
            value={event.name}
            maxLength={200}
            placeholder={t('event_hint')}
            options={ownEvents.map((value) => ({ value, label: `${word(value)} ${value}` }))}
            onChange={(name) => onChange({ ...event, name })}
          />
        )}
      </Field>
      {/* Its own name is for programs; beside it what people call it. */}
      {word(event.name) !== event.name && <span className="kit-soft">{word(event.name)}</span>}
      {where.map((filter, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a filter has no name of its own, and its place is what it is.
        <div key={at} className="kit-deeds">
          <Input
            aria-label={t('event_prop')}
            placeholder={t('event_prop')}
            value={filter.prop}
            maxLength={80}
            onChange={({ target }) => change(at, { prop: target.value })}
          />
          <Select
            aria-label={t('event_where')}
            value={filter.is}
            options={tests.map((value) => ({ value, label: t(`is_${value}`) }))}
            onChange={(is) => change(at, { is })}
          />
          {filter.is !== 'there' && (
            <Input
              aria-label={t('event_value')}
              placeholder={t('event_value')}
              value={String(filter.value)}
              maxLength={200}
              onChange={({ target }) => change(at, { value: target.value })}
            />
          )}
          <Button
            type="link"
            onClick={() => onChange({ ...event, where: where.filter((_, i) => i !== at) })}
          >
            {t('remove_line')}
          </Button>
        </div>
      ))}
      {where.length < FILTERS_MAX && (
        <Button
          type="link"
          size="small"
          onClick={() =>
            onChange({ ...event, where: [...where, { prop: 'value', is: 'more', value: 0 }] })
          }
        >
          {t('event_add')}
        </Button>
      )}
    </>
  )
}
