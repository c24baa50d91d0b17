// What shops, forms and scripts write when they know nothing. One of these shared by a thousand people would make one
// person of them, so none of them identifies anybody. Compared in lower case, after trimming.
const NOTHING = new Set([
  '',
  '-',
  '--',
  '.',
  '/',
  '\\n',
  '?',
  'null',
  '(null)',
  '<null>',
  'undefined',
  'none',
  'nil',
  'nan',
  'na',
  'n/a',
  '#n/a',
  'unknown',
  'anonymous',
  'guest',
  'test',
  'empty',
  'default',
  'true',
  'false',
  '[object object]',
  '未知',
  '无',
  '没有',
  '暂无',
  '空',
  '匿名',
  '匿名用户',
  '游客',
  '测试',
  'test@test.com',
  'test@example.com',
  'user@example.com',
  'none@none.com',
  'null@null.com',
  'noemail@noemail.com',
  'a@a.com',
])

/** Nothing but zeros and dashes: `0`, `000`, the empty UUID. */
const ZEROS = /^[0-]+$/
/** One character again and again. Short ones may be real numbers of a small shop (customer 7, 11, 222). */
const ONE_CHARACTER = /^(.)\1{5,}$/u
/** 138 0013 8000 is China Mobile's service line, typed into forms ever since; 10000000000 and 13000000000 are made up. */
const MADE_UP_PHONE = /^(\+?86)?(13800138000|1\d0{9}|1(\d)\3{9})$/

/** Whether a value says "we do not know" and hence identifies nobody. @param value as it came. */
export function isPlaceholder(value: string): boolean {
  const plain = value.normalize('NFKC').trim().toLowerCase()
  return (
    NOTHING.has(plain) ||
    ZEROS.test(plain) ||
    ONE_CHARACTER.test(plain) ||
    MADE_UP_PHONE.test(plain.replace(/[\s-]/g, ''))
  )
}
