import { FORM_END, type FormPlan, type FormQuestion } from './form.ts'

/** What has to be mended before a form can be published. */
export const formProblemCodes = [
  'no_title',
  'no_questions',
  'no_question_title',
  'no_key',
  'key_twice',
  'key_taken',
  'id_twice',
  'few_options',
  'no_option_text',
  'option_twice',
  'jump_back',
  'bounds',
  'unreachable',
  'days',
  'bad_link',
  'link_text',
  // Only where tags are known: one of them is not there.
  'tag_gone',
] as const
export type FormProblem = {
  code: (typeof formProblemCodes)[number]
  /** Of which question; empty: of the whole. */
  question: string
}

/** Names under which an answered form tells of itself: no question may have one of them. */
export const formProps = ['form', 'form_id', 'response_id', 'score', 'version', 'seconds'] as const

export function formProblems(plan: FormPlan): FormProblem[] {
  const whole = wholeProblems(plan).map((code) => ({ code, question: '' }))
  const reached = reachable(plan.questions)
  const each = plan.questions.flatMap((question, index) =>
    [
      ...questionProblems(question),
      ...sharedProblems(plan.questions, question, index),
      ...(reached.has(question.id) ? [] : (['unreachable'] as const)),
    ].map((code) => ({ code, question: question.id })),
  )
  return [...whole, ...each]
}

type Code = FormProblem['code']

function wholeProblems({ title, questions, thanks, from, until }: FormPlan): Code[] {
  const found: Code[] = []
  if (title.trim() === '') found.push('no_title')
  if (questions.length === 0) found.push('no_questions')
  if (from !== null && until !== null && from > until) found.push('days')
  if (thanks.linkUrl !== '' && !isAddress(thanks.linkUrl)) found.push('bad_link')
  if (thanks.linkUrl !== '' && thanks.linkText.trim() === '') found.push('link_text')
  return found
}

function questionProblems(question: FormQuestion): Code[] {
  const found: Code[] = []
  const key = question.key.trim()
  if (question.title.trim() === '') found.push('no_question_title')
  if (key === '') found.push('no_key')
  if (formProps.some((taken) => taken === key)) found.push('key_taken')
  if (question.kind === 'single' || question.kind === 'multiple') {
    const texts = question.options.map(({ text }) => text.trim())
    if (texts.length < 2) found.push('few_options')
    if (texts.includes('')) found.push('no_option_text')
    if (new Set(texts).size < texts.length) found.push('option_twice')
    if (isRepeated(question.options.map(({ id }) => id))) found.push('id_twice')
  }
  if (question.kind === 'number' || question.kind === 'date')
    if (question.from !== null && question.to !== null && question.from > question.to)
      found.push('bounds')
  return found
}

function sharedProblems(
  questions: readonly FormQuestion[],
  question: FormQuestion,
  index: number,
): Code[] {
  const found: Code[] = []
  const others = questions.filter((_, at) => at !== index)
  if (question.key.trim() !== '' && others.some(({ key }) => key.trim() === question.key.trim()))
    found.push('key_twice')
  if (question.id === FORM_END || others.some(({ id }) => id === question.id))
    found.push('id_twice')
  const later = new Set([...questions.slice(index + 1).map(({ id }) => id), FORM_END, ''])
  if (jumpsOf(question).some((goTo) => !later.has(goTo))) found.push('jump_back')
  return found
}

/** Questions that some way through the form leads to. */
function reachable(questions: readonly FormQuestion[]): Set<string> {
  const reached = new Set(questions.slice(0, 1).map(({ id }) => id))
  questions.forEach((question, index) => {
    if (!reached.has(question.id)) return
    const next = questions[index + 1]
    for (const goTo of jumpsOf(question)) {
      if (goTo !== '') reached.add(goTo)
      else if (question.goTo !== '') reached.add(question.goTo)
      else if (next) reached.add(next.id)
    }
  })
  return reached
}

/** Where a question may lead. What may be left empty, or chosen several times over, follows its own line. */
function jumpsOf(question: FormQuestion): string[] {
  if (question.kind !== 'single') return [question.goTo]
  const chosen = question.options.map(({ goTo }) => goTo)
  return question.isRequired && chosen.length > 0 ? chosen : [...chosen, question.goTo]
}

function isRepeated(ids: readonly string[]): boolean {
  return new Set(ids).size < ids.length
}

function isAddress(url: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(url) && URL.canParse(url)
}
