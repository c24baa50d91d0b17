import { z } from 'zod'
import { readyPlan } from '../contract/poster-ready.ts'
import type { Door } from './door.ts'

const groups = z.object({
  items: z.array(z.object({ tags: z.array(z.object({ id: z.string(), name: z.string() })) })),
})
const page = z.object({ items: z.array(z.object({ title: z.string() })) })

type Written = { title: string; text: string; need: string | null; story: string; link?: string }

/** What the brand's operator put out for this week: each answers a need and says why now. */
const materials: readonly Written[] = [
  {
    title: '换季泛红急救三步',
    text: '{{ customer.name | default: "您" }}，最近换季，敏感肌容易泛红发烫。先停掉酸类和磨砂，洗脸水用 32 度左右，敷完面膜 10 分钟内涂修护精华。有不舒服随时拍给我看看～',
    need: '敏感肌',
    story: '这两周昼夜温差大，门店问泛红的人多了一倍。',
    link: '换季敏感肌护理指南',
  },
  {
    title: '空调房里的保湿顺序',
    text: '空调一开脸就干？爽肤水轻拍两遍，半干时涂面霜锁水，比多敷一张面膜管用。要不要我按您的肤质写个早晚顺序？',
    need: '保湿',
    story: '气温一降，办公室里最常听到的就是脸干。',
  },
  {
    title: '冬天也要防晒的两个理由',
    text: '冬天紫外线 A 一点不少，还会穿过玻璃。通勤 20 分钟以上建议用 SPF30 以上，一元硬币大小才够量。',
    need: '防晒',
    story: '很多客户十月以后就停了防晒，来年春天斑就明显。',
  },
  {
    title: '视黄醇新手怎么开始',
    text: '第一周隔两天用一次，只用黄豆大小，第二天一定防晒。刺痛超过三天就停，找我看看要不要换。',
    need: '抗老',
    story: '晚霜上新后，问得最多的是会不会烂脸。',
  },
  {
    title: '十二月门店护理日',
    text: '{{ customer.name | default: "您" }}，这个月每周六门店有免费皮肤检测和护理，名额不多，想来的话我给您留一个？',
    need: null,
    story: '年底到店的人少，老客来一次关系就近一次。',
  },
]

const replies = [
  ['发货', '多久发货', '现货 24 小时内发，您这边下单后我盯着，发出就把单号给您。'],
  ['发货', '能改地址吗', '还没发出的可以改，您把新地址发我，我马上处理。'],
  [
    '售后',
    '用了泛红怎么办',
    '先停用，用清水洗净，拍张照给我看看。确定不适合的话，七天内可以无理由退。',
  ],
  ['售后', '怎么退货', '七天内没拆封的直接退，拆封后过敏的凭照片也可以退，运费我们出。'],
  ['用法', '先涂精华还是面霜', '先水，再精华，最后面霜锁住。'],
  ['用法', '孕期能不能用', '含视黄醇的孕期和哺乳期都不建议用，其他系列成分我可以逐个帮您核对。'],
] as const

/** Puts out this week's content, the prepared answers and a poster for shops, once. */
export async function makeLibrary(door: Door): Promise<void> {
  const known = page.parse(await door.get('/api/materials?limit=1'))
  if (known.items.length > 0) return
  const { items } = groups.parse(await door.get('/api/tag-groups'))
  const tags = new Map(items.flatMap((group) => group.tags).map(({ id, name }) => [name, id]))
  for (const { title, text, need, story, link } of materials) {
    const tagId = need === null ? undefined : tags.get(need)
    await door.post('/api/materials', {
      title,
      text,
      story,
      purpose: 'value',
      tagIds: tagId === undefined ? [] : [tagId],
      link: link === undefined ? null : { title: link, url: 'https://qinghe.example/guide' },
      fromOn: null,
      untilOn: null,
    })
  }
  for (const [category, title, text] of replies)
    await door.post('/api/quick-replies', { category, title, text })
  await door.post('/api/posters', { name: '门店扫码', plan: readyPlan('store', 'zh') })
}
