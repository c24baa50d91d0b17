import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { errors } from '../contract/errors.ts'
import { home } from '../server/kernel/index.ts'
import {
  child,
  filesOf,
  isNode,
  isTest,
  lineAt,
  type Node,
  nameOf,
  nodesOf,
  textOf,
  textOfNode,
  textsIn,
} from './source.fixture.ts'

const typed = filesOf('.ts', '.tsx')
const sources = [...typed, ...filesOf('.js', '.css')]
const LINES_MAX = 400

/** `file:line what` for every node of the files that `judge` has something to say about. */
function found(files: string[], judge: (node: Node, file: string) => string | null): string[] {
  return files.flatMap((file) =>
    nodesOf(file).flatMap((node) => {
      const what = judge(node, file)
      return what === null ? [] : [`${file}:${lineAt(textOf(file), node.start)} ${what}`]
    }),
  )
}

/**
 * Where time, chance, environment and console may be reached for directly, and why.
 * Tests and fixtures may as well: they are the outside world of what they test.
 */
const OUTSIDE: Record<string, string> = {
  'server/kernel/': 'the one place of the server that touches the machine',
  'web/': 'a browser is the reader’s machine: its clock tells “today” and “3 minutes ago”',
  'sandbox/machine.ts':
    'the sandbox is a program of its own; this file is all that it touches of the machine',
  'bench/': 'a benchmark is a program of its own that prints its table',
}

const FORBIDDEN = new Map([
  ['Date.now', 'Date.now: take a Clock'],
  ['Math.random', 'Math.random: take a Chance'],
  ['process.env', 'process.env: take a Config'],
])

test('time, chance, environment and console come in as arguments', () => {
  const inside = typed.filter(
    (file) => !isTest(file) && !Object.keys(OUTSIDE).some((place) => file.startsWith(place)),
  )
  const broken = found(inside, (node) => {
    if (node.type === 'MemberExpression') {
      const object = nameOf(child(node, 'object'))
      if (object === 'console') return 'console: take a Log or a print function'
      return FORBIDDEN.get(`${object}.${nameOf(child(node, 'property'))}`) ?? null
    }
    const isBareDate =
      node.type === 'NewExpression' &&
      nameOf(child(node, 'callee')) === 'Date' &&
      Array.isArray(node.arguments) &&
      node.arguments.length === 0
    return isBareDate ? 'new Date(): take a Clock' : null
  })
  expect(broken).toEqual([])
})

test('each advisory lock of ours has a first key of its own', () => {
  const keys = typed.flatMap((file) =>
    isTest(file)
      ? []
      : [...textOf(file).matchAll(/ (\w*LOCK) = ([\d_]+)\n/g)].map(([, name, key]) => ({
          name: `${file} ${name}`,
          key,
        })),
  )
  expect(keys.length).toBeGreaterThan(4)
  const shared = keys.filter(({ key }, i) => keys.findIndex((other) => other.key === key) < i)
  expect(shared).toEqual([])
})

test('no type is silenced: no any, no assertion besides as const, no !', () => {
  const broken = found(typed, (node) => {
    if (node.type === 'TSAnyKeyword') return 'any'
    if (node.type === 'TSNonNullExpression') return '!'
    if (node.type === 'TSTypeAssertion') return 'a type assertion'
    if (node.type !== 'TSAsExpression') return null
    const type = child(node, 'typeAnnotation')
    return type && nameOf(child(type, 'typeName')) === 'const' ? null : 'as'
  })
  expect(broken).toEqual([])
})

/** A property may be called by a word of the data (肤质, 元): that is a value, not a name of ours. */
test('names in code are in English', () => {
  const broken = found(
    sources.filter((file) => !file.endsWith('.css')),
    (node) => {
      const named = child(node, 'id') ?? child(node, 'local')
      const names = [named, ...(Array.isArray(node.params) ? node.params.filter(isNode) : [])].map(
        nameOf,
      )
      return names.find((name) => /\p{Script=Han}/u.test(name)) ?? null
    },
  )
  expect(broken).toEqual([])
})

test('no file is named for nothing in particular', () => {
  const vague = /(^|\/)(utils?|helpers?|common|types?|services?|managers?)(\/|\.[a-z.]+$)/i
  expect([...sources, ...filesOf('.sql', '.md')].filter((file) => vague.test(file))).toEqual([])
})

