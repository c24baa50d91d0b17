import type { Answer, Page } from '../../wecom/index.ts'

export function told<From, To>(answer: Answer<From>, into: (value: From) => To): Answer<To> {
  return answer.ok ? { ok: true, value: into(answer.value) } : answer
}

export function rowsOf<T>(into: (row: T) => T): (page: Page<T>) => Page<T> {
  return ({ rows, nextCursor }) => ({ rows: rows.map(into), nextCursor })
}
