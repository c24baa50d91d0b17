import type { JourneyPlan } from '../../contract/journey.ts'
import type { LaunchCheck } from '../../contract/journey-view.ts'
import { policyOf, previewPolicy } from '../channel/index.ts'
import { type ClickHouse, EngineAway } from '../clickhouse/index.ts'
import { peopleBook } from '../customer/index.ts'
import { addMs } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { audienceOf, enteredBy } from './audience.ts'
import { peopleAhead } from './dates.ts'
import { festivalsAhead } from './festival.ts'
import { type FirstCrowd, firstMessages } from './first-messages.ts'
import { longestWay } from './longest-way.ts'
import type { Neighbours, Scope } from './neighbours.ts'
import { launchProblems } from './problems.ts'
import type { Standing } from './standing.ts'
import { carrierOf, contentOf } from './take-effect.ts'

export type CheckDeps = {
  db: Database
  clickhouse: Pick<ClickHouse, 'rows'>
  neighbours: Pick<Neighbours, 'members' | 'evaluate' | 'hoursOf'>
}

/** People who are asked about one by one; of a larger crowd so many are taken, spread evenly. */
const LOOKED_AT_MAX = 20_000
const WEEK_MS = 7 * 86_400_000
/** Days of people's own that are looked ahead to. */
const AHEAD_DAYS = 30
const HOUR_MS = 3_600_000

/** What a launch of the draft would do now: what is wrong, who would come in, who can be reached and why the rest cannot. */
export async function checkLaunch(
  deps: CheckDeps,
  scope: Scope,
  { id, plan, draftNo }: Pick<Standing, 'id' | 'plan' | 'draftNo'>,
): Promise<LaunchCheck> {
  const asked = { journeyId: id, entry: plan.entry, segmentIds: enteredBy(plan) }
  const { matching, numbers } = await audienceOf(deps, scope, asked)
  const { problems, rules } = await deps.db.inWorkspace(scope.tenant.id, async (tx) => ({
    problems: await launchProblems(tx, scope.tenant, plan),
    rules: (await policyOf(tx, scope.tenant)).rules,
  }))
  const looked = spread(numbers, LOOKED_AT_MAX)
  const within = { scope, neighbours: deps.neighbours, journeyId: id }
  // What cannot be launched yet has branches that nobody can be asked about.
  const crowds = problems.length === 0 ? await firstMessages(within, plan, looked) : []
  const times = looked.length === 0 ? 1 : numbers.length / looked.length
  return {
    draftNo,
    problems,
    matching,
    audience: numbers.length,
    lookedAt: looked.length,
    reaches: await Promise.all(
      crowds.map((crowd) => reachOf(deps, scope, crowd, { journeyId: id, times })),
    ),
    approvalAbove: rules.approvalAbove,
    controlShare: plan.control.kind === 'holdout' ? plan.control.share : 0,
    lastWeek: await lastWeekOf(deps, scope, plan),
    nextMonth: await deps.db.inWorkspace(scope.tenant.id, (tx) =>
      peopleAhead(tx, scope.tenant, { plan, now: scope.now, days: AHEAD_DAYS }),
    ),
    festivals: await festivalsAhead(deps.neighbours, scope, plan),
    effects: longestWay(plan),
  }
}

/** Of a part that was looked at, `times` as many are meant. */
async function reachOf(
  { db }: Pick<CheckDeps, 'db'>,
  scope: Scope,
  { step, numbers, isAtMost }: FirstCrowd,
  { journeyId, times }: { journeyId: string; times: number },
): Promise<LaunchCheck['reaches'][number]> {
  const carrier = carrierOf(step)
  const { purpose, lateness, validHours } = step
  const said = await db.inWorkspace(scope.tenant.id, async (tx) => {
    const persons = await peopleBook.personsOf(tx, scope.tenant, numbers)
    const spec = {
      cause: { kind: 'journey', journeyId, version: 0, stepId: step.id } as const,
      carrier,
      purpose,
      content: contentOf(step),
      notBefore: scope.now,
      notAfter: addMs(scope.now, validHours * HOUR_MS),
      lateness,
    } as const
    const people = [...persons.values()].map(({ person }) => person.id)
    return previewPolicy(tx, scope, spec, people)
  })
  const all = (people: number) => Math.round(people * times)
  return {
    stepId: step.id,
    carrier,
    purpose,
    come: all(numbers.length),
    isAtMost,
    now: all(said.planned),
    later: counted(said.deferred, all).map((one) => ({
      ...one,
      from: (said.again[one.reason] ?? scope.now).toISOString(),
    })),
    never: counted(said.skipped, all),
    senders: said.senders,
  }
}

/** At most so many of a list, evenly over the whole. */
function spread(numbers: readonly number[], most: number): number[] {
  if (numbers.length <= most) return [...numbers]
  const stride = numbers.length / most
  return Array.from({ length: most }, (_, i) => numbers[Math.floor(i * stride)] ?? 0)
}

function counted<Reason extends string>(
  by: Partial<Record<Reason, number>>,
  all: (people: number) => number,
): { reason: Reason; people: number }[] {
  const found: { reason: Reason; people: number }[] = []
  for (const reason in by) found.push({ reason, people: all(by[reason] ?? 0) })
  return found.sort((a, b) => b.people - a.people)
}

/** How many people did one of the triggering events in seven days, whatever its properties. */
async function lastWeekOf(
  { clickhouse }: Pick<CheckDeps, 'clickhouse'>,
  { tenant, now }: Scope,
  plan: JourneyPlan,
): Promise<number | null> {
  const names = plan.triggers.flatMap((one) => (one.kind === 'event' ? [one.event.name] : []))
  if (names.length === 0) return null
  try {
    const [row] = await clickhouse.rows<{ people: number }>({
      sql: `
select uniqExact(customer) as people
from event
where workspace = {workspace:UInt32}
  and name in {names:Array(String)}
  and customer > 0
  and at > fromUnixTimestamp64Milli({since:Int64})
  and at <= fromUnixTimestamp64Milli({until:Int64})`,
      params: {
        workspace: tenant.no,
        names,
        since: addMs(now, -WEEK_MS).getTime(),
        until: now.getTime(),
      },
      comment: 'journey.last_week',
    })
    return Number(row?.people ?? 0)
  } catch (error) {
    if (error instanceof EngineAway) return null
    throw error
  }
}
