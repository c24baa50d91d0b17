import { z } from 'zod'
import type { JourneyStep } from '../contract/journey.ts'
import { journey, launched, madeJourney } from '../contract/journey-view.ts'
import type { Door } from './door.ts'

const listed = z.object({ items: z.array(z.object({ name: z.string() })) })
const newest = z.object({ items: z.array(z.object({ id: z.string() })) })
const NAME = '新客首7天'
/** The newest customers are put in by hand, so that there is somebody to look at from the first minute. */
const FIRST_PEOPLE = 60
const PEOPLE_ASKED = 100

const COMPARED = '老客回访：哪句话更好'
/** Two ways of asking are compared, and what comes next waits for each one's own hour. */
const compared: JourneyStep[] = [
  {
    ...{ kind: 'split', id: 'ways', lane: 'main', name: '怎么开口' },
    arms: [
      { id: 'a', name: '问近况', share: 50 },
      { id: 'b', name: '送建议', share: 50 },
    ],
    judge: { measure: 'replied', withinDays: 3, people: 50, learnShare: 20 },
  },
  asking('ask', 'ways.a', '最近皮肤还好吗？换季有点干的话跟我说说。'),
  asking('advise', 'ways.b', '换季保湿的顺序我整理了一份，先薄涂精华再上面霜，晚上多一层。'),
  {
    ...{ kind: 'wait_until', id: 'own_hour', lane: 'main', name: '等到 TA 的钟点' },
    ...{ time: '10:00', afterDays: 1, weekdays: [], ownHour: true },
  },
  asking('again', 'main', '上次说的保湿顺序，试了之后觉得怎么样？'),
]

function asking(id: string, lane: string, text: string): JourneyStep {
  const effect = { purpose: 'value', content: { text }, validHours: 48 } as const
  return { kind: 'send', id, lane, name: '', ...effect, lateness: 'next_slot' }
}

/** Who looks at the demo does not wait until tomorrow morning for the first message. */
const soon: JourneyStep = {
  kind: 'wait',
  id: 'soon',
  lane: 'main',
  name: '',
  for: { amount: 1, unit: 'minutes' },
}

/** Newcomers who are looked after for a week, a tenth of them left alone; and a call on old customers that compares two ways. */
export async function makeSops(door: Door): Promise<void> {
  const { items } = listed.parse(await door.get('/api/journeys?limit=100'))
  const isThere = (wanted: string) => items.some(({ name }) => name === wanted)
  if (!isThere(NAME)) await makeFirstWeek(door)
  if (!isThere(COMPARED)) await makeCompared(door)
}

async function makeCompared(door: Door): Promise<void> {
  const plan = {
    ...{ triggers: [{ kind: 'manual' }], entry: { kind: 'once' }, goal: null, exits: [] },
    ...{ control: { kind: 'none', reason: '两句话互相比' }, steps: [soon, ...compared] },
  }
  const { id } = madeJourney.parse(await door.post('/api/journeys', { name: COMPARED, plan }))
  await launchWith(door, { id, draftNo: 1 }, (newest) => newest.slice(FIRST_PEOPLE))
}

async function makeFirstWeek(door: Door): Promise<void> {
  const begun = await door.post('/api/journeys', { starter: 'first_week', name: NAME })
  const { id } = madeJourney.parse(begun)
  const { draft } = journey.parse(await door.get(`/api/journeys/${id}`))
  const [, ...rest] = draft.plan.steps
  const plan = { ...draft.plan, steps: [soon, ...rest] }
  await door.put(`/api/journeys/${id}/draft`, { draftNo: draft.no, name: NAME, plan })
  await launchWith(door, { id, draftNo: draft.no + 1 }, (newest) => newest.slice(0, FIRST_PEOPLE))
}

/** @param among of the newest customers, who is put in. */
async function launchWith(
  door: Door,
  { id, draftNo }: { id: string; draftNo: number },
  among: (newest: string[]) => string[],
): Promise<void> {
  const launch = { draftNo, withThoseInside: false, audience: 0 }
  launched.parse(await door.post(`/api/journeys/${id}/versions`, launch))
  const people = newest.parse(await door.get(`/api/customers?limit=${PEOPLE_ASKED}`))
  const customerIds = among(people.items.map((one) => one.id))
  if (customerIds.length > 0) await door.post(`/api/journeys/${id}/admissions`, { customerIds })
}
