import { z } from 'zod'
import type { Door } from './door.ts'

const made = z.object({ id: z.string() })
const listed = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) })
const ways = z.object({ items: z.array(z.object({ id: z.string(), state: z.string() })) })
const linked = z.object({ url: z.string().nullable() })

/** The code at the till whose welcome carries the hook. */
const POSTER = 'shop_njxl'
const SOURCE = '小红书'
/** The code in the parcels: one associate by day, the other stands by. */
const PARCEL = 'parcel_card'
const schedule = {
  shifts: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '21:00', userids: ['luojia'] }],
  spare: ['songyan'],
  capPerDay: 60,
}
/** Strangers who read the landing page on the first day, and every so many of them who claim. */
const READERS = 8
const CLAIMS_EVERY = 2

const hook = {
  name: '换季护肤手册',
  pain: '换季脸干起皮，不知道先停哪一步',
  kind: 'file',
  rule: 'anyone',
  asset: {
    title: '换季护肤手册（12 页）',
    words: '先做减法，再补水，最后才是功效。照着做两周，看看脸怎么说。',
    url: 'https://www.liuyuan.example/handbook.pdf',
  },
}
const words = {
  lead: '十二页，五分钟读完；门店顾问整理，不卖东西。',
  points: ['先停哪三步', '早晚各两样就够', '两周后怎么看有没有用'],
}
const variants = [
  { ...words, id: 'a', share: 50, headline: '换季脸干起皮？先停三步', button: '领手册' },
  { ...words, id: 'b', share: 50, headline: '敏感肌换季，两周缓过来', button: '免费领' },
]

/** A hook on the poster at the till, a landing page where it is claimed, and a schedule, where they are not there yet. */
export async function makeHooks(door: Door): Promise<void> {
  if (listed.parse(await door.get('/api/hooks')).items.length > 0) return
  const sources = listed.parse(await door.get('/api/sources')).items
  const codes = ways.parse(await door.get('/api/contact-ways')).items
  const sourceId = sources.find(({ name }) => name === SOURCE)?.id ?? null
  const way = codes.find(({ state }) => state === POSTER)
  const wanted = { ...hook, wayId: way?.id ?? null }
  const { id: hookId } = made.parse(await door.post('/api/hooks', wanted))
  if (way) await door.patch(`/api/contact-ways/${way.id}`, { hookId })
  const parcel = codes.find(({ state }) => state === PARCEL)
  if (parcel) await door.put(`/api/contact-ways/${parcel.id}/schedule`, { schedule })
  const page = made.parse(
    await door.post('/api/landing-pages', {
      ...{ name: '小红书 换季手册', template: 'offer', deed: 'claim' },
      ...{ sourceId, hookId, variants },
    }),
  )
  const { url } = linked.parse(await door.get(`/api/landing-pages/${page.id}`))
  if (url === null) return
  for (let reader = 0; reader < READERS; reader++) await readAt(url, reader % CLAIMS_EVERY === 0)
}

/** A stranger reads the page, and may press its button: as a browser without a script does. */
async function readAt(url: string, claims: boolean): Promise<void> {
  const headers = { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)' }
  const text = await (await fetch(url, { headers })).text()
  const action = /action="([^"]+)"/.exec(text)?.[1]
  if (!claims || !action) return
  const body = new URLSearchParams()
  for (const [, name = '', value = ''] of text.matchAll(/name="(v|page)" value="([^"]+)"/g))
    body.set(name, value)
  await fetch(new URL(action, url), { method: 'POST', headers, body })
}
