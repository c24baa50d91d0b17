import { conditionsOf, type PredictionTest, type SegmentNode } from '../../contract/segment.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { dueOf } from './compile.ts'
import { predictionLeaf } from './leaf-prediction.ts'
import { everybody, type People } from './people.ts'
import { type Ask, createPlan, type Plan, type Predictions, perPerson } from './source.ts'

/**
 * Whose answers to conditions on predictions differ between two snapshots: a new one moves everybody's numbers a little, and
 * few over a line that somebody drew. @returns null when the old snapshot is not there any more.
 */
export async function changedPredictions(
  clickhouse: Pick<ClickHouse, 'rows'>,
  tenant: Pick<Tenant, 'no'>,
  asked: { ask: Ask; before: Predictions; trees: readonly SegmentNode[] },
): Promise<number[] | null> {
  const tests = asked.trees
    .flatMap(conditionsOf)
    .flatMap((condition) => (condition.kind === 'prediction' ? [condition.test] : []))
  const people = await everybody(clickhouse, tenant)
  const now = answers(createPlan(asked.ask), people, tests)
  const then = answers(createPlan({ ...asked.ask, predictions: asked.before }, 'q'), people, tests)
  const changed: number[][] = []
  for (const [key, { sql, params }] of now) {
    const before = then.get(key)
    if (!before) throw new Error('two plans of one question differ')
    const [found] = await clickhouse.rows<{ people: number[]; rows: number }>({
      sql: differencesSql(sql, before.sql),
      params: { ...params, ...before.params, ...people.params, workspace: tenant.no },
      comment: 'segment.predictions',
    })
    if (!found || found.rows === 0) return null
    changed.push(found.people)
  }
  return [...new Set(changed.flat())]
}

function differencesSql(now: string, then: string): string {
  return `
select groupArrayIf(person, differs) as people, sum(before) as rows
from (
  select
    person,
    uniqExact(answers) > 1 or (count() = 1 and arrayExists(answer -> answer > 0, any(answers))) as differs,
    countIf(was) as before
  from (
    select person, answers, 0 as was from (${now}
    )
    union all
    select person, answers, 1 as was from (${then}
    )
  )
  group by person
)`
}

type Answers = { sql: string; params: Record<string, unknown> }

/** Everybody's answers as numbers, by source: 1 for each test that holds, and when time alone changes one (0: never). */
function answers(
  plan: Plan,
  people: People,
  tests: readonly PredictionTest[],
): ReadonlyMap<string, Answers> {
  const leaves = tests.map((test) => predictionLeaf(plan, test))
  if (leaves.length === 0) throw new Error('no condition on predictions')
  const asked = [...plan.sources.values()].map((source) => {
    const due = dueOf(source)
    const numbers = [
      ...leaves.filter((leaf) => leaf.source === source).map(({ test }) => `toInt64(${test})`),
      ...(due === null ? [] : [`toInt64(if(${due} < ${Number.MAX_SAFE_INTEGER}, ${due}, 0))`]),
    ]
    const sql = `
      select person, [${numbers.join(', ')}] as answers
      from (${perPerson(source, people)}
      )`
    return { key: source.key, sql }
  })
  // Parameters are complete only once every source was asked.
  const params = plan.params.values()
  return new Map(asked.map(({ key, sql }) => [key, { sql, params }]))
}
