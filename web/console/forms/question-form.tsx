import { AutoComplete, Input, InputNumber, Select, Switch } from 'antd'
import { type FormPlan, type FormQuestion, needAspects } from '../../../contract/form.ts'
import { segmentVocabulary } from '../../../contract/segment-view.ts'
import { useLoad, useText } from '../../ui/index.ts'
import { Field } from '../journeys/field.tsx'
import { DayField } from './day-field.tsx'
import { keyOf } from './draft.ts'
import { GoToField } from './go-to-field.tsx'
import { OptionFields } from './option-fields.tsx'
import { texts } from './text.ts'
import { WordTagFields } from './word-tag-fields.tsx'

type Props = { plan: FormPlan; question: FormQuestion; onChange: (question: FormQuestion) => void }

/** One question: what it asks, how it may be answered, and what becomes of the answer. */
export function QuestionForm({ plan, question, onChange }: Props) {
  const t = useText(texts)
  const title = (written: string) => {
    const isOwn = question.key === keyOf(question.title)
    onChange({ ...question, title: written, key: isOwn ? keyOf(written) : question.key })
  }
  return (
    <div className="kit-stack">
      <Field label={t('question_title')}>
        {(id) => (
          <Input
            id={id}
            value={question.title}
            maxLength={200}
            placeholder={t('question_title_hint')}
            onChange={({ target }) => title(target.value)}
          />
        )}
      </Field>
      <Field label={t('question_help')}>
        {(id) => (
          <Input
            id={id}
            value={question.help}
            maxLength={200}
            onChange={({ target }) => onChange({ ...question, help: target.value })}
          />
        )}
      </Field>
      <div className="kit-deeds">
        <Switch
          aria-label={t('required')}
          checked={question.isRequired}
          onChange={(isRequired) => onChange({ ...question, isRequired })}
        />
        <span>{t('required')}</span>
      </div>
      <OfKind plan={plan} question={question} onChange={onChange} />
      <Uses plan={plan} question={question} onChange={onChange} />
    </div>
  )
}

function OfKind({ plan, question, onChange }: Props) {
  const t = useText(texts)
  switch (question.kind) {
    case 'single':
      return <OptionFields plan={plan} question={question} onChange={onChange} />
    case 'multiple':
      return (
        <>
          <OptionFields plan={plan} question={question} onChange={onChange} />
          <NumberField
            label={t('most')}
            value={question.most}
            bounds={{ min: 1, max: question.options.length }}
            onChange={(most) => onChange({ ...question, most })}
          />
        </>
      )
    case 'long_text':
      return (
        <>
          <WordTagFields
            value={question.wordTags}
            onChange={(wordTags) => onChange({ ...question, wordTags })}
          />
          <Longest question={question} onChange={onChange} />
        </>
      )
    case 'text':
      return <Longest question={question} onChange={onChange} />
    case 'number':
      return (
        <div className="kit-deeds">
          <NumberField
            label={t('from')}
            value={question.from}
            onChange={(from) => onChange({ ...question, from })}
          />
          <NumberField
            label={t('to')}
            value={question.to}
            onChange={(to) => onChange({ ...question, to })}
          />
        </div>
      )
    case 'date':
      return (
        <div className="kit-deeds">
          <DayField
            label={t('date_from')}
            value={question.from}
            onChange={(from) => onChange({ ...question, from })}
          />
          <DayField
            label={t('date_to')}
            value={question.to}
            onChange={(to) => onChange({ ...question, to })}
          />
        </div>
      )
    case 'rating':
      return (
        <NumberField
          label={t('steps')}
          value={question.steps}
          bounds={{ min: 3, max: 10 }}
          onChange={(steps) => onChange({ ...question, steps: steps ?? 5 })}
        />
      )
    case 'phone':
      return null
  }
}

function Longest({
  question,
  onChange,
}: {
  question: Extract<FormQuestion, { longest: number }>
  onChange: (question: FormQuestion) => void
}) {
  const t = useText(texts)
  const max = question.kind === 'text' ? 200 : 2_000
  return (
    <NumberField
      label={t('longest')}
      value={question.longest}
      bounds={{ min: 1, max }}
      onChange={(longest) => onChange({ ...question, longest: longest ?? max })}
    />
  )
}

function NumberField({
  label,
  value,
  bounds,
  onChange,
}: {
  label: string
  value: number | null
  bounds?: { min: number; max: number }
  onChange: (value: number | null) => void
}) {
  return (
    <Field label={label}>
      {(id) => (
        <InputNumber
          id={id}
          value={value}
          changeOnWheel={false}
          {...(bounds ? { ...bounds, precision: 0 } : {})}
          onChange={onChange}
        />
      )}
    </Field>
  )
}

/** What becomes of the answer: a need, a detail of the customer, a name in segments, and the way on. */
function Uses({ plan, question, onChange }: Props) {
  const t = useText(texts)
  const known = useLoad('/api/segment-vocabulary', segmentVocabulary)
  const traits = (known.data?.traits ?? []).map(({ key }) => ({ value: key }))
  const needs = needAspects.map((value) => ({ value, label: t(`need_${value}`) }))
  return (
    <>
      <h3>{t('use')}</h3>
      <Field label={t('need')} help={t('need_help')}>
        {(id) => (
          <Select
            id={id}
            className="frm-wide"
            value={question.need}
            options={[{ value: null, label: t('need_none') }, ...needs]}
            onChange={(need) => onChange({ ...question, need })}
          />
        )}
      </Field>
      {question.kind !== 'phone' && (
        <Field label={t('trait')} help={t('trait_help')}>
          {(id) => (
            <AutoComplete
              id={id}
              className="frm-wide"
              value={question.trait}
              options={traits}
              placeholder={t('trait_hint')}
              onChange={(trait) => onChange({ ...question, trait: trait.slice(0, 60) })}
            />
          )}
        </Field>
      )}
      <Field label={t('key')} help={t('key_help')}>
        {(id) => (
          <Input
            id={id}
            value={question.key}
            maxLength={30}
            onChange={({ target }) => onChange({ ...question, key: target.value })}
          />
        )}
      </Field>
      <Field label={t('after')}>
        {(id) => (
          <GoToField
            id={id}
            plan={plan}
            from={question.id}
            value={question.goTo}
            onChange={(goTo) => onChange({ ...question, goTo })}
          />
        )}
      </Field>
    </>
  )
}
