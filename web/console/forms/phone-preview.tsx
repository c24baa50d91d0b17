import { Button, Progress } from 'antd'
import { useState } from 'react'
import type { FormPlan, FormQuestion } from '../../../contract/form.ts'
import { type FormAnswer, isAnswered } from '../../../contract/form-answer.ts'
import { pathOf, restOf, scoreOf } from '../../../contract/form-path.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

type Answers = ReadonlyMap<string, FormAnswer>
const nothing: FormAnswer = { choices: [], text: '' }

/** The form as it will be on a phone, to be tried: the way through it is the real one. */
export function PhonePreview({
  plan,
  selected,
  onSelect,
}: {
  plan: FormPlan
  /** The question that is being written: the phone shows it. */
  selected: string | null
  onSelect: (questionId: string | null) => void
}) {
  const t = useText(texts)
  const [answers, setAnswers] = useState<Answers>(new Map())
  const [isDone, setIsDone] = useState(false)
  const question = plan.questions.find(({ id }) => id === selected) ?? plan.questions[0]
  const again = () => {
    setAnswers(new Map())
    setIsDone(false)
    onSelect(plan.questions[0]?.id ?? null)
  }
  const take = (kept: Answers) => {
    setAnswers(kept)
    if (!question) return
    const { path } = pathOf(plan, kept)
    const at = path.findIndex(({ id }) => id === question.id)
    // A question chosen from the list that no way leads to: the next one in order.
    const next = at >= 0 ? path[at + 1] : plan.questions[plan.questions.indexOf(question) + 1]
    if (next) onSelect(next.id)
    else setIsDone(true)
  }
  return (
    <div className="frm-phone">
      {!question && <p className="kit-soft">{t('phone_empty')}</p>}
      {question && isDone && (
        <>
          <h3>{t('phone_done')}</h3>
          <p>{plan.thanks.text}</p>
          {plan.thanks.linkUrl !== '' && <Button type="primary">{plan.thanks.linkText}</Button>}
          <p className="kit-soft">
            {t('score')} {scoreOf(pathOf(plan, answers).path, answers)}
          </p>
          <Button onClick={again}>{t('phone_again')}</Button>
        </>
      )}
      {question && !isDone && (
        <Screen
          key={question.id}
          plan={plan}
          question={question}
          answers={answers}
          onTake={take}
          onBack={onSelect}
        />
      )}
    </div>
  )
}

function Screen({
  plan,
  question,
  answers,
  onTake,
  onBack,
}: {
  plan: FormPlan
  question: FormQuestion
  answers: Answers
  onTake: (answers: Answers) => void
  onBack: (questionId: string) => void
}) {
  const t = useText(texts)
  const [isMissing, setIsMissing] = useState(false)
  const [answer, setAnswer] = useState(answers.get(question.id) ?? nothing)
  const { path } = pathOf(plan, answers)
  const index = path.findIndex(({ id }) => id === question.id)
  const at = (index < 0 ? plan.questions.indexOf(question) : index) + 1
  const of = at + restOf(plan, question, new Map([...answers, [question.id, answer]]))
  const before = path[index - 1]
  const next = () => {
    if (question.isRequired && !isAnswered(answer)) setIsMissing(true)
    else onTake(new Map([...answers, [question.id, answer]]))
  }
  return (
    <>
      {at === 1 && (
        <>
          <h3>{plan.title}</h3>
          <p>{plan.intro}</p>
        </>
      )}
      <Progress
        percent={(100 * at) / of}
        showInfo={false}
        size="small"
        aria-label={`${at}/${of}`}
      />
      <p>
        <span className="kit-soft">
          {at}/{of}
        </span>{' '}
        <strong>{question.title || t('untitled')}</strong>
      </p>
      {question.help !== '' && <p className="kit-soft">{question.help}</p>}
      {isMissing && <p className="kit-tone-harm">{t('phone_required')}</p>}
      <Answering question={question} answer={answer} onChange={setAnswer} />
      <Button type="primary" block onClick={next}>
        {t(at === of ? 'phone_submit' : 'phone_next')}
      </Button>
      {before && (
        <Button block onClick={() => onBack(before.id)}>
          {t('phone_back')}
        </Button>
      )}
    </>
  )
}

function Answering({
  question,
  answer,
  onChange,
}: {
  question: FormQuestion
  answer: FormAnswer
  onChange: (answer: FormAnswer) => void
}) {
  const { kind, id, title } = question
  if (kind === 'single' || kind === 'multiple')
    return question.options.map((option) => {
      const isChosen = answer.choices.includes(option.id)
      const others = kind === 'single' ? [] : answer.choices.filter((one) => one !== option.id)
      const choices = isChosen && kind === 'multiple' ? others : [...others, option.id]
      return (
        <label key={option.id} className="frm-choice">
          <input
            type={kind === 'single' ? 'radio' : 'checkbox'}
            name={`try-${id}`}
            checked={isChosen}
            onChange={() => onChange({ choices, text: '' })}
          />
          {option.text}
        </label>
      )
    })
  const write = (text: string) => onChange({ choices: [], text })
  if (kind === 'rating')
    return (
      <div className="frm-rating">
        {Array.from({ length: question.steps }, (_, no) => String(no + 1)).map((step) => (
          <label key={step} className="frm-choice">
            <input
              type="radio"
              name={`try-${id}`}
              checked={answer.text === step}
              onChange={() => write(step)}
            />
            {step}
          </label>
        ))}
      </div>
    )
  if (kind === 'long_text')
    return (
      <textarea
        className="frm-field"
        aria-label={title}
        value={answer.text}
        onChange={({ target }) => write(target.value)}
      />
    )
  return (
    <input
      className="frm-field"
      type={kind === 'date' ? 'date' : kind === 'phone' ? 'tel' : 'text'}
      aria-label={title}
      value={answer.text}
      onChange={({ target }) => write(target.value)}
    />
  )
}
