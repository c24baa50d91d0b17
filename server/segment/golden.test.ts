import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { SegmentCondition, SegmentNode } from '../../contract/segment.ts'
import { home } from '../kernel/index.ts'
import { compile } from './compile.ts'
import type { People } from './people.ts'
import { previewStatement } from './preview.ts'
import { changesStatement, crossingsStatement, everybodyStatement } from './questions.ts'
import type { Ask } from './source.ts'

/** The SQL of each kind of condition, in the repository: what a change of the compiler does is read in the diff. */
const FOLDER = join(home, 'db', 'segment.golden')

const ask: Ask = {
  nowMs: Date.UTC(2026, 10, 11, 1),
  timeZone: 'Asia/Shanghai',
  predictions: { snapshot: 7, hasValues: true, hasModel: true, ltvFifths: [100, 200, 300, 400] },
}
const everybody: People = { scope: 'everybody', hasMerged: false, params: {}, asked: [] }
const some: People = { scope: 'among', hasMerged: true, params: {}, asked: [1, 2] }
const live = { id: '018f0000-0000-7000-8000-000000000001', version: 3 }

const last30 = { kind: 'last', amount: 30, unit: 'day' } as const
const twice = { op: 'gte', value: 2 } as const
const viewed = (
  measure: Extract<SegmentCondition, { kind: 'event' }>['measure'],
): SegmentCondition => ({
  kind: 'event',
  name: 'Product Viewed',
  where: [{ key: 'concern', test: { op: 'is', anyOf: ['敏感肌'] } }],
  window: last30,
  measure,
})
const tag = 'tag_018f0000000070008000000000000002'

const conditions: Record<string, SegmentCondition> = {
  'trait-is': { kind: 'trait', key: '城市', test: { op: 'is', anyOf: ['杭州'] } },
  'trait-absent': { kind: 'trait', key: '城市', test: { op: 'absent' } },
  'trait-date': {
    kind: 'trait',
    key: '生日',
    test: { op: 'date', window: { kind: 'next', amount: 7, unit: 'day' } },
  },
  source: { kind: 'source', anyOf: ['官网'] },
  identity: { kind: 'identity', has: 'external_userid' },
  'tag-any': { kind: 'tag', tagId: tag, level: 'any' },
  'tag-strong': { kind: 'tag', tagId: tag, level: 'strong' },
  'follow-standing': {
    kind: 'follow',
    is: 'standing',
    userids: ['chenlan'],
    states: ['shop'],
    window: last30,
  },
  'follow-ended': {
    kind: 'follow',
    is: 'ended',
    userids: [],
    states: [],
    window: { kind: 'between', from: '2026-11-01', to: '2026-11-11' },
  },
  'group-inside': {
    kind: 'group_chat',
    is: 'inside',
    groupIds: ['grp_018f0000000070008000000000000005'],
    window: last30,
  },
  'group-left': { kind: 'group_chat', is: 'left', groupIds: [], window: last30 },
  'event-count': viewed({ of: 'count', test: twice }),
  'event-sum': viewed({ of: 'sum', property: 'price', test: twice }),
  'event-distinct': viewed({ of: 'distinct', property: 'sku', test: twice }),
  'event-days': viewed({ of: 'days', test: twice }),
  'event-first': viewed({ of: 'first', has: [{ key: 'sku', test: { op: 'exists' } }] }),
  'event-last': viewed({ of: 'last', has: [] }),
  'event-absence': viewed({ of: 'absence' }),
  'order-count': { kind: 'order', window: last30, measure: { of: 'count', test: twice } },
  'order-sum': { kind: 'order', window: last30, measure: { of: 'sum', test: twice } },
  'order-average': { kind: 'order', window: last30, measure: { of: 'average', test: twice } },
  'order-first': { kind: 'order', window: last30, measure: { of: 'first' } },
  'order-last': {
    kind: 'order',
    window: { kind: 'earlier', amount: 90, unit: 'day' },
    measure: { of: 'last' },
  },
  'order-absence': { kind: 'order', window: last30, measure: { of: 'absence' } },
  'prediction-fifth': { kind: 'prediction', test: { of: 'ltv_fifth', anyOf: [5] } },
  'prediction-ltv': { kind: 'prediction', test: { of: 'ltv', test: twice } },
  'prediction-alive': {
    kind: 'prediction',
    test: { of: 'p_alive', test: { op: 'lt', value: 0.3 } },
  },
  'prediction-expected': { kind: 'prediction', test: { of: 'expected', test: twice } },
  'prediction-next': {
    kind: 'prediction',
    test: { of: 'next_purchase', window: { kind: 'next', amount: 14, unit: 'day' } },
  },
  'prediction-rfm': { kind: 'prediction', test: { of: 'rfm', r: [5], f: [], m: [4, 5] } },
  'prediction-tie': { kind: 'prediction', test: { of: 'tie', anyOf: ['strong', 'medium'] } },
  'prediction-rfm-class': {
    kind: 'prediction',
    test: { of: 'rfm_class', anyOf: ['important_keep'] },
  },
  message: {
    kind: 'message',
    result: 'clicked',
    journeyId: 'jny_018f0000000070008000000000000003',
    stepId: 'hello',
    window: last30,
  },
  segment: { kind: 'segment', segmentId: 'seg_018f0000000070008000000000000004' },
}
const trees = new Map<string, SegmentNode>([
  [
    'seg_018f0000000070008000000000000004',
    { kind: 'order', window: { kind: 'ever' }, measure: { of: 'count', test: twice } },
  ],
])

