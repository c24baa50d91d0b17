/** A piece of a line: plain words, strong words, or a link. */
export type Words =
  | { kind: 'plain'; text: string }
  | { kind: 'strong'; text: string }
  | { kind: 'link'; text: string; url: string }

export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; words: Words[] }
  | { kind: 'list'; items: Words[][] }
  | { kind: 'quote'; words: Words[] }
  /** Pictures in lines of their own that follow each other stand beside each other: before and after. */
  | { kind: 'pictures'; pictures: { url: string; about: string }[] }

/** From one heading to the next; the first has no title where the article begins without one. */
export type Section = { title: string; blocks: Block[] }

/** An article is read by sections: more of them than this tell nobody anything. */
export const SECTIONS_MAX = 40
const HEADING = /^#{1,3}\s+(.+)$/
const ITEM = /^[-*]\s+(.+)$/
const QUOTE = /^>\s?(.*)$/
const PICTURE = /^!\[([^\]]{0,100})\]\((https:\/\/[^\s()]{1,1000})\)$/
const INLINE = /\*\*([^*]{1,500})\*\*|\[([^\]]{1,200})\]\((https?:\/\/[^\s()]{1,1000})\)/g

/**
 * Reads the words of an article: `# heading`, `- item`, `> quote`, `![about](https://picture)` each in a line of its own,
 * `**strong**` and `[words](https://link)` within a line, everything else a paragraph. Nothing of it is ever HTML: what is none
 * of these stays the words that it is.
 */
export function readArticle(text: string): Section[] {
  const sections: Section[] = [{ title: '', blocks: [] }]
  for (const block of blocksOf(text)) {
    if (block.kind === 'heading' && sections.length < SECTIONS_MAX)
      sections.push({ title: block.text, blocks: [] })
    else sections.at(-1)?.blocks.push(block)
  }
  const [first, ...rest] = sections
  return first && first.blocks.length === 0 && rest.length > 0 ? rest : sections
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  let open = false
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim()
    const last = open ? blocks.at(-1) : undefined
    open = line !== ''
    if (line === '') continue
    const block = blockOf(line)
    if (last && joins(last, block)) continue
    blocks.push(block)
  }
  return blocks
}

function blockOf(line: string): Block {
  const [, heading] = HEADING.exec(line) ?? []
  if (heading !== undefined) return { kind: 'heading', text: heading }
  const [, item] = ITEM.exec(line) ?? []
  if (item !== undefined) return { kind: 'list', items: [wordsOf(item)] }
  const [, quote] = QUOTE.exec(line) ?? []
  if (quote !== undefined) return { kind: 'quote', words: wordsOf(quote) }
  const [, about, url] = PICTURE.exec(line) ?? []
  if (about !== undefined && url !== undefined)
    return { kind: 'pictures', pictures: [{ url, about }] }
  return { kind: 'paragraph', words: wordsOf(line) }
}

/** Lines that follow each other belong together. @returns whether the block went into the one before it. */
function joins(last: Block, block: Block): boolean {
  if (last.kind === 'list' && block.kind === 'list') last.items.push(...block.items)
  else if (last.kind === 'pictures' && block.kind === 'pictures')
    last.pictures.push(...block.pictures)
  else if (
    (last.kind === 'paragraph' && block.kind === 'paragraph') ||
    (last.kind === 'quote' && block.kind === 'quote')
  )
    last.words.push({ kind: 'plain', text: '\n' }, ...block.words)
  else return false
  return true
}

function wordsOf(line: string): Words[] {
  const words: Words[] = []
  let at = 0
  for (const found of line.matchAll(INLINE)) {
    const [whole, strong, text, url] = found
    if (found.index > at) words.push({ kind: 'plain', text: line.slice(at, found.index) })
    if (strong !== undefined) words.push({ kind: 'strong', text: strong })
    else if (text !== undefined && url !== undefined) words.push({ kind: 'link', text, url })
    at = found.index + whole.length
  }
  if (at < line.length) words.push({ kind: 'plain', text: line.slice(at) })
  return words
}

/** Characters that somebody reads: without marks, addresses and spaces. */
export function readableCharacters(sections: readonly Section[]): number {
  const said = sections.map(({ title, blocks }) => title + blocks.map(saidIn).join(''))
  return [...said.join('').replace(/\s/g, '')].length
}

function saidIn(block: Block): string {
  const text = (words: readonly Words[]) => words.map((one) => one.text).join('')
  switch (block.kind) {
    case 'heading':
      return block.text
    case 'list':
      return block.items.map(text).join('')
    case 'pictures':
      return block.pictures.map(({ about }) => about).join('')
    case 'paragraph':
    case 'quote':
      return text(block.words)
  }
}
