import { expect, test } from 'vitest'
import { systemClock } from '../kernel/index.ts'
import { compile, scopeOf } from './render.ts'

const scope = scopeOf({
  name: '小满',
  points: 120,
  empty: '',
  nested: { secret: 'x' },
  isMember: true,
})

/** The text, or the reason why there is none. */
function read(text: string): string {
  const compiled = compile(text)
  if (!compiled.ok) return compiled.reason
  if (!compiled.value) return text
  const filled = compiled.value(scope)
  return filled.ok ? filled.value : filled.reason
}

test('variables, fallbacks and conditions read as an operator writes them', () => {
  expect(read('{{ customer.name }}，你有 {{ customer.points }} 分')).toBe('小满，你有 120 分')
  expect(read('{{ customer.city | default: "你那里" }}下雨了')).toBe('你那里下雨了')
  expect(read('{% if customer.isMember %}会员{% else %}朋友{% endif %}你好')).toBe('会员你好')
  expect(read('没有变量')).toBe('没有变量')
})

test('what is not known, or empty, or no single value, is never left out silently', () => {
  for (const name of ['city', 'empty', 'nested', 'constructor', '__proto__'])
    expect(read(`{{ customer.${name} }}你好`)).toBe('missing_variable')
  expect(read('{{ process.env }}')).toBe('missing_variable')
})

/** Each is one that ended a process, read a file, or ran for seconds with other settings. */
const attacks = [
  '{% for i in (1..200000000) %}{{ i }}{% endfor %}',
  '{% for i in (1..9999) %}{% for j in (1..9999) %}{% for k in (1..9999) %}x{% endfor %}{% endfor %}{% endfor %}',
  '{% assign x = "aaaaaaaaaa" %}{% for i in (1..40) %}{% assign x = x | append: x %}{% endfor %}{{ x }}',
  '{% assign x = "a," | split: "," %}{% for i in (1..40) %}{% assign x = x | concat: x %}{% endfor %}{{ x | size }}',
  `{{ "${'a'.repeat(3_000)}" | replace: "a", "${'b'.repeat(500)}" }}`,
  '{% include "/etc/passwd" %}',
  '{% render "../../package.json" %}',
  '{% layout "/etc/hosts" %}',
  '{{ customer.constructor.constructor("return process")() }}',
  '{{ customer.name | where: "constructor" }}{{ "" | map: "__proto__" }}',
  '{{ customer | json }}{{ customer.toString }}',
  '{% raw %}{% for %}',
  '{{',
  '{% unknown %}x',
  '{{ customer.name | no_such_filter }}',
  `${'x'.repeat(10_000)}{{ customer.name }}`,
  '{% tablerow i in (1..99999999) cols:99999999 %}x{% endtablerow %}',
  '{% assign s = (1..99999999) | join: "" %}{{ s }}',
]
const ATTACK_MS_MAX = 500

test('a template that attacks is refused, quickly, and the process lives', () => {
  for (const attack of attacks) {
    const begun = systemClock.monotonicMs()
    const text = read(attack)
    const ms = systemClock.monotonicMs() - begun
    const isRefused = ['unrenderable', 'missing_variable'].includes(text)
    const isHarmless = text.length < 200 && !/root:|function|\[object/.test(text)
    expect(isRefused || isHarmless, `${attack.slice(0, 60)} → ${text.slice(0, 80)}`).toBe(true)
    expect(ms, attack.slice(0, 60)).toBeLessThan(ATTACK_MS_MAX)
  }
})
