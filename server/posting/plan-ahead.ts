import { AHEAD_DAYS } from '../../contract/group-plan.ts'
import type { PostableGroup } from '../group/index.ts'
import { addMs, dayOf, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { claimsOfDay } from './days.ts'
import { groupsOfPlan, type StoredPlan, type StoredStep, stepsOf } from './plan.ts'
import { occurrencesIn } from './plan-days.ts'

const DAY_MS = 86_400_000

export type Coming = {
  step: StoredStep
  dueAt: Date
  groups: { group: PostableGroup; taken: string | null }[]
}

/**
 * What a plan, running or not, is going to say in the next two weeks, by the groups that fit now, and whose day is taken: by
 * a post of that day, or by an earlier step of the plan itself.
 */
export async function aheadOf(
  tx: Tx,
  { tenant, now }: { tenant: Tenant; now: Date },
  plan: StoredPlan,
  onlyGroup: string | null,
): Promise<{ items: Coming[]; groups: PostableGroup[] }> {
  const groups = await groupsOfPlan(tx, tenant, plan)
  const steps = await stepsOf(tx, tenant, plan.id)
  const heard = groups.filter(({ id }) => onlyGroup === null || id === onlyGroup)
  const due = occurrencesIn(
    plan,
    { steps, groups: heard.map((group) => ({ ...group, since: now })) },
    { after: now, until: addMs(now, AHEAD_DAYS * DAY_MS), timeZone: tenant.timeZone },
  )
  const byGroup = new Map(groups.map((group) => [group.id, group]))
  const byStep = new Map(steps.map((step) => [step.id, step]))
  const taken = new Map<string, string>()
  for (const on of new Set(due.map(({ dueAt }) => dayOf(dueAt, tenant.timeZone)))) {
    const claims = await claimsOfDay(tx, tenant, { groupIds: [...byGroup.keys()], on })
    for (const [groupId, { name }] of claims) taken.set(`${groupId} ${on}`, name)
  }
  const items = new Map<string, Coming>()
  for (const { stepId, groupId, dueAt } of due) {
    const step = byStep.get(stepId)
    const group = byGroup.get(groupId)
    if (!step || !group) continue
    const day = `${groupId} ${dayOf(dueAt, tenant.timeZone)}`
    const key = `${stepId} ${dueAt.getTime()}`
    const coming = items.get(key) ?? { step, dueAt, groups: [] }
    const isTask = step.way === 'task'
    coming.groups.push({ group, taken: isTask ? (taken.get(day) ?? null) : null })
    if (isTask && !taken.has(day)) taken.set(day, step.name || step.text.slice(0, 20))
    items.set(key, coming)
  }
  return { items: [...items.values()], groups }
}
