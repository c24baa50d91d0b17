import { Button, Input, InputNumber, Select } from 'antd'
import {
  FORM_LIMITS,
  type FormOption,
  type FormPlan,
  type FormQuestion,
} from '../../../contract/form.ts'
import { tagGroups } from '../../../contract/tag.ts'
import { useLoad, useText } from '../../ui/index.ts'
import { tagOptions } from '../customers/tag-modal.tsx'
import { newOption } from './draft.ts'
import { GoToField } from './go-to-field.tsx'
import { texts } from './text.ts'

type Choice = Extract<FormQuestion, { options: unknown }>
type Props = { plan: FormPlan; question: Choice; onChange: (question: Choice) => void }

/** The choices of a question, each with what it says of whoever chooses it. */
export function OptionFields({ plan, question, onChange }: Props) {
  const t = useText(texts)
  const { options } = question
  const set = (next: FormOption[]) => onChange({ ...question, options: next })
  return (
    <fieldset className="frm-options">
      <legend>{t('options')}</legend>
      {options.map((option) => (
        <OneOption
          key={option.id}
          plan={plan}
          question={question}
          option={option}
          onChange={(next) => set(options.map((one) => (one.id === next.id ? next : one)))}
          onRemove={() => set(options.filter(({ id }) => id !== option.id))}
        />
      ))}
      <Button
        size="small"
        disabled={options.length >= FORM_LIMITS.options}
        onClick={() => set([...options, newOption(options)])}
      >
        {t('option_add')}
      </Button>
    </fieldset>
  )
}

function OneOption({
  plan,
  question,
  option,
  onChange,
  onRemove,
}: {
  plan: FormPlan
  question: Choice
  option: FormOption
  onChange: (option: FormOption) => void
  onRemove: () => void
}) {
  const t = useText(texts)
  const tags = useLoad('/api/tag-groups', tagGroups)
  const no = question.options.indexOf(option) + 1
  const called = (label: string) => `${label} ${no}`
  return (
    <div className="frm-option">
      <Input
        aria-label={called(t('option_text'))}
        value={option.text}
        maxLength={60}
        placeholder={t('option_text')}
        onChange={({ target }) => onChange({ ...option, text: target.value })}
      />
      <Button
        type="text"
        size="small"
        aria-label={t('option_remove', { text: option.text || String(no) })}
        onClick={onRemove}
      >
        ×
      </Button>
      <Select
        aria-label={called(t('option_tag'))}
        showSearch={{ optionFilterProp: 'label' }}
        value={option.tagId}
        options={[{ value: '', label: t('option_tag_none') }, ...tagOptions(tags.data)]}
        onChange={(tagId) => onChange({ ...option, tagId })}
      />
      <InputNumber
        aria-label={called(t('option_score'))}
        prefix={t('option_score')}
        precision={0}
        min={-FORM_LIMITS.score}
        max={FORM_LIMITS.score}
        changeOnWheel={false}
        value={option.score}
        onChange={(score) => onChange({ ...option, score: score ?? 0 })}
      />
      {question.kind === 'single' && (
        <GoToField
          label={called(t('option_go'))}
          plan={plan}
          from={question.id}
          value={option.goTo}
          onChange={(goTo) => onChange({ ...option, goTo })}
        />
      )}
      {question.trait !== '' && (
        <Input
          aria-label={called(t('option_value'))}
          prefix={t('option_value')}
          value={option.traitValue}
          maxLength={100}
          placeholder={t('option_value_hint')}
          onChange={({ target }) => onChange({ ...option, traitValue: target.value })}
        />
      )}
    </div>
  )
}
