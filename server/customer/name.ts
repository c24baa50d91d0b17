import { Converter } from 'opencc-js'
import { pinyin } from 'pinyin-pro'

const simplified = Converter({ from: 'tw', to: 'cn' })
const NAME_CHARACTERS_MAX = 64
const HAN = /\p{Script=Han}/u

/** Letters and digits only, simplified characters, lower case: what names and questions are compared in. */
export function plainName(text: string): string {
  const plain = simplified(text.normalize('NFKC').slice(0, NAME_CHARACTERS_MAX)).toLowerCase()
  return plain.replace(/[^\p{L}\p{N}]/gu, '')
}

/**
 * The words a name is found by: from each syllable on to its end, written as it is (晓芸), in pinyin (xiaoyun) and in
 * initials (xy). A search for the beginning of a word thus finds any part of the name that people would type.
 */
export function searchWords(name: string): string[] {
  const parts = syllables(name)
  const words = new Set<string>()
  for (let from = 0; from < parts.length; from++) {
    const rest = parts.slice(from)
    words.add(rest.map((part) => part.written).join(''))
    words.add(rest.map((part) => part.spoken).join(''))
    words.add(rest.map((part) => part.spoken.slice(0, 1)).join(''))
  }
  words.delete('')
  return [...words]
}

type Syllable = { written: string; spoken: string }

/** A character of Chinese is a syllable, a word of anything else too. The first one is read as a surname (单 is shàn). */
function syllables(name: string): Syllable[] {
  const text = simplified(name.normalize('NFKC').slice(0, NAME_CHARACTERS_MAX)).toLowerCase()
  const read = pinyin(text, {
    type: 'all',
    toneType: 'none',
    mode: 'surname',
    v: true,
    nonZh: 'consecutive',
  })
  return read.flatMap(({ origin, pinyin: spoken }): Syllable[] => {
    if (HAN.test(origin)) return [{ written: origin, spoken: spoken === '' ? origin : spoken }]
    return (origin.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => ({ written: word, spoken: word }))
  })
}