test(`a file fits in ${LINES_MAX} lines`, () => {
  const long = sources
    .map((file) => ({ file, lines: textOf(file).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > LINES_MAX)
    .map(({ file, lines }) => `${file} has ${lines} lines`)
  expect(long).toEqual([])
})

/** SQL in the server's files: texts that begin like a statement, comments left out. */
function statementsIn(file: string): { text: string; line: number }[] {
  const isSql = /^\s*(--.*\n\s*)*(select|insert|update|delete|with|create|alter|drop|merge)\b/i
  return textsIn(file)
    .filter(({ text }) => isSql.test(text))
    .map(({ text, line }) => ({ line, text: text.replace(/--.*$/gm, '') }))
}

/** Leases measure time by the database's own clock, by design; the doctor compares that clock with ours. */
const MAY_SAY_NOW = /^server\/(queue\/lease|app\/doctor)\.ts$/

test('SQL names its columns and is given the instant', () => {
  const written = [
    ...typed
      .filter((file) => file.startsWith('server/') && !isTest(file))
      .flatMap((file) => statementsIn(file).map((statement) => ({ file, ...statement }))),
    ...filesOf('.sql')
      .filter((file) => !file.includes('.golden.'))
      .map((file) => ({ file, line: 1, text: textOf(file).replace(/--.*$/gm, '') })),
  ]
  expect(written.length).toBeGreaterThan(50)
  const broken = written.flatMap(({ file, line, text }) => [
    ...(/\bselect\s+(\w+\.)?\*/i.test(text) ? [`${file}:${line} select *`] : []),
    ...(/\b(now|now64|clock_timestamp|statement_timestamp)\s*\(|\bcurrent_(timestamp|date)\b/i.test(
      text,
    ) && !MAY_SAY_NOW.test(file)
      ? [`${file}:${line} asks for the present: give it the instant`]
      : []),
  ])
  expect(broken).toEqual([])
})

/** Name → text of the object literal that a constant of the file's top level holds; names of nested ones with dots. */
function constantTexts(file: string, constant: string): Map<string, string> | null {
  const declared = nodesOf(file).find(
    (node) => node.type === 'VariableDeclarator' && nameOf(child(node, 'id')) === constant,
  )
  const object = declared && literalOf(child(declared, 'init'))
  return object ? new Map(entriesOf(object, '')) : null
}

/** The object behind `{…} as const`, `satisfies` and a call around it. */
function literalOf(node: Node | null): Node | null {
  if (!node || node.type === 'ObjectExpression') return node
  const inner = child(node, 'expression')
  if (inner) return literalOf(inner)
  const [first] = Array.isArray(node.arguments) ? node.arguments : []
  return isNode(first) ? literalOf(first) : null
}

function entriesOf(object: Node, prefix: string): [string, string][] {
  const properties = Array.isArray(object.properties) ? object.properties.filter(isNode) : []
  return properties.flatMap((property): [string, string][] => {
    const name = `${prefix}${nameOf(child(property, 'key'))}`
    const value = child(property, 'value')
    if (value?.type === 'ObjectExpression') {
      const inner = entriesOf(value, `${name}.`)
      // A text that English needs for one and for many, where Chinese has one: `{ one, other }`.
      const plural = inner.find(([key]) => key === `${name}.other`)
      return plural ? [[name, plural[1]]] : inner
    }
    return [[name, (value && textOfNode(value)) ?? '']]
  })
}

/** `{{name}}` or `{name}`; a plural or another order is the language's own affair. */
function placeholdersOf(text: string): string {
  return [...new Set(text.match(/\{+\w+\}+/g) ?? [])].sort().join(' ')
}

/** A list of so many rows that are locked, as the members of a set or as a table to join. */
const LOCKED_LIST =
  /(?<!array|materialized |= )\(\s*select\b(?:(?!\bselect\b)[^`])*?\blimit\b(?:(?!\bselect\b)[^`])*?\bskip locked\s*\)/

// Such a list may be read again for each row that it is compared with, and each reading locks others: 130 were taken where a
// hundred was the most, 20 where eight were. `= any(array(select …))` and `with … as materialized` are read once.
test('what takes some of many rows reads once which', () => {
  const files = typed.filter((file) => file.startsWith('server/') && !isTest(file))
  expect(files.filter((file) => LOCKED_LIST.test(textOf(file)))).toEqual([])
})

test('Chinese and English texts have the same names and the same placeholders', () => {
  const files = [...typed, 'scripts/words.js'].filter((file) =>
    /(^|[/-])(text|words)\.(ts|js)$/.test(file),
  )
  expect(files.length).toBeGreaterThan(5)
  const broken = files.flatMap((file) => {
    const zh = constantTexts(file, 'zh')
    const en = constantTexts(file, 'en')
    if (!zh || !en) return zh === en ? [] : [`${file} has one language only`]
    const names = [...new Set([...zh.keys(), ...en.keys()])]
    return names.flatMap((name) => {
      if (!zh.has(name) || !en.has(name))
        return [`${file} ${name} is missing in ${zh.has(name) ? 'en' : 'zh'}`]
      const [here, there] = [zh.get(name) ?? '', en.get(name) ?? ''].map(placeholdersOf)
      return here === there ? [] : [`${file} ${name}: ${here} in zh, ${there} in en`]
    })
  })
  expect(broken).toEqual([])
})

test('every error has a text in both languages with the same placeholders', () => {
  const broken = Object.entries(errors)
    .filter(([, { zh, en }]) => !zh || !en || placeholdersOf(zh) !== placeholdersOf(en))
    .map(([code]) => `contract/errors.ts ${code}`)
  expect(broken).toEqual([])
})

test('links in the documents lead somewhere', () => {
  const broken = filesOf('.md').flatMap((file) => {
    const prose = textOf(file).replace(/```[\s\S]*?```/g, '')
    return [...prose.matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)[^)]*\)/g)]
      .filter(([, to = '']) => !existsSync(join(home, dirname(file), decodeURI(to))))
      .map(([, to]) => `${file} → ${to}`)
  })
  expect(broken).toEqual([])
})

test('nothing names a path of one machine', () => {
  const places = ['home', 'Users', 'work'].map((name) => `/${name}/[a-z]`)
  const machine = new RegExp(`(?<![\\w.:/*-])(${places.join('|')})`)
  const broken = [...sources, ...filesOf('.md', '.sql', '.json', '.html')]
    .filter((file) => file !== 'package-lock.json')
    .flatMap((file) =>
      textOf(file)
        .split('\n')
        .flatMap((line, i) =>
          machine.test(line) ? [`${file}:${i + 1} ${line.trim().slice(0, 80)}`] : [],
        ),
    )
  expect(broken).toEqual([])
})
