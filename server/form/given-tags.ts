import type { FormQuestion } from '../../contract/form.ts'
import { answerText, type FormAnswer } from '../../contract/form-answer.ts'
import { evidenceWeights } from '../../science/intensity.ts'
import { readId } from '../kernel/index.ts'

/** Characters of what somebody said that stand as the words of a tag. */
const QUOTE_CHARACTERS = 500

/** A tag that an answer gives: how much it counts, and what was said. */
export type GivenTag = { questionId: string; tagId: string; weight: number; quote: string }

/** The tags that an answer gives, each once. */
export function tagsOf(question: FormQuestion, answer: FormAnswer): GivenTag[] {
  const given = new Map<string, GivenTag>()
  for (const tag of allTagsOf(question, answer)) {
    const tagId = readId('tag', tag.tagId)
    if (tagId !== null && !given.has(tagId)) given.set(tagId, { ...tag, tagId })
  }
  return [...given.values()]
}

function allTagsOf(question: FormQuestion, answer: FormAnswer): GivenTag[] {
  const questionId = question.id
  if (question.kind === 'long_text')
    return question.wordTags.flatMap(({ tagId, words }) => {
      const sentence = sentenceWith(answer.text, words)
      if (sentence === null) return []
      const quote = quoted(question, sentence)
      return [{ questionId, tagId, weight: evidenceWeights.extracted, quote }]
    })
  if (question.kind !== 'single' && question.kind !== 'multiple') return []
  const quote = quoted(question, answerText(question, answer))
  return question.options
    .filter(({ id }) => answer.choices.includes(id))
    .map(({ tagId }) => ({ questionId, tagId, weight: evidenceWeights.form, quote }))
}

function quoted({ title }: FormQuestion, answer: string): string {
  return `${title} ${answer}`.slice(0, QUOTE_CHARACTERS)
}

/** What stands right before a word and turns it round. */
const DENIED = /(不|没|没有|无|非|未|不是|不太|不会|不怎么|并不|not|no|never)\s*$/i

/** The first sentence that says one of the words, as it was written; null: none. A word that is denied is not said. */
export function sentenceWith(text: string, words: readonly string[]): string | null {
  const wanted = words.map((word) => word.trim().toLowerCase()).filter((word) => word !== '')
  const sentences = text.match(/[^。！？!?；;，,\n]+[。！？!?；;，,]?/g) ?? []
  const found = sentences.find((sentence) => wanted.some((word) => isSaid(sentence, word)))
  return found?.replace(/[，,]$/, '').trim() ?? null
}

function isSaid(sentence: string, word: string): boolean {
  const at = sentence.toLowerCase().indexOf(word)
  return at >= 0 && !DENIED.test(sentence.slice(0, at))
}