/** Everything that the engine is asked about one condition, and with which values. */
function statementsOf(tree: SegmentNode): string {
  const whole = { ...live, tree }
  const parts: [string, () => { sql: string; params: Record<string, unknown> }][] = [
    ['everybody', () => compiledFor((one) => everybodyStatement(one, everybody, [whole]), tree)],
    [
      'when time alone changes an answer',
      () => compiledFor((one) => crossingsStatement(one, everybody), tree),
    ],
    [
      'some people, some of whom are merged',
      () => compiledFor((one) => changesStatement(one, some, [whole]).sql, tree),
    ],
  ]
  return parts
    .map(([what, made]) => {
      const { sql, params } = made()
      return `-- ${what}\n-- ${JSON.stringify(params)}${sql}\n`
    })
    .join('\n')
}

function compiledFor(write: (compiled: ReturnType<typeof compile>) => string, tree: SegmentNode) {
  const compiled = compile(ask, trees)
  compiled.bitmapOf(tree)
  const sql = write(compiled)
  return { sql, params: compiled.plan.params.values() }
}

const goldens: Record<string, string> = {
  ...Object.fromEntries(
    Object.entries(conditions).map(([name, condition]) => [name, statementsOf(condition)]),
  ),
  preview: previewOf(),
}

function previewOf(): string {
  const compiled = compile(ask, trees)
  const tree: SegmentNode = {
    kind: 'any',
    of: [
      conditions.source ?? { kind: 'all', of: [] },
      { kind: 'not', of: conditions['order-count'] ?? { kind: 'all', of: [] } },
    ],
  }
  const sql = previewStatement(compiled, everybody, tree)
  return `-- counts of every node of any(source, not(order-count))\n-- ${JSON.stringify(compiled.plan.params.values())}${sql}\n`
}

if (process.env.GOLDEN === '1') {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  for (const [name, sql] of Object.entries(goldens)) writeFileSync(join(FOLDER, `${name}.sql`), sql)
}

test.for(Object.entries(goldens))(
  'the statements of %s are those of its golden file',
  ([name, sql]) => {
    expect(sql).toBe(readFileSync(join(FOLDER, `${name}.sql`), 'utf8'))
  },
)

test('every golden file belongs to a condition', () => {
  const files = readdirSync(FOLDER).map((file) => file.replace(/\.sql$/, ''))
  expect(files.sort()).toEqual(Object.keys(goldens).sort())
})

test('no value that a person typed stands in a statement', () => {
  const statements = Object.values(goldens).map((text) => text.replace(/^--.*$/gm, ''))
  for (const typed of ['杭州', '敏感肌', 'Product Viewed', 'chenlan', '官网', 'hello'])
    expect(statements.filter((sql) => sql.includes(typed))).toEqual([])
})
