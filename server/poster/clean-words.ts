/** Characters that steer how text runs, or are nothing to be seen; the joiners of emoji stay. */
const STEERING =
  /[\p{Cc}\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu
const GAP = /\{\{\s*(\w+)\s*\}\}/g
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/** How many characters of a person's own name are drawn: a nickname may be anything. */
const WORD_MAX = 24

/** A line as it can be drawn: nothing in it turns the direction or hides. A line break stays one. */
export function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .split(/\r\n|\r|\n/)
    .map((line) => line.replaceAll(STEERING, ''))
    .join('\n')
}

/** Puts words into the gaps of a text. What is no word that we know stays as it is written; a word is never read for gaps again. */
export function filled(text: string, words: Readonly<Record<string, string>>): string {
  return cleanText(text).replaceAll(GAP, (gap, name: string) => {
    const word = Object.hasOwn(words, name) ? words[name] : undefined
    return word === undefined ? gap : shortened(cleanText(word).replaceAll('\n', ' '))
  })
}

function shortened(word: string): string {
  const all = charactersOf(word)
  return all.length <= WORD_MAX ? word : `${all.slice(0, WORD_MAX - 1).join('')}…`
}

/** What a reader takes for one character: a letter with its marks, a whole emoji. */
export function charactersOf(text: string): string[] {
  return [...graphemes.segment(text)].map(({ segment }) => segment)
}
