import { ties } from '../../../contract/delivery.ts'
import { rfmClassNames } from '../../../contract/insight.ts'
import type { SegmentNode } from '../../../contract/segment.ts'
import type { Speech } from '../../../contract/segment-sentence.ts'
import { nodesOf, type SegmentFact, type SegmentNames } from '../../../contract/segment-view.ts'
import { type Say, useFormat, useLanguage, useText, useWhen } from '../../ui/index.ts'
import { useEventWord, useSourceWord } from '../customers/event-word.ts'
import { texts } from './text.ts'

/** How trees are told here: in the reader's language and currency, events by the words that timelines use. */
export function useSpeech(names: SegmentNames): Speech {
  const language = useLanguage()
  const { money } = useFormat()
  return { language, names, money: (minor) => money(minor) }
}

/** The tree as it is told: names of our own events and sources are put in words, since nobody reads 'order.paid'. */
export function useTold(): (tree: SegmentNode) => SegmentNode {
  const word = useEventWord()
  const source = useSourceWord()
  return function told(node): SegmentNode {
    if (node.kind === 'source') return { ...node, anyOf: node.anyOf.map(source) }
    if (node.kind === 'event') return { ...node, name: word(node.name) }
    if (node.kind === 'not') return { kind: 'not', of: told(node.of) }
    if (node.kind === 'all' || node.kind === 'any')
      return { kind: node.kind, of: node.of.map(told) }
    return node
  }
}

const FIFTHS = [1, 2, 3, 4, 5] as const

/** What was found about a person, in words: the fact on which a condition rests. */
export function useFactWord(): (fact: SegmentFact, of: SegmentNode) => string {
  const t = useText(texts)
  const format = useFormat()
  const when = useWhen()
  return (fact, of) => {
    // A fifth is a place among all customers, not a quantity: its number means nothing to anybody.
    const isFifth = of.kind === 'prediction' && of.test.of === 'ltv_fifth'
    const fifth = FIFTHS.find((one) => fact.kind === 'number' && one === fact.value)
    if (isFifth && fifth) return t('fact', { what: t(`fifth_${fifth}`) })
    switch (fact.kind) {
      case 'nothing':
        return t('fact_nothing')
      case 'number':
        return t('fact', {
          what: Number.isInteger(fact.value)
            ? format.count(fact.value)
            : format.decimal(fact.value),
        })
      case 'share':
        return t('fact', { what: format.percent(fact.value, 1) })
      case 'strength':
        return t('fact_strength', { what: format.count(fact.value) })
      case 'money':
        return t('fact', { what: format.money(fact.minor) })
      case 'instant':
        return t('fact', { what: when(fact.at) })
      case 'text':
        return t('fact', { what: isRfm(of) ? scoresOf(fact.text, t) : layerOf(fact.text, of, t) })
      default:
        return fact satisfies never
    }
  }
}

const SCORES = ['rfm_r', 'rfm_f', 'rfm_m'] as const

function isRfm(of: SegmentNode): boolean {
  return of.kind === 'prediction' && of.test.of === 'rfm'
}

/** A tie or a class is found as its name. */
function layerOf(text: string, of: SegmentNode, t: Say<typeof texts.keys>): string {
  if (of.kind !== 'prediction') return text
  if (of.test.of === 'tie') {
    const level = ties.find((one) => one === text)
    return level ? t(`tie_${level}`) : text
  }
  if (of.test.of !== 'rfm_class') return text
  const name = rfmClassNames.find((one) => one === text)
  return name ? t(`rfm_${name}`) : text
}

/** Three scores are found as three digits; each is told by its name. */
function scoresOf(digits: string, t: (key: (typeof SCORES)[number]) => string): string {
  return SCORES.map((score, at) => `${t(score)} ${digits[at] ?? '–'}`).join(' · ')
}

/** The node at every path. */
export function nodesByPath(tree: SegmentNode): ReadonlyMap<string, SegmentNode> {
  return new Map(nodesOf(tree).map(({ path, node }) => [path, node]))
}
