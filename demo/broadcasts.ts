import { z } from 'zod'
import {
  type BroadcastPlan,
  broadcast,
  broadcastCheck,
  madeBroadcast,
} from '../contract/broadcast.ts'
import { madeMoment, moment } from '../contract/moment.ts'
import { dayOf, sleep } from '../server/kernel/index.ts'
import { everybody } from './codes.ts'
import type { Door } from './door.ts'
import type { Street } from './sandbox.ts'

const listed = z.object({ items: z.array(z.object({ name: z.string() })) })
const segments = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) })
const SEGMENT = '近 30 天首单'
const SENT = '换季护肤小贴士'
const DRAFT = '双十二预告'
/** The same people on the same day: the calendar says so. */
const AGAIN = '双十二返场'
const WORDS = '换季了，给您留了一份敏感期的三步小贴士，慢慢看，有问题随时找我。'
const POST =
  '秋冬换季，敏感肌先做减法：洁面、保湿、防晒，三步就够。你家的护肤台上，哪一样最近用得最勤？'
const LOOK_MS = 1_000
const LOOKS_MAX = 90
/** Associates who post at once, and friends of each who react. */
const POSTERS = 4
const REACTING = 3

type Life = { owner: Door; street: Street; now: Date; signal: AbortSignal }

/**
 * What a brand that has used the product for a while would find: a broadcast that went out, with a first look at what it did,
 * drafts of the next ones that stand in the calendar, and a moment that customers have reacted to. Safe to do again.
 */
export async function makeBroadcasts(life: Life): Promise<void> {
  const { owner, now } = life
  const { items } = listed.parse(await owner.get('/api/broadcasts?limit=100'))
  if (items.some(({ name }) => name === SENT)) return
  const all = segments.parse(await owner.get('/api/segments?limit=100'))
  const segmentId = all.items.find(({ name }) => name === SEGMENT)?.id
  if (segmentId === undefined) return
  const sale = '双十二快到了，先给老朋友透个风：满 300 减 40。'
  await make(owner, DRAFT, promoted(planOf(segmentId, sale), now, '10:00'))
  const again = '双十二没赶上？今天再留一天，满 300 减 40 照旧。'
  await make(owner, AGAIN, promoted(planOf(segmentId, again), now, '20:00'))
  await post(life)
  await send(life, await make(owner, SENT, planOf(segmentId, WORDS)))
}

function planOf(segmentId: string, text: string): BroadcastPlan {
  return {
    segmentId,
    excludeSegmentIds: [],
    carrier: 'wecom_mass',
    purpose: 'value',
    variants: [
      {
        id: 'a',
        share: 100,
        content: { text, link: { title: '换季三步', url: 'https://qinghe.example/tips' } },
      },
    ],
    start: { kind: 'now' },
    validHours: 48,
    window: null,
    control: { kind: 'holdout', share: 0.1, metric: 'buyers', windowDays: 14 },
  }
}

/** A promotion at an hour of the next 12 December in Shanghai. */
function promoted(plan: BroadcastPlan, now: Date, hour: string): BroadcastPlan {
  const year = Number(dayOf(now, 'Asia/Shanghai').slice(0, 4))
  const at = (of: number) => new Date(`${of}-12-12T${hour}:00+08:00`)
  const next = at(year) > now ? at(year) : at(year + 1)
  return { ...plan, purpose: 'promotion', start: { kind: 'at', at: next.toISOString() } }
}

async function make(owner: Door, name: string, plan: BroadcastPlan): Promise<string> {
  return madeBroadcast.parse(await owner.post('/api/broadcasts', { name, plan })).id
}

/** Launches it, lets every associate confirm, and takes a first look. At night the contact policy lets it wait for the morning. */
async function send({ owner, street, signal }: Life, id: string): Promise<void> {
  const check = await until(signal, async () => {
    const seen = broadcastCheck.parse(await owner.get(`/api/broadcasts/${id}/check`))
    return seen.audience > 0 && seen.problems.length === 0 ? seen : null
  })
  if (!check) return
  const { draftNo, audience } = check
  await owner.post(`/api/broadcasts/${id}/launch`, { draftNo, audience })
  const ended = await until(signal, async () => {
    const found = broadcast.parse(await owner.get(`/api/broadcasts/${id}`))
    if (found.people.onWay > 0) for (const userid of everybody) await confirmAll(street, userid)
    return found.state === 'ended' ? found : null
  })
  if (!ended?.launch) return
  await owner.post('/api/retrospectives', { experimentId: ended.launch.experimentId })
}

async function confirmAll(street: Street, userid: string): Promise<void> {
  const { tasks } = await street.associate(userid)
  for (const { msgid, state } of tasks)
    if (state === 'open') await street.confirm({ msgid, userid })
}

/** A moment that several associates post, and some of their friends react to. */
async function post({ owner, street, signal }: Life): Promise<void> {
  const { id } = madeMoment.parse(await owner.post('/api/moments', { text: POST }))
  const isOut = await until(signal, async () => {
    const { state } = moment.parse(await owner.get(`/api/moments/${id}`))
    return state === 'running' || null
  })
  if (!isOut) return
  for (const userid of everybody.slice(0, POSTERS)) {
    const { chats, moments } = await street.associate(userid)
    const asked = moments.find(({ text, state }) => text === POST && state === 'open')
    if (!asked) continue
    const of = { momentId: asked.momentId, userid }
    await street.postMoment(of)
    const friends = chats.filter(({ relation }) => relation === 'friend').slice(0, REACTING)
    for (const [at, { externalUserId }] of friends.entries()) {
      await street.likeMoment({ ...of, externalUserId })
      if (at === 0)
        await street.commentMoment({ ...of, externalUserId, text: '防晒！每天都不敢落下' })
    }
  }
}

/** Looks until there is something; null when that takes too long or everything stops. */
async function until<T>(signal: AbortSignal, look: () => Promise<T | null>): Promise<T | null> {
  for (let looks = 0; looks < LOOKS_MAX && !signal.aborted; looks++) {
    const seen = await look()
    if (seen !== null) return seen
    await sleep(LOOK_MS, signal)
  }
  return null
}
