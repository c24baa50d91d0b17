import { z } from 'zod'
import { errors, errorText } from '../../contract/errors.ts'
import { Problem } from '../kernel/index.ts'

const codes = Object.keys(errors).filter((code): code is keyof typeof errors => code in errors)
const told = z.object({
  code: z.enum(codes),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})

/** Why an event failed, as it is kept: a problem by its code, so that it can be told in the reader's language. */
export function keptError(error: unknown): string {
  if (!(error instanceof Problem)) return String(error)
  const { code, params } = error
  return JSON.stringify({ code, params })
}

/** The same for the person who decides; what has no words of its own stays as it is. */
export function errorWords(kept: string, language: 'zh' | 'en'): string {
  const read = told.safeParse(jsonOf(kept))
  return read.success ? errorText(read.data.code, language, read.data.params) : kept
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
