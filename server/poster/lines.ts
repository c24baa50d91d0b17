import { charactersOf } from './clean-words.ts'

/** What may not stand first in a line (标点避头); a line that is full takes it along. */
const NOT_FIRST = /^[，。！？；：、）》」』”’】〉…—,.!?;:)\]}%]/
/** Of words of letters and figures, which are broken only where they do not fit into a line of their own. */
const OF_WORD = /^[\p{Script=Latin}\p{N}@#'&_.-]/u

/**
 * Breaks a text into lines. Chinese breaks between any two characters but before closing marks, Latin words stay whole.
 * @param measure the width of a piece, in pixels. @param most more lines than this are cut, with an ellipsis at the end.
 */
export function linesOf(
  text: string,
  { width, most, measure }: { width: number; most: number; measure: (piece: string) => number },
): string[] {
  const lines = text.split('\n').flatMap((one) => linesOfOne(one, width, measure))
  if (lines.length <= most) return lines
  const kept = lines.slice(0, most)
  const last = charactersOf(kept[most - 1] ?? '')
  while (last.length > 0 && measure(`${last.join('')}…`) > width) last.pop()
  return [...kept.slice(0, -1), `${last.join('')}…`]
}

function linesOfOne(text: string, width: number, measure: (piece: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of piecesOf(text, width, measure)) {
    if (line === '' && lines.length > 0 && /^\s+$/.test(piece)) continue
    if (line === '' || measure(line + piece) <= width || NOT_FIRST.test(piece)) {
      line += piece
      continue
    }
    lines.push(line.trimEnd())
    line = piece.trimStart()
  }
  return [...lines, line]
}

function piecesOf(text: string, width: number, measure: (piece: string) => number): string[] {
  const pieces: string[] = []
  let word = ''
  for (const one of charactersOf(text)) {
    if (OF_WORD.test(one)) {
      word += one
      continue
    }
    pieces.push(...wholeOrBroken(word, width, measure), one)
    word = ''
  }
  return [...pieces, ...wholeOrBroken(word, width, measure)]
}

function wholeOrBroken(
  word: string,
  width: number,
  measure: (piece: string) => number,
): readonly string[] {
  if (word === '') return []
  return measure(word) <= width ? [word] : charactersOf(word)
}
