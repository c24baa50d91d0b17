import {
  FORM_LIMITS,
  type FormOption,
  type FormPlan,
  type FormQuestion,
} from '../../../contract/form.ts'

export type QuestionKind = FormQuestion['kind']

const KEY_CHARACTERS = 30

/** The short name that a title gives a question until somebody writes another. */
export function keyOf(title: string): string {
  return title
    .trim()
    .replace(/[？?：:。.！!]+$/, '')
    .slice(0, KEY_CHARACTERS)
}

/** A new question of a kind with what it mostly is; its id is not used in the plan yet. */
export function newQuestion(
  { questions }: Pick<FormPlan, 'questions'>,
  kind: QuestionKind,
): FormQuestion {
  const id = freeId(
    'q',
    questions.map((one) => one.id),
  )
  const base = {
    id,
    key: '',
    title: '',
    help: '',
    isRequired: true,
    need: null,
    trait: '',
    goTo: '',
  }
  switch (kind) {
    case 'single':
      return { ...base, kind, options: twoOptions() }
    case 'multiple':
      return { ...base, kind, options: twoOptions(), most: null }
    case 'text':
      return { ...base, kind, longest: 50 }
    case 'long_text':
      return { ...base, kind, longest: 500, wordTags: [] }
    case 'number':
      return { ...base, kind, from: null, to: null }
    case 'date':
      return { ...base, kind, from: null, to: null }
    case 'phone':
      return { ...base, kind, isRequired: false }
    case 'rating':
      return { ...base, kind, steps: 5 }
  }
}

/** A new option of a question; its id is not used there yet. */
export function newOption(options: readonly FormOption[]): FormOption {
  const id = freeId(
    'o',
    options.map((one) => one.id),
  )
  return { id, text: '', tagId: '', traitValue: '', score: 0, goTo: '' }
}

function twoOptions(): FormOption[] {
  const first = newOption([])
  return [first, newOption([first])]
}

function freeId(letter: string, taken: readonly string[]): string {
  let no = taken.length + 1
  while (taken.includes(`${letter}${no}`)) no += 1
  return `${letter}${no}`
}

export function canAdd({ questions }: Pick<FormPlan, 'questions'>): boolean {
  return questions.length < FORM_LIMITS.questions
}

export function insert(plan: FormPlan, question: FormQuestion, after: string | null): FormPlan {
  const at = plan.questions.findIndex(({ id }) => id === after)
  const place = at < 0 ? plan.questions.length : at + 1
  return { ...plan, questions: plan.questions.toSpliced(place, 0, question) }
}

export function change(plan: FormPlan, question: FormQuestion): FormPlan {
  const questions = plan.questions.map((one) => (one.id === question.id ? question : one))
  return { ...plan, questions }
}

/** Takes a question out; whatever led to it goes on with the next one. */
export function remove(plan: FormPlan, id: string): FormPlan {
  const left = plan.questions.filter((one) => one.id !== id)
  return { ...plan, questions: left.map((one) => withoutJumpsTo(one, id)) }
}

function withoutJumpsTo(question: FormQuestion, id: string): FormQuestion {
  const goTo = question.goTo === id ? '' : question.goTo
  if (question.kind !== 'single') return { ...question, goTo }
  const options = question.options.map((option) =>
    option.goTo === id ? { ...option, goTo: '' } : option,
  )
  return { ...question, goTo, options }
}

/** Moves a question to the place of another. */
export function moveTo(plan: FormPlan, id: string, place: number): FormPlan {
  const at = plan.questions.findIndex((one) => one.id === id)
  const moved = plan.questions[at]
  if (!moved || place < 0 || place >= plan.questions.length) return plan
  return { ...plan, questions: plan.questions.toSpliced(at, 1).toSpliced(place, 0, moved) }
}
