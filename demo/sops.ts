import { z } from 'zod'
import type { JourneyStep } from '../contract/journey.ts'
import { journey, launched, madeJourney } from '../contract/journey-view.ts'
import type { Door } from './door.ts'

const listed = z.object({ items: z.array(z.object({ name: z.string() })) })
const newest = z.object({ items: z.array(z.object({ id: z.string() })) })
const NAME = '新客首7天'
/** The newest customers are put in by hand, so that there is somebody to look at from the first minute. */
const FIRST_PEOPLE = 60

/** Who looks at the demo does not wait until tomorrow morning for the first message. */
const soon: JourneyStep = {
  kind: 'wait',
  id: 'soon',
  lane: 'main',
  name: '',
  for: { amount: 1, unit: 'minutes' },
}

/** One SOP that runs: newcomers are looked after for a week, a tenth of them is left alone to compare. */
export async function makeSops(door: Door): Promise<void> {
  const { items } = listed.parse(await door.get('/api/journeys?limit=100'))
  if (items.some(({ name }) => name === NAME)) return
  const begun = await door.post('/api/journeys', { starter: 'first_week', name: NAME })
  const { id } = madeJourney.parse(begun)
  const { draft } = journey.parse(await door.get(`/api/journeys/${id}`))
  const [, ...rest] = draft.plan.steps
  const plan = { ...draft.plan, steps: [soon, ...rest] }
  await door.put(`/api/journeys/${id}/draft`, { draftNo: draft.no, name: NAME, plan })
  const launch = { draftNo: draft.no + 1, withThoseInside: false, audience: 0 }
  launched.parse(await door.post(`/api/journeys/${id}/versions`, launch))
  const people = newest.parse(await door.get(`/api/customers?limit=${FIRST_PEOPLE}`))
  if (people.items.length === 0) return
  const customerIds = people.items.map((one) => one.id)
  await door.post(`/api/journeys/${id}/admissions`, { customerIds })
}
