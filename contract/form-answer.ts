import type { FormQuestion } from './form.ts'

/** What was answered: of a choice the options' ids, of everything else one text as it was written. */
export type FormAnswer = { choices: string[]; text: string }
export type FormAnswers = ReadonlyMap<string, FormAnswer>

/** Why an answer cannot be taken as it is. */
export const answerRefusals = [
  'required',
  'too_many',
  'too_long',
  'no_number',
  'too_small',
  'too_large',
  'no_day',
  'too_early',
  'too_late',
  'no_phone',
] as const
export type AnswerRefusal = (typeof answerRefusals)[number]

const nothing: FormAnswer = { choices: [], text: '' }
const DAY = /^\d{4}-\d{2}-\d{2}$/
/** Looks like a telephone number; whether it is one is found out where numbers are known. */
const PHONE = /^\+?[\d\s()-]{6,20}$/
const NUMBER = /^-?\d{1,12}(\.\d{1,6})?$/

/** Reads what a page sent for a question. @returns the answer, or why it cannot be taken. */
export function readAnswer(
  question: FormQuestion,
  sent: readonly string[],
): FormAnswer | AnswerRefusal {
  const text = (sent[0] ?? '').trim()
  if (question.kind === 'single' || question.kind === 'multiple') return readChoices(question, sent)
  if (text === '') return question.isRequired ? 'required' : nothing
  return refusalOf(question, text) ?? { choices: [], text }
}

/** Whether it says anything. */
export function isAnswered(answer: FormAnswer | undefined): answer is FormAnswer {
  return answer !== undefined && (answer.choices.length > 0 || answer.text !== '')
}

/** An answer as somebody reads it. */
export function answerText(question: FormQuestion, { choices, text }: FormAnswer): string {
  if (question.kind !== 'single' && question.kind !== 'multiple') return text
  const texts = question.options.filter(({ id }) => choices.includes(id)).map((one) => one.text)
  return texts.join('、')
}

type Choice = Extract<FormQuestion, { options: unknown }>

function readChoices(question: Choice, sent: readonly string[]): FormAnswer | AnswerRefusal {
  const choices = question.options.map(({ id }) => id).filter((id) => sent.includes(id))
  if (choices.length === 0) return question.isRequired ? 'required' : nothing
  const most = question.kind === 'single' ? 1 : (question.most ?? choices.length)
  return choices.length > most ? 'too_many' : { choices, text: '' }
}

function refusalOf(question: Exclude<FormQuestion, Choice>, text: string): AnswerRefusal | null {
  switch (question.kind) {
    case 'text':
    case 'long_text':
      return [...text].length > question.longest ? 'too_long' : null
    case 'phone':
      return PHONE.test(text) ? null : 'no_phone'
    case 'date':
      if (!DAY.test(text) || Number.isNaN(Date.parse(text))) return 'no_day'
      if (question.from !== null && text < question.from) return 'too_early'
      return question.to !== null && text > question.to ? 'too_late' : null
    case 'number':
      if (!NUMBER.test(text)) return 'no_number'
      if (question.from !== null && Number(text) < question.from) return 'too_small'
      return question.to !== null && Number(text) > question.to ? 'too_large' : null
    case 'rating':
      return /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= question.steps
        ? null
        : 'no_number'
  }
}
