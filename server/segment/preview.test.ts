import { expect, test } from 'vitest'
import { errorText } from '../../contract/errors.ts'
import { QueryFailed } from '../clickhouse/index.ts'
import { inTime } from './preview.ts'

test('a preview that is cut at its time says so, and what can be done instead', async () => {
  const cut = new QueryFailed('Timeout exceeded', { code: 159, type: 'TIMEOUT_EXCEEDED' })
  await expect(inTime(Promise.reject(cut))).rejects.toMatchObject({
    code: 'segment_preview_slow',
    params: { seconds: 30 },
  })
  expect(errorText('segment_preview_slow', 'zh', { seconds: 30 })).toContain('保存并启用')
  const other = new QueryFailed('no such column', { code: 47, type: 'UNKNOWN_IDENTIFIER' })
  await expect(inTime(Promise.reject(other))).rejects.toBe(other)
})
