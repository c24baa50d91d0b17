import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Chance, seededChance, sleep, systemClock } from '../server/kernel/index.ts'
import { type Hand, hands, startTown, type Town } from './kill-loop-town.ts'
import { launchBoth, moveEverybodyIn, sendOnce, type Traveller } from './kill-loop-travellers.ts'
import { judgeTravels, untilDrained } from './kill-loop-travels.ts'

/** LIUYUAN_TRAVELLERS=20000 LIUYUAN_SPEED=1 LIUYUAN_STORM_S=240 for the long form. */
const PEOPLE = Number(process.env.LIUYUAN_TRAVELLERS ?? 300)
const SPEED = Number(process.env.LIUYUAN_SPEED ?? 5)
const STORM_MS = Number(process.env.LIUYUAN_STORM_S ?? 20) * 1_000
const SEED = Number(process.env.LIUYUAN_SEED ?? systemClock.now().getTime() % 1_000_000)
const SHORTEST_MS = 300
const LONGEST_MS = 2_500
const EVENTS_A_REQUEST = 20
/** Of all calls a fifth is lied about; a rate limit closes a whole minute, so it comes rarely. */
const LIES = {
  busyExecuted: 0.06,
  busyIdle: 0.05,
  silentBefore: 0.04,
  silentAfter: 0.04,
  rateLimited: 0.01,
}
const TIMEOUT_MS = 300_000 + STORM_MS + PEOPLE * 60

let town: Town
beforeAll(async () => {
  town = await startTown(SPEED)
}, 300_000)
afterAll(() => town?.stop(), 60_000)

test(
  'people in flight, hands that die and a WeCom that lies: nobody gets anything twice, nobody is lost, no cap is broken',
  async () => {
    const people = await moveEverybodyIn(town, PEOPLE)
    const journeys = await launchBoth(town)
    Object.assign(town.sandbox.weather.faults, LIES)
    town.sandbox.weather.latencyMs = 30
    const calm = new AbortController()
    const chance = seededChance(SEED)
    const confirming = confirmAll(calm.signal)
    const [killed] = await Promise.all([killAround(chance), everybodyComes(people)])
    Object.assign(
      town.sandbox.weather.faults,
      Object.fromEntries(Object.keys(LIES).map((lie) => [lie, 0])),
    )
    const healedAt = systemClock.monotonicMs()
    await untilDrained(town, journeys)
    const drainedS = Math.round((systemClock.monotonicMs() - healedAt) / 1_000)
    calm.abort()
    await confirming
    const verdict = await judgeTravels(town, journeys, people)
    const { twice, lost, untold, heldButReached, overCap, ...figures } = verdict
    const options = { seed: SEED, people: PEOPLE, speed: SPEED, stormS: STORM_MS / 1_000, drainedS }
    console.info(
      'kill loop of journeys',
      JSON.stringify({ ...options, ...Object.fromEntries(killed), ...figures }),
    )
    // A storm that touched nothing proves nothing.
    for (const hand of hands) expect(killed.get(hand), hand).toBeGreaterThan(0)
    expect(figures.lies).toBeGreaterThan(0)
    expect(figures.capped).toBeGreaterThan(0)
    expect(figures.received).toBeGreaterThan(PEOPLE)
    expect(figures.control).toBeGreaterThan(0)
    expect({ twice }, `I-4, seed ${SEED}`).toEqual({ twice: [] })
    expect({ lost, untold }, `seed ${SEED}`).toEqual({ lost: [], untold: [] })
    expect({ heldButReached, overCap }, `seed ${SEED}`).toEqual({ heldButReached: [], overCap: [] })
  },
  TIMEOUT_MS,
)

/** One after the other leaves a full cart, as fast as the storm is long. */
async function everybodyComes(people: readonly Traveller[]): Promise<void> {
  const requests = Math.ceil(people.length / EVENTS_A_REQUEST)
  const began = systemClock.monotonicMs()
  for (let n = 0; n < requests; n++) {
    await sleep((n / requests) * STORM_MS * 0.7 - (systemClock.monotonicMs() - began))
    await sendOnce(town, people.slice(n * EVENTS_A_REQUEST, (n + 1) * EVENTS_A_REQUEST))
  }
}

async function killAround(chance: Chance): Promise<Map<Hand, number>> {
  const killed = new Map<Hand, number>(hands.map((hand) => [hand, 0]))
  const began = systemClock.monotonicMs()
  for (let n = 0; systemClock.monotonicMs() - began < STORM_MS || n < hands.length; ) {
    await sleep(SHORTEST_MS + chance.fraction() * (LONGEST_MS - SHORTEST_MS))
    const pick = n < hands.length ? n : Math.floor(chance.fraction() * hands.length)
    const hand = hands[pick] ?? 'worker'
    if (!town.kill(hand)) continue
    killed.set(hand, (killed.get(hand) ?? 0) + 1)
    n += 1
  }
  return killed
}

const CONFIRM_MS = 250

/** Associates look at their tasks now and then. */
async function confirmAll(signal: AbortSignal): Promise<void> {
  const { world, deeds } = town.sandbox
  while (!signal.aborted) {
    for (const { msgid, senders } of world.corp.tasks.values())
      for (const [userid, { status }] of senders) if (status === 0) deeds.confirm(msgid, userid)
    await sleep(CONFIRM_MS, signal)
  }
}
