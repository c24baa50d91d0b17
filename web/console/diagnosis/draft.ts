import { z } from 'zod'
import { type FormAnswers, formAnswers } from '../../../contract/playbook.ts'
import { useKept } from '../../ui/index.ts'

/** What was answered so far; the category's prices are entered one by one. Amounts in minor units. */
export const draft = formAnswers.omit({ category: true }).partial().extend({
  categoryFrom: z.number().optional(),
  categoryTo: z.number().optional(),
})
export type Draft = z.infer<typeof draft>

export type StepProps = { draft: Draft; change: (change: Draft) => void }

/** The answers, kept on this device until they are sent. */
export function useDraft(): [Draft, (change: Draft) => void] {
  const [kept, keep] = useKept('diagnosis.draft', draft, {})
  return [kept, (change) => keep({ ...kept, ...change })]
}

/** The category's prices are both there and in order, or neither is. */
export function isCategoryWhole({ categoryFrom: from, categoryTo: to }: Draft): boolean {
  if (from === undefined && to === undefined) return true
  return from !== undefined && to !== undefined && from < to
}

/** The answers once every question has one; undefined before. */
export function answersOf(kept: Draft): FormAnswers | undefined {
  const { categoryFrom: from, categoryTo: to, ...rest } = kept
  const category = from !== undefined && to !== undefined ? { from, to } : null
  const parsed = formAnswers.safeParse({ ...rest, sells: rest.sells ?? '', category })
  return parsed.success ? parsed.data : undefined
}
