/** What zod found at one place, as fastify-type-provider-zod hands it over. */
export type Finding = {
  keyword: string
  instancePath: string
  message?: string | undefined
  params: Record<string, unknown>
}
type Language = 'zh' | 'en'

/** What is not right in a request, place by place, in the reader's language: `name：至少 1 个字`. */
export function findingsText(findings: readonly Finding[], language: Language): string {
  const colon = language === 'zh' ? '：' : ': '
  const texts = findings.map((finding) => {
    const place = finding.instancePath.replace(/^\//, '').replaceAll('/', '.') || 'body'
    return `${place}${colon}${wordsOf(finding, language)}`
  })
  return texts.join(language === 'zh' ? '；' : '; ')
}

function wordsOf(finding: Finding, language: Language): string {
  // Zod says it in English itself.
  if (language === 'en') return finding.message ?? finding.keyword
  const { keyword, params } = finding
  const text = (key: string) => String(params[key] ?? '')
  switch (keyword) {
    case 'invalid_type':
      return `应为${types[text('expected')] ?? text('expected')}`
    case 'too_small':
      return `至少 ${text('minimum')}${unitOf(params.origin)}`
    case 'too_big':
      return `最多 ${text('maximum')}${unitOf(params.origin)}`
    case 'unrecognized_keys':
      return `有不认识的字段 ${listOf(params.keys)}`
    case 'invalid_value':
      return `只能是 ${listOf(params.values)}`
    case 'invalid_format':
      return `格式不对（${text('format')}）`
    default:
      return finding.message ?? keyword
  }
}

const types: Record<string, string> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: '是或否',
  array: '列表',
  object: '对象',
  record: '对象',
}

function unitOf(origin: unknown): string {
  if (origin === 'string') return ' 个字'
  return origin === 'array' || origin === 'set' ? ' 项' : ''
}

function listOf(values: unknown): string {
  return Array.isArray(values) ? values.map(String).join('、') : ''
}
