import { addMs, type Chance, type Clock, sleep } from '../server/kernel/index.ts'
import { products } from './brand.ts'
import type { Door } from './door.ts'
import { arrive, one, order, type Person, pick } from './simulate.ts'
import {
  answerMessage,
  identifyMessage,
  type Message,
  orderMessage,
  visitMessages,
} from './tracking.ts'

/** While somebody watches, the brand lives faster than in life: something happens every few seconds. */
const PAUSE_MS = { least: 1_500, more: 4_000 }

type Life = { clock: Clock; chance: Chance; door: Door; people: Person[]; signal: AbortSignal }

/** Goes on living until told to stop: people look, sign in, answer, buy; now and then somebody new comes. */
export async function liveOn({ clock, chance, door, people, signal }: Life): Promise<void> {
  let orders = 1_000_000 + (Math.floor(clock.now().getTime() / 1000) % 1_000_000)
  while (!signal.aborted) {
    await sleep(PAUSE_MS.least + chance.fraction() * PAUSE_MS.more, signal)
    if (signal.aborted) return
    const now = clock.now()
    const isNew = chance.fraction() < 0.12
    const person = isNew ? arrive(chance, people.length + 1, now) : one(chance, people)
    if (isNew) people.push(person)
    orders += 1
    await door.track(moment(chance, person, { isNew, now, orderNo: orders }))
  }
}

function moment(
  chance: Chance,
  person: Person,
  { isNew, now, orderNo }: { isNew: boolean; now: Date; orderNo: number },
): Message[] {
  const viewed = [pick(chance, products, (product) => product.weight)]
  const messages = visitMessages({ person, at: addMs(now, -1_000), viewed }, isNew)
  if (chance.fraction() < 0.25) {
    messages.push(identifyMessage(person, now), orderMessage(order(chance, person, now, orderNo)))
  } else if (isNew && chance.fraction() < 0.4) {
    messages.push(
      answerMessage({ person, at: now, concern: person.concern, worry: '不知道怎么搭配' }),
    )
  }
  return messages
}
