import { useState } from 'react'
import type { z } from 'zod'

/** A setting of this device: read once from local storage, parsed (a broken one is the default), written on change. */
export function useKept<T extends z.ZodType>(
  name: string,
  schema: T,
  fallback: z.infer<T>,
): [z.infer<T>, (next: z.infer<T>) => void] {
  const [value, setValue] = useState<z.infer<T>>(() => read(name, schema, fallback))
  return [
    value,
    (next) => {
      localStorage.setItem(`liuyuan.${name}`, JSON.stringify(next))
      setValue(next)
    },
  ]
}

function read<T extends z.ZodType>(name: string, schema: T, fallback: z.infer<T>): z.infer<T> {
  try {
    const kept = schema.safeParse(JSON.parse(localStorage.getItem(`liuyuan.${name}`) ?? 'null'))
    return kept.success ? kept.data : fallback
  } catch {
    return fallback
  }
}
