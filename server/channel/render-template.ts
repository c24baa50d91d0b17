import type { MessageContent } from '../../contract/delivery.ts'
import { fillTemplate, variablesOf } from '../../contract/sms-text.ts'
import { type Outcome, ok, type Refused, refused } from '../kernel/index.ts'
import { compile, type scopeOf } from './render.ts'

type Scope = ReturnType<typeof scopeOf>
type Trouble = 'missing_variable' | 'unrenderable'
/** A short message for one person: how it reads, and what stands in the gaps of its template. */
export type FilledTemplate = { text: string; params: Record<string, string> }

/** Makes an approved template ready to be filled for many; every gap needs a value. */
export function compileTemplate({
  text,
  sms,
}: MessageContent): Outcome<(scope: Scope) => Outcome<FilledTemplate, Trouble>, Trouble> {
  if (!sms) return refused('unrenderable', { detail: 'no template' })
  const gaps: { name: string; value: string; fill: ((scope: Scope) => Said) | null }[] = []
  for (const name of variablesOf(text)) {
    const value = sms.params[name] ?? ''
    const compiled = compile(value)
    if (value.trim() === '') return refused('missing_variable', { detail: name })
    if (!compiled.ok) return compiled
    gaps.push({ name, value, fill: compiled.value })
  }
  return ok((scope) => {
    const params: Record<string, string> = {}
    for (const { name, value, fill } of gaps) {
      const said = fill ? fill(scope) : ok(value)
      if (!said.ok) return said
      // Carriers allow no line break inside a gap.
      params[name] = said.value.replace(/\s+/g, ' ').trim()
    }
    return ok({ text: fillTemplate(text, params), params })
  })
}
type Said = { ok: true; value: string } | Refused<Trouble>
