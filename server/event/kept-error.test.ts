import { expect, test } from 'vitest'
import { Problem } from '../kernel/index.ts'
import { errorWords, keptError } from './kept-error.ts'

test('why an event was set aside is told in the words of whoever decides', () => {
  const kept = keptError(
    new Problem('event_field_unreadable', { field: 'order_id', found: '{"id":7}' }),
  )
  expect(errorWords(kept, 'zh')).toContain('「order_id」')
  expect(errorWords(kept, 'zh')).toContain('{"id":7}')
  expect(errorWords(kept, 'en')).toContain('Discard')
  // What nobody foresaw is shown as it was.
  expect(errorWords(keptError(new Error('boom')), 'zh')).toBe('Error: boom')
})
