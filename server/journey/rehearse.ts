import type { PolicyRules } from '../../contract/delivery.ts'
import type { JourneyPlan } from '../../contract/journey.ts'
import { flowOf } from '../../contract/journey-flow.ts'
import { type RehearsedDelivery, rehearseDeliveries, slotDiary } from '../channel/index.ts'
import { EngineAway } from '../clickhouse/index.ts'
import { tagNames } from '../customer/index.ts'
import { readId, type Tenant } from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import { lotOf } from './effect-key.ts'
import type { Neighbours } from './neighbours.ts'
import { AGAIN, type Past, type TaskEnd } from './past.ts'
import { type Crowd, crowdOf, type Rider, type Went } from './rehearsal-crowd.ts'
import type { History } from './rehearsal-history.ts'
import type { PassageRow } from './traveller.ts'
import type { Version } from './version.ts'
import { walkAll } from './walk.ts'

const MINUTE_MS = 60_000
/** A crowd is led in steps of so many minutes; a small one to the minute. Below what counts as late, so nobody is. */
const GRAIN_MINUTES = { small: 1, large: 10 }
const SMALL_CROWD = 300
/** Branches that are asked at their very instant; of a plan that asks more often they are asked once a day for everybody. */
const QUESTIONS_MAX = 400

/** A message that a step would have meant for somebody, with what the policy said. */
export type Tried = RehearsedDelivery & {
  stepId: string
  customerNo: number
  at: Date
  riderId: string
}

/** Everything that happened in a rehearsal. */
export type Rehearsed = {
  riders: readonly Rider[]
  /** In the order of time; somebody who is put off is tried again. */
  tried: readonly Tried[]
  passages: readonly (PassageRow & { at: Date; customerNo: number })[]
  grainMinutes: number
}

export type RehearseDeps = { db: Database; neighbours: Pick<Neighbours, 'evaluate' | 'hoursOf'> }
type Asked = {
  journeyId: string
  plan: JourneyPlan
  rules: PolicyRules
  from: Date
  until: Date
  history: History
  /** Steps at which what is waited for is taken to happen at once. */
  assumed?: ReadonlySet<string>
  /** Called with 0 to 1; false: stop. */
  onWay: (share: number) => Promise<boolean>
}

/**
 * Leads people through a draft as they would have gone through it in days that are past: what happened then lets them in, on
 * and out, the walk is the walk of the worker, and the policy answers as it would have. Nothing is written and nobody is locked.
 * @returns null when it was stopped.
 */
export async function rehearse(
  deps: RehearseDeps,
  tenant: Tenant,
  asked: Asked,
): Promise<Rehearsed | null> {
  const { plan, journeyId, from, until, history } = asked
  const flow = flowOf(plan)
  const version: Version = { journeyId, no: 0, plan, flow, experimentId: null, activatedAt: from }
  const share = plan.control.kind === 'holdout' ? plan.control.share : 0
  const crowd = crowdOf(version, (no) => lotOf(`${journeyId}:rehearsal`, no) < share)
  const tried: Tried[] = []
  const passages: (PassageRow & { at: Date; customerNo: number })[] = []
  const neighbours = rehearsing(deps, tenant, asked, tried)
  const grainMinutes = history.taken <= SMALL_CROWD ? GRAIN_MINUTES.small : GRAIN_MINUTES.large
  const coming = [...happenings(history)]
  const note = (some: readonly PassageRow[], at: Date) => {
    for (const one of some)
      passages.push({ ...one, at, customerNo: crowd.numberOf(one.enrollmentId) })
  }
  const past = pastOf(passages, asked)
  for (let at = 0; ; ) {
    const next = earliest(coming[at]?.at ?? null, crowd.nextDue())
    if (!next || next > until) break
    const now = earliest(grainUp(next, grainMinutes * MINUTE_MS), until) ?? until
    for (let one = coming[at]; one && one.at <= now; one = coming[++at]) {
      const said = one.happen(crowd, now)
      note(said, now)
    }
    if (crowd.due(now).length === 0) continue
    await deps.db.inWorkspace(tenant.id, async (tx) => {
      const walk = { tx, scope: { tenant, now }, neighbours, journeyId, past }
      for (let due = crowd.due(now); due.length > 0; due = crowd.due(now)) {
        const walked = await walkAll(walk, new Map([[0, version]]), due)
        crowd.place(walked.moved)
        note(walked.passages, now)
        note(crowd.assume(asked.assumed ?? none, now).map(heardPassage), now)
      }
    })
    const done = (now.getTime() - from.getTime()) / (until.getTime() - from.getTime())
    if (!(await asked.onWay(done))) return null
  }
  return { riders: crowd.riders, tried, passages, grainMinutes }
}

type Happening = { at: Date; happen(crowd: Crowd, now: Date): PassageRow[] }

const none: ReadonlySet<string> = new Set()

function heardPassage({ rider, step }: Went): PassageRow {
  const { id: enrollmentId, occurrence, version } = rider
  return { enrollmentId, step, occurrence, version, outcome: 'heard' }
}

