import { z } from 'zod'

/** Elements of one list that are looked at: they are all alike. */
const ELEMENTS_MAX = 3

/**
 * The fields that a shape gives a default because they should be there, and that are not: `follow_user[].remark`. What may be
 * left out by the documents is optional in the shape and not told.
 */
export function missingFields(shape: z.ZodType, value: unknown, at = ''): string[] {
  if (shape instanceof z.ZodDefault || shape instanceof z.ZodOptional) {
    const inner = shape.unwrap()
    return inner instanceof z.ZodType ? missingFields(inner, value, at) : []
  }
  if (shape instanceof z.ZodArray && Array.isArray(value)) {
    const element = shape.element
    if (!(element instanceof z.ZodType)) return []
    const found = value
      .slice(0, ELEMENTS_MAX)
      .flatMap((one: unknown) => missingFields(element, one, `${at}[]`))
    return [...new Set(found)]
  }
  if (!(shape instanceof z.ZodObject) || typeof value !== 'object' || value === null) return []
  const fields = new Map(Object.entries(value))
  return Object.entries(shape.shape).flatMap(([name, field]) => {
    const path = at === '' ? name : `${at}.${name}`
    if (!(field instanceof z.ZodType)) return []
    if (fields.has(name)) return missingFields(field, fields.get(name), path)
    // A cursor is absent at the end of many lists, and that is documented.
    return field instanceof z.ZodDefault && name !== 'next_cursor' ? [path] : []
  })
}
