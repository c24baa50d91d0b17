import { z } from 'zod'
import { addMs, sleep } from '../server/kernel/index.ts'
import type { Door } from './door.ts'
import type { NewContact, Street } from './sandbox.ts'
import type { Person, World } from './simulate.ts'

/** An associate who leaves behind some customers, promises, a complaint and what not to say: what a handover is for. */
const LEAVER = { userid: 'shenyun', name: '沈芸', position: '导购' }
const CARETAKER = 'xutong'
/** Her shop in the company's directory. */
const SHOP = 6
const CUSTOMERS = 18
const FRIEND_FOR_MS = 150 * 86_400_000
const LOOK_MS = 500
const LOOKS_MAX = 240

const PROMISES = [
  { text: '到货后留一支 30ml 修护精华，先不要卖', inDays: 2 },
  { text: '寄两片次抛小样到公司前台', inDays: -1 },
  { text: '生日那周提前约护理', inDays: 12 },
] as const
const AVERSE = { tag: '美白', quote: '别再给我推美白的，我怀孕了' }
const COMPLAINT = '上次买的精华泵头是坏的，等换新'

const associates = z.object({
  items: z.array(z.object({ userid: z.string(), isActive: z.boolean() })),
})
const people = z.object({ items: z.array(z.object({ id: z.string() })) })
const groups = z.object({
  items: z.array(z.object({ tags: z.array(z.object({ id: z.string(), name: z.string() })) })),
})

/** Those who bought and never added anybody: they are hers. */
function hers({ people: all, orders }: World): Person[] {
  const bought = new Set(orders.map(({ person }) => person.no))
  return all.filter(({ no }) => no % 3 === 0 && bought.has(no)).slice(0, CUSTOMERS)
}

/** She is hired, and her customers add her. */
export async function hireLeaver(street: Street, world: World, now: Date): Promise<void> {
  await street.hire({ ...LEAVER, departments: [SHOP] })
  await street.addContacts(
    hers(world).map(
      (person): NewContact => ({
        ...{ name: person.name, unionid: person.unionid, memberNo: person.memberNo },
        ...{ userid: LEAVER.userid, state: '', addedAt: addMs(now, -FRIEND_FOR_MS).toISOString() },
      }),
    ),
  )
}

/** What is open with her customers, and then she leaves. The manager of her shop answers until the owner hands them over. */
export async function leave({
  owner,
  street,
  now,
  sidebarOf,
}: {
  owner: Door
  street: Street
  now: Date
  sidebarOf: (userid: string) => Promise<Door>
}): Promise<void> {
  // A start that was cut short after she left has nothing more to do.
  const { items: all } = associates.parse(await owner.get('/api/associates'))
  if (!all.some(({ userid, isActive }) => userid === LEAVER.userid && isActive)) return
  const query = new URLSearchParams({ associate: LEAVER.userid, limit: String(CUSTOMERS) })
  let ids: string[] = []
  for (let look = 0; look < LOOKS_MAX && ids.length < CUSTOMERS; look++) {
    const found = people.parse(await owner.get(`/api/customers?${query}`))
    ids = found.items.map(({ id }) => id)
    if (ids.length < CUSTOMERS) await sleep(LOOK_MS)
  }
  if (ids.length <= PROMISES.length) return
  const { chats } = await street.associate(LEAVER.userid)
  const sidebar = await sidebarOf(LEAVER.userid)
  for (const [at, { text, inDays }] of PROMISES.entries()) {
    const dueOn = addMs(now, inDays * 86_400_000)
      .toISOString()
      .slice(0, 10)
    const contact = chats[at]?.externalUserId ?? ''
    await sidebar.post(`/api/sidebar/customers/${contact}/promises`, { text, dueOn })
  }
  const complaint = { customerId: ids[3], kind: 'after_sale', subject: COMPLAINT }
  await owner.post('/api/service-cases', complaint)
  const { items } = groups.parse(await owner.get('/api/tag-groups'))
  const tag = items.flatMap(({ tags }) => tags).find(({ name }) => name === AVERSE.tag)
  if (tag)
    await owner.post(`/api/customers/${ids[0]}/taggings`, {
      ...{ tagId: tag.id, quote: AVERSE.quote, sign: -1 },
    })
  await owner.put('/api/handover-caretaker', { userid: CARETAKER })
  await street.resign(LEAVER.userid)
}
