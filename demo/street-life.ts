import { addMs, type Chance, type Clock, type Log, sleep } from '../server/kernel/index.ts'
import { codes, everybody } from './codes.ts'
import type { Street } from './sandbox.ts'
import { arrive, one, type Person, pick } from './simulate.ts'

/** How long a stranger looks at the welcome before asking something. */
const READS_MS = 4_000
/** While somebody watches, the street is busier than in life. */
const PAUSE_MS = { least: 4_000, more: 7_000 }
/** An associate looks at her tasks now and then, and leaves some of them. */
const CONFIRMED_AFTER_MS = 20_000
const CONFIRMS = 0.8

const ASKED = [
  '你好，想问下敏感肌能用吗？',
  '面霜和精华先用哪个？',
  '这个月有活动吗？',
  '上次买的用完了，想再带一瓶',
  '寄到成都要几天？',
  '孕期可以用视黄醇吗？',
] as const
const ANSWERED = [
  '可以的，先在耳后试一晚，没有泛红再上脸。',
  '先精华再面霜，中间等一两分钟。',
  '我帮你看一下，稍等哦。',
  '好的，给你留一瓶，今天就发。',
  '一般两到三天，发出后我把单号给你。',
  '孕期先不要用，换成积雪草这一款更稳妥。',
] as const

type StreetLife = {
  clock: Clock
  chance: Chance
  street: Street
  people: Person[]
  log: Log
  signal: AbortSignal
}

/** Strangers scan and are welcomed, people chat, some leave, associates confirm what they were given. Until told to stop. */
export async function streetLife(life: StreetLife): Promise<void> {
  const { chance, log, signal } = life
  while (!signal.aborted) {
    await sleep(PAUSE_MS.least + chance.fraction() * PAUSE_MS.more, signal)
    if (signal.aborted) return
    try {
      await happen(life)
    } catch (error) {
      // The sandbox may be restarting; the street goes on when it is back.
      log.warn({ error: String(error) }, 'the street waits')
    }
  }
}

async function happen(life: StreetLife): Promise<void> {
  await confirmTasks(life)
  const luck = life.chance.fraction()
  if (luck < 0.35) await comeIn(life)
  else if (luck < 0.92) await talk(life)
  else await leave(life)
}

/** A stranger scans a code; what the web shop will know of them is their unionid. */
async function comeIn({ chance, clock, street, people, signal }: StreetLife): Promise<void> {
  const code = pick(chance, codes, ({ costFen }) => costFen)
  const { userid, person } = await street.scan(code.state)
  const stranger = arrive(chance, people.length + 1, clock.now())
  people.push({ ...stranger, name: person.name, unionid: person.unionid, source: code.source })
  if (chance.fraction() < 0.5) return
  // Who writes first is not welcomed any more: most people read what greets them before they ask.
  await sleep(READS_MS, signal)
  const pair = { userid, externalUserId: person.externalUserId }
  await street.chat({ ...pair, from: 'customer', text: one(chance, ASKED) })
}

async function talk({ chance, street }: StreetLife): Promise<void> {
  const pair = await somebody(chance, street)
  if (!pair) return
  const topic = Math.floor(chance.fraction() * ASKED.length)
  await street.chat({ ...pair, from: 'customer', text: ASKED[topic] ?? ASKED[0] })
  await street.chat({ ...pair, from: 'member', text: ANSWERED[topic] ?? ANSWERED[0] })
}

async function leave({ chance, street }: StreetLife): Promise<void> {
  const pair = await somebody(chance, street)
  if (pair) await street.leave(pair)
}

async function somebody(chance: Chance, street: Street) {
  const userid = one(chance, everybody)
  const friends = (await street.associate(userid)).chats.filter(
    ({ relation }) => relation === 'friend',
  )
  return friends.length === 0
    ? null
    : { userid, externalUserId: one(chance, friends).externalUserId }
}

/** One associate at a time looks at what waits for her. */
async function confirmTasks({ chance, clock, street }: StreetLife): Promise<void> {
  const userid = one(chance, everybody)
  const due = addMs(clock.now(), -CONFIRMED_AFTER_MS)
  const { tasks } = await street.associate(userid)
  for (const { msgid, state, createdAt } of tasks) {
    if (state === 'open' && createdAt < due && chance.fraction() < CONFIRMS)
      await street.confirm({ msgid, userid })
  }
}
