import { z } from 'zod'
import { type Chance, type Clock, seededChance, sleep } from '../server/kernel/index.ts'
import type { Door } from './door.ts'

const made = z.object({ id: z.string() })
const counted = z.object({ total: z.number().nullable() })
const linked = z.object({ url: z.string().nullable() })
const named = z.object({ items: z.array(z.object({ id: z.string() })) })
const groups = z.object({
  items: z.array(z.object({ tags: z.array(z.object({ id: z.string(), name: z.string() })) })),
})

const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Safari/604.1'
/** Who opens the article in the first minute; and every so many of them who passes it on to two friends. */
const READERS = 18
const SHARES_EVERY = 5
const SEED = 1_130
/** Nobody reads faster than our own clock goes: the demo's readers take as long as they say. */
const READS_MS = { least: 2_000, more: 40_000 }

const article = {
  title: '换季泛红，先停哪三步',
  summary: '两分钟读完：什么先停、什么留着、多久能看出来。',
  need: '敏感肌',
  body: `早上洗完脸发烫，上妆时两颊刺痛。多半不是缺哪一瓶，而是同时用得太多。
# 先停这三样
- 酸类和磨砂：刺痛期间一次都不用
- 撕拉、清洁类面膜：停两周
- 新买的功效精华：等皮肤安静了再开
停下来**不会变差**，两三天里就能感到没那么烫。
# 留下的只有两样
> 温和洁面、修护霜。早晚各一次，别的都先放着。
水温用 32 度左右，洗完三分钟内涂。干得厉害的地方可以叠一层。
# 多久能看出来
一般七到十四天。还在加重、起小水疱或者流水，请停用一切产品，去看皮肤科。
# 什么时候可以加回来
连续五天不烫不痒，再从一样、隔一天一次开始。加错了就退回上一步。`,
}

const story = {
  title: '从不敢见人到敢素颜，她用了七天',
  summary: '换季反复泛红的老客，自己记下的七天。',
  kind: 'story',
  body: `十月底，她在门店哭了一场：下周要拍毕业照，脸又红又烫。
# 第 1 天
停了酸类和磨砂，只留洁面和修护霜。晚上还是烫，敷了十分钟冷毛巾。
# 第 3 天
早上起来不紧了。她说：“第一次觉得少用也行。”
# 第 7 天
两颊还有一点红，上妆不刺痛了。毕业照是素颜拍的。
> 每个人的皮肤不一样，这是她一个人的经历。加重或流水请去看皮肤科。`,
}
const permission = {
  how: 'chat',
  proof: '“可以发，别写我名字，能帮到别人就好。”',
  givenOn: '2026-11-02',
}

/** An article that some people have read, each for as long as they took, and that a few of them passed on. Safe to do again. */
export async function makeArticles({
  owner,
  clock,
  signal,
}: {
  owner: Door
  clock: Clock
  signal: AbortSignal
}): Promise<void> {
  const { total } = counted.parse(await owner.get('/api/articles?limit=1'))
  if (total !== 0) return
  const tags = groups.parse(await owner.get('/api/tag-groups')).items.flatMap((one) => one.tags)
  const tagIds = tags.filter(({ name }) => name === article.need).map(({ id }) => id)
  const [hook] = named.parse(await owner.get('/api/hooks')).items
  const { need: _need, ...written } = article
  const { id } = made.parse(
    await owner.post('/api/articles', { ...written, tagIds, hookId: hook?.id ?? null }),
  )
  await owner.put(`/api/articles/${id}/published`, { draftNo: 1 })
  await tellStory(owner, tagIds)
  const { url } = linked.parse(await owner.get(`/api/articles/${id}`))
  if (url === null) return
  const chance = seededChance(SEED)
  const reader = (address: string) => read({ address, chance, clock, signal })
  await Promise.all(
    Array.from({ length: READERS }, async (_, no) => {
      const share = await reader(url)
      if (no % SHARES_EVERY !== 0 || share === '' || signal.aborted) return
      const further = await reader(`${url}${share}`)
      await reader(`${url}${further}`)
    }),
  )
}

/** The story of a customer who allowed it, among the materials of associates. */
async function tellStory(owner: Door, tagIds: readonly string[]): Promise<void> {
  const [customer] = named.parse(await owner.get('/api/customers?limit=1')).items
  if (!customer) return
  const { id } = made.parse(await owner.post('/api/articles', { ...story, tagIds, hookId: null }))
  const path = `/api/articles/${id}`
  await owner.put(`${path}/permission`, { ...permission, customerId: customer.id })
  await owner.put(`${path}/published`, { draftNo: 1 })
  await owner.put(`${path}/offered`, { isOffered: true })
}

type Reading = { address: string; chance: Chance; clock: Clock; signal: AbortSignal }

/** One phone opens the article, stays for a while and tells how far it came. @returns what it passes on. */
async function read({ address, chance, clock, signal }: Reading): Promise<string> {
  const headers = { 'user-agent': SAFARI }
  const page = await (await fetch(address, { headers, signal })).text()
  const view = /data-view="([^"]*)"/.exec(page)?.[1] ?? ''
  const parts = page.split('data-part').length - 1
  const begun = clock.now()
  const patience = chance.fraction()
  await sleep(READS_MS.least + patience * READS_MS.more, signal)
  if (signal.aborted) return ''
  const seconds = Math.floor((clock.now().getTime() - begun.getTime()) / 1_000)
  const reached = Math.max(1, Math.ceil(patience * parts * 1.3))
  const seen = Math.min(parts, reached)
  const spent = Array.from({ length: parts }, (_, at) =>
    at < seen ? Math.floor(seconds / seen) : 0,
  )
  const depth = Math.min(100, Math.round((100 * reached) / parts))
  const body = new URLSearchParams({
    ...{ v: view, n: '1', s: String(seconds), d: String(depth) },
    p: spent.join('.'),
  })
  const to = `${address.split('?')[0]}/read`
  await fetch(to, { method: 'POST', headers, body, signal })
  return /data-share="([^"]*)"/.exec(page)?.[1] ?? ''
}
