import { useParams } from '@tanstack/react-router'

/** A named part of the address: `usePart('id')` on the route `/customers/$id`. Empty where the route has none. */
export function usePart(name: string): string {
  const parts: Record<string, unknown> = useParams({ strict: false })
  const part = parts[name]
  return typeof part === 'string' ? part : ''
}
