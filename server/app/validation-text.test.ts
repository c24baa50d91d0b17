import { expect, test } from 'vitest'
import { z } from 'zod'
import { findingsText } from './validation-text.ts'

/** As fastify-type-provider-zod hands it over. */
function findingsOf(shape: z.ZodType, value: unknown) {
  const issues = shape.safeParse(value).error?.issues ?? []
  return issues.map(({ path, code, message, ...params }) => ({
    keyword: code,
    instancePath: `/${path.join('/')}`,
    message,
    params,
  }))
}

test('what is wrong in a request is said place by place in the language of who asks', () => {
  const shape = z.strictObject({
    name: z.string().min(1),
    tags: z.array(z.string()).max(1),
    count: z.int().min(2),
    kind: z.enum(['a', 'b']),
    on: z.iso.date(),
    deep: z.object({ flag: z.boolean() }),
  })
  const wrong = {
    name: '',
    tags: ['x', 'y'],
    count: 1,
    kind: 'c',
    on: 'soon',
    deep: { flag: 'yes' },
    more: 1,
  }
  expect(findingsText(findingsOf(shape, wrong), 'zh')).toBe(
    'name：至少 1 个字；tags：最多 1 项；count：至少 2；kind：只能是 a、b；on：格式不对（date）；deep.flag：应为是或否；body：有不认识的字段 more',
  )
  expect(findingsText(findingsOf(shape, { ...wrong, more: undefined }), 'en')).toContain(
    'name: Too small: expected string to have >=1 characters; tags: Too big',
  )
})

test('a rule of our own keeps the sentence it was written with', () => {
  const shape = z.string().refine(() => false, '请先选一个标签')
  expect(findingsText(findingsOf(shape, 'x'), 'zh')).toBe('body：请先选一个标签')
})
