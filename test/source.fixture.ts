import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { parseSync } from 'vite'
import { home } from '../server/kernel/index.ts'

const SKIPPED = new Set([
  'node_modules',
  'dist',
  'data',
  '.git',
  '.cache',
  'coverage',
  'test-results',
])

/** Paths of the repository's files from its root, with `/`, that end in one of `endings`. */
export function filesOf(...endings: string[]): string[] {
  return readdirSync(home, { withFileTypes: true })
    .filter((entry) => !SKIPPED.has(entry.name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? readdirSync(join(home, entry.name), { recursive: true, encoding: 'utf8' }).map((file) =>
            join(entry.name, file),
          )
        : [entry.name],
    )
    .map((file) => file.split(sep).join('/'))
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .sort()
}

export function textOf(file: string): string {
  return readFileSync(join(home, file), 'utf8')
}

/** The number of the line, from 1, on which the character `at` of the text stands. */
export function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length
}

/** A node of the syntax tree (ESTree with TypeScript), as far as it is known without looking. */
export type Node = { type: string; start: number; [field: string]: unknown }

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

const trees = new Map<string, Node[]>()

/** Every node of a source file, parents before children. @throws Error when it does not parse. */
export function nodesOf(file: string): Node[] {
  const known = trees.get(file)
  if (known) return known
  const { program, errors } = parseSync(file, textOf(file))
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message}`)
  const nodes: Node[] = []
  walk(program, nodes)
  trees.set(file, nodes)
  return nodes
}

function walk(value: unknown, into: Node[]): void {
  if (Array.isArray(value)) for (const item of value) walk(item, into)
  if (!isNode(value)) return
  into.push(value)
  for (const [field, child] of Object.entries(value)) if (field !== 'parent') walk(child, into)
}

/** A field of a node that is a node itself. */
export function child(node: Node, field: string): Node | null {
  const value = node[field]
  return isNode(value) ? value : null
}

/** The name of an identifier, the value of a string, '' for anything else. */
export function nameOf(node: Node | null): string {
  const name = node?.name ?? node?.value
  return typeof name === 'string' ? name : ''
}

export type Import = { file: string; line: number; given: string; to: string | null }

/** What a file imports and exports on, static or not. `to` is the path from the root, null for a package. */
export function importsOf(file: string): Import[] {
  return nodesOf(file).flatMap((node) => {
    if (!/^(Import(Declaration|Expression)|Export(Named|All)Declaration)$/.test(node.type))
      return []
    const given = nameOf(child(node, 'source'))
    if (given === '') return []
    const to = given.startsWith('.')
      ? relative(home, resolve(home, dirname(file), given))
          .split(sep)
          .join('/')
      : null
    return [{ file, line: lineAt(textOf(file), node.start), given, to }]
  })
}

/** Every text in a file: strings, and templates with `§` for what is filled in. */
export function textsIn(file: string): { text: string; line: number }[] {
  return nodesOf(file).flatMap((node) => {
    const text = textOfNode(node)
    return text === null ? [] : [{ text, line: lineAt(textOf(file), node.start) }]
  })
}

/** The text of a string or template; null for any other node. */
export function textOfNode(node: Node): string | null {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node.quasis)) return null
  return node.quasis.map((part) => part?.value?.raw ?? '').join('§')
}

/** Test files and what only they use. */
export function isTest(file: string): boolean {
  return /(\.test\.tsx?|\.fixture\.ts)$/.test(file) || file.startsWith('test/')
}
