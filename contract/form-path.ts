import { FORM_END, type FormPlan, type FormQuestion } from './form.ts'
import type { FormAnswers } from './form-answer.ts'

type Questions = Pick<FormPlan, 'questions'>

/**
 * The way through a form that some answers lead: every question that is reached, and whether the end is. It stops at the
 * first question that nobody has dealt with yet (one that may be left empty is dealt with once it was left).
 */
export function pathOf(
  { questions }: Questions,
  answers: FormAnswers,
): { path: FormQuestion[]; isAtEnd: boolean } {
  const path: FormQuestion[] = []
  let at = questions[0]
  // Jumps lead forward only, so the way is never longer than the form.
  while (at && path.length < questions.length) {
    path.push(at)
    if (!answers.has(at.id)) return { path, isAtEnd: false }
    at = following(questions, at, answers)
  }
  return { path, isAtEnd: true }
}

/** Where it would go on from the last question of a path if nothing jumps any more: what is left, for the progress. */
export function restOf({ questions }: Questions, last: FormQuestion, answers: FormAnswers): number {
  let count = 0
  let at = following(questions, last, answers)
  while (at && count < questions.length) {
    count++
    at = following(questions, at, answers)
  }
  return count
}

function following(
  questions: readonly FormQuestion[],
  from: FormQuestion,
  answers: FormAnswers,
): FormQuestion | undefined {
  const index = questions.findIndex(({ id }) => id === from.id)
  const goTo = jumpOf(from, answers) || from.goTo
  if (goTo === FORM_END) return undefined
  // A jump that leads nowhere, or back, is none.
  return questions.slice(index + 1).find(({ id }) => id === goTo) ?? questions[index + 1]
}

function jumpOf(question: FormQuestion, answers: FormAnswers): string {
  if (question.kind !== 'single') return ''
  const choices = answers.get(question.id)?.choices ?? []
  return question.options.find(({ id }) => choices.includes(id))?.goTo ?? ''
}

/** What the answers on a path add up to. */
export function scoreOf(path: readonly FormQuestion[], answers: FormAnswers): number {
  return path.reduce((sum, question) => {
    const answer = answers.get(question.id)
    if (!answer) return sum
    if (question.kind === 'rating') return sum + Number(answer.text || 0)
    if (question.kind !== 'single' && question.kind !== 'multiple') return sum
    const chosen = question.options.filter(({ id }) => answer.choices.includes(id))
    return sum + chosen.reduce((points, option) => points + option.score, 0)
  }, 0)
}
