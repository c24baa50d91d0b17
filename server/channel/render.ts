import { Liquid, LiquidError } from 'liquidjs'
import { type Outcome, ok, refused } from '../kernel/index.ts'

/**
 * Bounds of one message: characters of the template, loop rounds, milliseconds, units of memory. With them no template
 * that was tried took longer than a fifth of a second; without them a range of 200 million ended the process.
 */
const PARSE_CHARACTERS_MAX = 4_000
const RENDER_MS_MAX = 100
const MEMORY_MAX = 100_000
const RESULT_CHARACTERS_MAX = 4_000

const engine = new Liquid({
  ownPropertyOnly: true,
  strictFilters: true,
  strictVariables: true,
  lenientIf: true,
  parseLimit: PARSE_CHARACTERS_MAX,
  renderLimit: RENDER_MS_MAX,
  memoryLimit: MEMORY_MAX,
  // No files, and nothing of the machine's.
  templates: {},
  relativeReference: false,
})

/** What a message may name. Values that are not known are left out, so that a fallback can step in. */
type Scope = { customer: Record<string, string | number | boolean> }

/** What is known of a customer as a message may name it: single values only, and none that are empty. */
export function scopeOf(words: Record<string, unknown>): Scope {
  const known = Object.entries(words).filter(
    (entry): entry is [string, string | number | boolean] =>
      (typeof entry[1] === 'string' && entry[1] !== '') ||
      typeof entry[1] === 'number' ||
      typeof entry[1] === 'boolean',
  )
  return { customer: Object.fromEntries(known) }
}

/** Whether a text holds variables at all; most do not, and are the same for everybody. */
function isTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%')
}

type Fill = (scope: Scope) => Outcome<string, 'missing_variable' | 'unrenderable'>

/** Makes a text ready to be filled for many; null when it is the same for everybody. */
export function compile(text: string): Outcome<Fill | null, 'unrenderable'> {
  if (!isTemplate(text)) return ok(null)
  try {
    const template = engine.parse(text)
    return ok((scope) => fill(template, scope))
  } catch (error) {
    return refused('unrenderable', { detail: wordsOf(error) })
  }
}

function fill(
  template: ReturnType<Liquid['parse']>,
  scope: Scope,
): Outcome<string, 'missing_variable' | 'unrenderable'> {
  try {
    const text: unknown = engine.renderSync(template, scope)
    const words = typeof text === 'string' ? text.trim() : ''
    if (words === '' || words.length > RESULT_CHARACTERS_MAX)
      return refused('unrenderable', { characters: words.length })
    return ok(words)
  } catch (error) {
    const isMissing = error instanceof LiquidError && error.name === 'UndefinedVariableError'
    return refused(isMissing ? 'missing_variable' : 'unrenderable', { detail: wordsOf(error) })
  }
}

function wordsOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return (text.split('\n')[0] ?? '').slice(0, 200)
}