/** Events and open doors, the oldest first. */
function happenings({ events, letIn }: History): Happening[] {
  const heard = events.map(
    (one): Happening => ({
      at: one.event.at,
      happen: (crowd, now) => crowd.listen(one, now).map(heardPassage),
    }),
  )
  const doors = letIn.map(
    ({ at, person, cause }): Happening => ({
      at,
      happen(crowd, now) {
        crowd.enter([{ customerId: person.id, customerNo: person.no, cause, at }], now)
        return []
      },
    }),
  )
  return [...heard, ...doors].sort((a, b) => a.at.getTime() - b.at.getTime())
}

function earliest(one: Date | null, other: Date | null): Date | null {
  if (!one || !other) return one ?? other
  return one < other ? one : other
}

function grainUp(at: Date, grainMs: number): Date {
  return new Date(Math.ceil(at.getTime() / grainMs) * grainMs)
}

/**
 * What was passed before in a rehearsal. Nobody does tasks in one: where days that are past are led through every task is taken to
 * be done at once, and for one person only where it is supposed so.
 */
function pastOf(
  passages: readonly PassageRow[],
  { plan, assumed }: Pick<Asked, 'plan' | 'assumed'>,
): Past {
  const isDone = (taskStep: string) =>
    assumed === undefined ||
    plan.steps.some(
      (step) => step.kind === 'wait_task' && step.taskStep === taskStep && assumed.has(step.id),
    )
  const of = (stepId: string, ids: string[]) => {
    const among = new Set(ids)
    return passages.filter(({ step, enrollmentId }) => step === stepId && among.has(enrollmentId))
  }
  return {
    async laps(stepId, ids) {
      const laps = new Map<string, number>()
      for (const { enrollmentId, outcome } of of(stepId, ids))
        if (outcome === AGAIN) laps.set(enrollmentId, (laps.get(enrollmentId) ?? 0) + 1)
      return laps
    },
    // What has been learned by an older version is not this one's.
    winner: async () => null,
    // Nobody in a rehearsal came by another version.
    done: async () => new Set(),
    tasks: async (stepId, ids) =>
      new Map(
        of(stepId, ids).map(({ enrollmentId, outcome }): [string, TaskEnd] => {
          if (outcome !== 'planned') return [enrollmentId, 'left_out']
          return [enrollmentId, isDone(stepId) ? 'done' : 'open']
        }),
      ),
  }
}

/** The rooms downstairs as a rehearsal meets them: they answer, and nothing happens. */
function rehearsing(
  { neighbours }: RehearseDeps,
  tenant: Tenant,
  { journeyId, rules, history }: Asked,
  tried: Tried[],
): Pick<Neighbours, 'planDeliveries' | 'evaluate' | 'hoursOf' | 'tag'> {
  const diary = slotDiary(history.taken === 0 ? 1 : history.of / history.taken)
  const evaluate = evaluating(neighbours, history)
  let tags: ReadonlyMap<string, unknown> | null = null
  const tagsIn = async (tx: Tx) => {
    tags ??= await tagNames(tx, tenant)
    return tags
  }
  return {
    evaluate,
    async hoursOf(_tenant, asked) {
      const found = await neighbours.hoursOf(tenant, asked)
      if (found === 'away') throw new EngineAway('hours of people cannot be asked')
      return found
    },
    async planDeliveries(tx, scope, spec, people) {
      const { cause } = spec
      if (cause.kind !== 'journey') throw new Error('a rehearsal is of a journey')
      const said = await rehearseDeliveries(tx, scope, spec, people, { journeyId, diary, rules })
      for (const [i, one] of said.entries()) {
        const person = people[i]
        if (!person) continue
        const { customerNo, enrollmentId } = person
        const riderId = enrollmentId ?? ''
        tried.push({ ...one, stepId: cause.stepId, customerNo, riderId, at: scope.now })
      }
      return said
    },
    tag: async (tx, _scope, { tagId }) => (await tagsIn(tx)).has(readId('tag', tagId) ?? tagId),
  }
}

/** Branches are asked as of their instant, as long as that is not too often; then once a day about everybody. */
function evaluating(
  { evaluate }: Pick<Neighbours, 'evaluate'>,
  { events, letIn }: History,
): Neighbours['evaluate'] {
  const everybody = [...new Set([...events, ...letIn].map(({ person }) => person.no))]
  const ofDay = new Map<string, Set<number>>()
  let asked = 0
  return async (tenant, tree, { among, now }) => {
    const isExact = asked < QUESTIONS_MAX
    const key = `${now.toISOString().slice(0, 10)} ${JSON.stringify(tree)}`
    const known = ofDay.get(key)
    if (!isExact && known && among.every((no) => known.has(no) || known.has(-no)))
      return new Set(among.filter((no) => known.has(no)))
    asked += 1
    const numbers = isExact ? among : [...new Set([...everybody, ...among])]
    const found = await evaluate(tenant, tree, { among: numbers, now })
    if (found === 'away') throw new EngineAway('a branch cannot be asked')
    // Who was asked about and is not in it stands there with a minus.
    if (!isExact) ofDay.set(key, new Set(numbers.map((no) => (found.has(no) ? no : -no))))
    return found
  }
}
