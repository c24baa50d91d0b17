/** A word of SQL. Quoted identifiers come unquoted; comments and white space are left out. */
export type Word = {
  kind: 'name' | 'quoted' | 'string' | 'number' | 'symbol'
  text: string
  /** Where it begins and where it ends (exclusive) in the SQL. */
  at: number
  end: number
}

const SPACE = /\s+/y
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y
const NUMBER = /[0-9][A-Za-z0-9_.]*/y
const HEREDOC = /\$[A-Za-z0-9_]*\$/y
const BLANK: Word = { kind: 'symbol', text: '', at: 0, end: 0 }

/**
 * Walks over the words of a ClickHouse statement. It is a lexer, not a parser: enough to tell a read from a write, to
 * find `{name:Type}` and to refuse what leaves the database, without being fooled by strings and comments.
 */
export function* wordsOf(sql: string): Generator<Word> {
  let at = 0
  while (at < sql.length) {
    const blank = skipBlank(sql, at)
    if (blank > at) {
      at = blank
      continue
    }
    const word = wordAt(sql, at)
    yield word
    at = word.end
  }
}

function skipBlank(sql: string, at: number): number {
  const space = match(SPACE, sql, at)
  if (space) return at + space.length
  const two = sql.slice(at, at + 2)
  if (two === '--' || two === '# ' || two === '#!') return endOf(sql, '\n', at)
  if (two === '/*') return endOf(sql, '*/', at + 2)
  return at
}

function wordAt(sql: string, at: number): Word {
  const name = match(NAME, sql, at)
  if (name) return { ...BLANK, kind: 'name', text: name, at, end: at + name.length }
  const number = match(NUMBER, sql, at)
  if (number) return { ...BLANK, kind: 'number', text: number, at, end: at + number.length }
  const tag = match(HEREDOC, sql, at)
  if (tag) {
    const end = endOf(sql, tag, at + tag.length)
    return { kind: 'string', text: sql.slice(at, end), at, end }
  }
  const first = sql.charAt(at)
  if (first === "'" || first === '"' || first === '`') {
    const end = endOfQuote(sql, first, at)
    const text = sql.slice(at + 1, end - 1)
    return { kind: first === "'" ? 'string' : 'quoted', text, at, end }
  }
  return { kind: 'symbol', text: first, at, end: at + 1 }
}

/** The end of a quoted stretch: a backslash takes the next character along, a doubled quote stands for one. */
function endOfQuote(sql: string, quote: string, at: number): number {
  let here = at + 1
  while (here < sql.length) {
    const char = sql.charAt(here)
    if (char === '\\') here += 2
    else if (char !== quote) here += 1
    else if (sql.charAt(here + 1) === quote) here += 2
    else return here + 1
  }
  return sql.length
}

function endOf(sql: string, mark: string, from: number): number {
  const found = sql.indexOf(mark, from)
  return found < 0 ? sql.length : found + mark.length
}

function match(pattern: RegExp, sql: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(sql)?.[0]
}
