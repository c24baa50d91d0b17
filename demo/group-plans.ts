import { z } from 'zod'
import { madePlan, type WrittenPlan } from '../contract/group-plan.ts'
import { planStarter } from '../contract/group-plan-starters.ts'
import type { Door } from './door.ts'

const listed = z.object({ total: z.number().nullable() })
const everywhere = {
  groups: { kind: 'matching', owners: [], search: '', least: null, most: null },
  ...{ startsOn: null, endsOn: null, eventOn: null, whenTaken: 'manual' },
} satisfies Partial<WrittenPlan>

/** Two plans for groups: columns that run, and the first week of new groups as a draft to look at. */
export async function makeGroupPlans(door: Door): Promise<void> {
  if (listed.parse(await door.get('/api/group-plans')).total) return
  for (const id of ['newcomers', 'columns'] as const) {
    const { name, steps } = planStarter(id, 'zh')
    const made = await door.post('/api/group-plans', { ...everywhere, name, steps })
    if (id === 'columns')
      await door.put(`/api/group-plans/${madePlan.parse(made).id}/state`, { to: 'running' })
  }
}
