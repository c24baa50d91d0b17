import { Refusal } from './host-refusal.ts'
import { type Word, wordsOf } from './host-words.ts'

/** Where rows of an insert go when the statement is plain enough for the engine's own bulk door. */
export type BulkTarget = { table: string; columns: string[] | null }

export type Statement = {
  /** Reads go to a session that can only read; everything else goes to the one that writes. */
  lane: 'read' | 'write'
  /** The statement without inline data. */
  sql: string
  /** The name after FORMAT, in whichever place the statement has it. */
  format: string | null
  /** The names of `{name:Type}`. */
  placeholders: string[]
  /** For `insert … format X`: the data that stood behind it in the same text, and the target if it is a plain one. */
  insert: { inline: string; target: BulkTarget | null } | null
}

const READS = new Set(['select', 'with', 'show', 'describe', 'desc', 'exists', 'explain', 'check'])

/** Each request is a session of its own on a server; here sessions are shared, so what would outlive the request is refused. */
const SESSION_WORDS = new Set(['set', 'use'])

/** Functions and engines that leave the database: files, networks, programs. */
const OUTSIDE = new Set(
  `file filecluster url urlcluster s3 s3cluster s3queue gcs oss cosn hdfs hdfscluster remote remotesecure mysql postgresql
   materializedpostgresql mongodb redis sqlite jdbc odbc executable executablepool python azureblobstorage
   azureblobstoragecluster azurequeue deltalake deltalakecluster deltalakes3 deltalakeazure deltalakelocal iceberg
   icebergs3 icebergazure icebergcluster icebergs3cluster icebergazurecluster iceberghdfs iceberglocal hudi hudicluster
   paimon paimons3 paimonazure paimonlocal hive ytsaurus kafka rabbitmq nats filelog arrowflight http https`
    .split(/\s+/)
    .filter((name) => name !== ''),
)

/**
 * Reads one statement: whether it reads or writes, its format, its placeholders. Refuses (by throwing a `Refusal`) more
 * than one statement, files, networks and programs. SQL comes from our own code, never from people; this is the second
 * wall behind `readonly = 1`, which does not stop INTO OUTFILE.
 */
export function readStatement(text: string): Statement {
  const words: Word[] = []
  let over = false
  for (const word of wordsOf(text)) {
    if (over) throw new Refusal(62, 'SYNTAX_ERROR', 'Multi-statements are not allowed.')
    if (word.kind === 'symbol' && word.text === ';') over = true
    else words.push(word)
    const format = insertFormat(words)
    if (format) return insertStatement(text, words, format)
  }
  const first = nameOf(words.find((word) => word.text !== '('))
  if (first === '') throw new Refusal(62, 'SYNTAX_ERROR', 'Empty query.')
  refuseOutside(words)
  if (SESSION_WORDS.has(first)) {
    throw new Refusal(344, 'SUPPORT_IS_DISABLED', `${first.toUpperCase()} has no effect here.`)
  }
  return {
    lane: READS.has(first) ? 'read' : 'write',
    sql: text.slice(words[0]?.at ?? 0, words.at(-1)?.end),
    format: lastFormat(words),
    placeholders: placeholdersOf(words),
    insert: null,
  }
}

/** `insert … format X`: what follows is data, not SQL, so the walk must stop here. */
function insertFormat(words: Word[]): string | null {
  const last = words.at(-1)
  if (nameOf(words[0]) !== 'insert' || nameOf(words.at(-2)) !== 'format') return null
  // `insert into format …` and `insert into t (format, …)` speak of a table and a column of that name.
  return words.length > 4 && last?.kind === 'name' ? last.text : null
}

function insertStatement(text: string, words: Word[], format: string): Statement {
  const selects = words.some((word) => ['select', 'with', 'values'].includes(nameOf(word)))
  refuseOutside(words)
  const end = words.at(-1)?.end ?? text.length
  return {
    lane: 'write',
    sql: text.slice(words[0]?.at ?? 0, end),
    format: selects ? format : null,
    placeholders: placeholdersOf(words),
    insert: selects ? null : { inline: text.slice(end).trimStart(), target: bulkTarget(words) },
  }
}

/** `insert into [table] a.b (c, d) format X`, all plain names; anything else goes to the engine as text. */
function bulkTarget(words: Word[]): BulkTarget | null {
  const head = words.slice(1, -2)
  if (nameOf(head[0]) !== 'into') return null
  const from = nameOf(head[1]) === 'table' ? 2 : 1
  const text = head
    .slice(from)
    .map((word) => (word.kind === 'string' ? "'" : word.text))
    .join(' ')
  const plain = /^(\w+(?: \. \w+)?)(?: \( (\w+(?: , \w+)*) \))?$/.exec(text)
  if (!plain?.[1]) return null
  return { table: plain[1].replaceAll(' ', ''), columns: plain[2]?.split(' , ') ?? null }
}

function refuseOutside(words: Word[]): void {
  for (const [at, word] of words.entries()) {
    const before = nameOf(words[at - 1])
    const name = nameOf(word)
    const called = words[at + 1]?.text === '(' && words[at + 1]?.kind === 'symbol'
    const engine = words[at - 1]?.text === '=' && nameOf(words[at - 2]) === 'engine'
    const isPath =
      (word.kind === 'string' || (word.kind === 'quoted' && word.text.includes('/'))) &&
      ['from', 'join', 'into'].includes(before)
    if ((OUTSIDE.has(name) && (called || engine || before === 'function')) || isPath) refuse(word)
    if ((name === 'outfile' && before === 'into') || (name === 'infile' && before === 'from')) {
      refuse(word)
    }
    if (name === 'dictionary' && ['create', 'replace', 'exists'].includes(before)) refuse(word)
    if (before === 'system' && ['shutdown', 'kill'].includes(name)) refuse(word)
  }
}

function refuse(word: Word): never {
  throw new Refusal(
    497,
    'ACCESS_DENIED',
    `Not allowed here: ${word.text}. The embedded engine reads and writes its own tables only.`,
  )
}

function lastFormat(words: Word[]): string | null {
  const at = words.findLastIndex((word) => nameOf(word) === 'format')
  const name = words[at + 1]
  return at > 0 && name?.kind === 'name' && words[at + 2]?.text !== '(' ? name.text : null
}

function placeholdersOf(words: Word[]): string[] {
  return words.flatMap((word, at) => {
    const name = words[at + 1]
    const opens = word.kind === 'symbol' && word.text === '{' && words[at + 2]?.text === ':'
    return opens && name?.kind === 'name' ? [name.text] : []
  })
}

function nameOf(word: Word | undefined): string {
  return word?.kind === 'name' || word?.kind === 'quoted' ? word.text.toLowerCase() : ''
}
