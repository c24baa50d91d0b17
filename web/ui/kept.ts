import { useState } from 'react'
import type { z } from 'zod'

/** A setting of this device: read once from local storage, parsed (a broken one is the default), written on change. */
export function useKept<T extends z.ZodType>(
  name: string,
  schema: T,
  fallback: z.infer<T>,
): [z.infer<T>, (next: z.infer<T>) => void] {
  const [value, setValue] = useState<z.infer<T>>(() => readKept(name, schema) ?? fallback)
  return [
    value,
    (next) => {
      keep(name, next)
      setValue(next)
    },
  ]
}

/** What this device keeps under a name; undefined when there is nothing, or nothing that can be read. */
export function readKept<T extends z.ZodType>(name: string, schema: T): z.infer<T> | undefined {
  try {
    const kept = schema.safeParse(JSON.parse(localStorage.getItem(`liuyuan.${name}`) ?? 'null'))
    return kept.success ? kept.data : undefined
  } catch {
    return undefined
  }
}

/** Keeps something on this device; undefined takes it away. */
export function keep(name: string, value: unknown): void {
  if (value === undefined) localStorage.removeItem(`liuyuan.${name}`)
  else localStorage.setItem(`liuyuan.${name}`, JSON.stringify(value))
}
