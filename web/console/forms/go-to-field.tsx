import { Select } from 'antd'
import { FORM_END, type FormPlan } from '../../../contract/form.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** Where it goes on: the next question, a later one, or the end. */
export function GoToField({
  id,
  label,
  plan,
  from,
  value,
  onChange,
}: {
  id?: string
  label?: string
  plan: FormPlan
  /** The question that it leads away from. */
  from: string
  value: string
  onChange: (goTo: string) => void
}) {
  const t = useText(texts)
  const at = plan.questions.findIndex((question) => question.id === from)
  const later = plan.questions
    .map((question, no) => ({
      value: question.id,
      label: `${t('go_to', { no: String(no + 1) })} ${question.title}`,
      isLater: no > at + 1,
    }))
    // What it leads to now stays to be seen, though it may not be led to any more.
    .filter((one) => one.isLater || one.value === value)
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      className="frm-wide"
      popupMatchSelectWidth={false}
      value={value}
      options={[
        { value: '', label: t('go_next') },
        ...later.map(({ value: to, label: called }) => ({ value: to, label: called })),
        { value: FORM_END, label: t('go_end') },
      ]}
      onChange={onChange}
    />
  )
}
