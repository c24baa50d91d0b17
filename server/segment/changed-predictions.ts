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
  const [found] = await clickhouse.rows<{ people: number[]; rows: number }>({
    sql: `
select groupArrayIf(person, differs) as people, sum(before) as rows
from (
  select
    person,
    uniqExact(answers) > 1 or (count() = 1 and arrayExists(answer -> answer > 0, any(answers))) as differs,
    countIf(was) as before
  from (
    select person, answers, 0 as was from (${now.sql}
    )
    union all
    select person, answers, 1 as was from (${then.sql}
    )
  )
  group by person
)`,
    params: { ...now.params, ...then.params, ...people.params, workspace: tenant.no },
    comment: 'segment.predictions',
  })
  return found && found.rows > 0 ? found.people : null
}

/** Everybody's answers as numbers: 1 for each test that holds, and when time alone changes one (0: never). */
function answers(
  plan: Plan,
  people: People,
  tests: readonly PredictionTest[],
): { sql: string; params: Record<string, unknown> } {
  const leaves = tests.map((test) => predictionLeaf(plan, test))
  const [source] = plan.sources.values()
  if (!source) throw new Error('no condition on predictions')
  const due = dueOf(source)
  const numbers = [
    ...leaves.map(({ test }) => `toInt64(${test})`),
    ...(due === null ? [] : [`toInt64(if(${due} < ${Number.MAX_SAFE_INTEGER}, ${due}, 0))`]),
  ]
  return {
    sql: `
      select person, [${numbers.join(', ')}] as answers
      from (${perPerson(source, people)}
      )`,
    params: plan.params.values(),
  }
}
