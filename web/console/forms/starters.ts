import { type FormPlan, needAspects } from '../../../contract/form.ts'
import { useText } from '../../ui/index.ts'
import { insert, keyOf, newQuestion } from './draft.ts'
import { texts } from './text.ts'

export const starters = ['needs', 'self', 'blank'] as const
export type Starter = (typeof starters)[number]

/** What a new form begins as, in the words of whoever makes it. */
export function useStarters(): (starter: Starter) => { name: string; plan: FormPlan } {
  const t = useText(texts)
  const blank: FormPlan = {
    title: '',
    intro: '',
    questions: [],
    thanks: { text: t('thanks_usual'), linkText: '', linkUrl: '' },
    isRepeatable: false,
    from: null,
    until: null,
    hosts: [],
  }
  const needs = (): FormPlan =>
    needAspects.reduce(
      (plan, need) => {
        const title = t(`needs_${need}`)
        const question = { ...newQuestion(plan, 'long_text'), title, key: t(`need_${need}`), need }
        return insert(plan, { ...question, isRequired: false }, null)
      },
      { ...blank, title: t('needs_title'), intro: t('needs_intro') },
    )
  const self = (): FormPlan => {
    const begun = { ...blank, title: t('self_title'), intro: t('self_intro') }
    const words = { ...newQuestion(begun, 'long_text'), title: t('self_words') }
    const one = insert(begun, { ...words, key: keyOf(t('self_words')) }, null)
    const call = { ...newQuestion(one, 'text'), title: t('self_call'), trait: 'name' }
    return insert(one, { ...call, key: keyOf(t('self_call')), isRequired: false }, null)
  }
  return (starter) => {
    if (starter === 'needs') return { name: t('needs_name'), plan: needs() }
    if (starter === 'self') return { name: t('self_name'), plan: self() }
    return { name: t('blank_name'), plan: blank }
  }
}
