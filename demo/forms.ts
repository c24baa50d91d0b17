import { z } from 'zod'
import type { FlashTopicBody } from '../contract/flash.ts'
import type { FormOption, FormPlan, FormQuestion } from '../contract/form.ts'
import { addMs, seededChance, sleep } from '../server/kernel/index.ts'
import type { Door } from './door.ts'
import { one, type Person } from './simulate.ts'

const made = z.object({ id: z.string() })
const listed = z.object({ total: z.number().nullable() })
const shown = z.object({ url: z.string().nullable() })
const groups = z.object({
  items: z.array(
    z.object({ name: z.string(), tags: z.array(z.object({ id: z.string(), name: z.string() })) }),
  ),
})

/** Customers who have answered by the time that somebody looks, and of these, one in so many leaves in the middle. */
const ANSWERING = 30
const ONE_LEAVES_OF = 5
const SEED = 1_126
/** How long a question takes somebody. */
const THINKS_MS = { least: 900, more: 3_200 }
const DAY_MS = 86_400_000
const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Safari/604.1'

type Life = { owner: Door; people: readonly Person[]; now: Date; signal: AbortSignal }

/**
 * What a brand that asks its customers would find: a form that some of them have answered by its page, on phones of their own,
 * and a topic of these days that they took part in. Safe to do again.
 */
export async function makeForms({ owner, people, now, signal }: Life): Promise<void> {
  const { total } = listed.parse(await owner.get('/api/forms?limit=1'))
  if (total !== 0) return
  const tags = await tagsOf(owner)
  const tag = (name: string) => tags.get(name) ?? ''
  const form = { name: '肤质小测', plan: skinTest(tag) }
  const { id } = made.parse(await owner.post('/api/forms', form))
  await owner.post(`/api/forms/${id}/published`, { draftNo: 1 })
  const topic = made.parse(await owner.post('/api/flash-topics', winter(tag, now)))
  const { url } = shown.parse(await owner.get(`/api/forms/${id}`))
  const page = shown.parse(await owner.get(`/api/flash-topics/${topic.id}`)).url
  if (url === null || page === null) return
  const chance = seededChance(SEED)
  const answering = people.filter(({ phone }) => phone !== '').slice(0, ANSWERING)
  await Promise.all(
    answering.map(async (person, no) => {
      const browser = browserOf()
      const thinks = () => sleep(THINKS_MS.least + chance.fraction() * THINKS_MS.more, signal)
      const isLeaving = no % ONE_LEAVES_OF === 3
      await answer(browser, url, { person, thinks, last: isLeaving ? no % 3 : 4, signal })
      if (no % 3 === 2 || signal.aborted) return
      await browser.open(page)
      const choice = isSensitive(person) ? 'red' : one(chance, ['tight', 'oil', 'none', 'red'])
      if (no % 7 !== 6) await browser.send(page, [choice])
    }),
  )
}

/** What the brand wants to know of its customers: what they care about, and of their days nothing yet. */
const wanted = {
  关心什么: ['保湿', '温和清洁', '美白', '防晒', '抗老'],
  生活场景: ['常出差', '常熬夜', '爱运动', '新手妈妈'],
} as const

/** The brand's tags by their names, those that it still lacks made. */
async function tagsOf(owner: Door): Promise<Map<string, string>> {
  const { items } = groups.parse(await owner.get('/api/tag-groups'))
  const tags = new Map(items.flatMap((group) => group.tags).map(({ id, name }) => [name, id]))
  for (const [name, names] of Object.entries(wanted)) {
    if (items.some((group) => group.name === name)) continue
    const group = made.parse(await owner.post('/api/tag-groups', { name }))
    for (const tag of names) {
      const { id } = made.parse(await owner.post('/api/tags', { groupId: group.id, name: tag }))
      if (!tags.has(tag)) tags.set(tag, id)
    }
  }
  return tags
}

function isSensitive({ skinType, concern }: Person): boolean {
  return skinType === '敏感肌' || concern === '敏感肌'
}

const RED = [
  '换季总泛红，用酸会刺痛。想要温和一点的。',
  '戴口罩一天，两颊又热又红。',
  '不敢乱换产品，怕过敏。',
] as const
const DRY = [
  '秋天一到就起皮，上妆卡粉。',
  '空调房里坐一天，脸干得发紧。',
  '没什么特别的，想省点步骤。',
] as const

type Way = { person: Person; thinks: () => Promise<void>; last: number; signal: AbortSignal }

/** Answers a form up to the question `last`; whoever goes on to the end hands it in. */
async function answer(browser: Browser, url: string, way: Way): Promise<void> {
  const { person, thinks, last, signal } = way
  const said = isSensitive(person) ? RED : DRY
  const words = said[person.no % said.length] ?? ''
  const answers = [
    isSensitive(person) ? 'red' : person.skinType === '油性' ? 'oil' : 'tight',
    isSensitive(person) ? 'calm' : 'moist',
    words,
    String(3 + (person.no % 3)),
    person.phone,
  ]
  await browser.open(url)
  for (const [no, said] of answers.entries()) {
    if (no > last || signal.aborted) return
    await thinks()
    await browser.send(url, [said])
  }
}

type Browser = {
  open(url: string): Promise<void>
  send(url: string, answers: readonly string[]): Promise<void>
}

/** A customer's phone at the brand's pages: it sends what stands in the page's form. */
function browserOf(): Browser {
  let cookie = ''
  let text = ''
  const keep = async (answer: Response) => {
    const set = answer.headers.getSetCookie().map((each) => each.split(';')[0] ?? '')
    if (set.length > 0) cookie = set.join('; ')
    text = await answer.text()
  }
  const headers = () => ({ 'user-agent': SAFARI, 'accept-language': 'zh-CN', cookie })
  return {
    open: async (url) => keep(await fetch(url, { headers: headers() })),
    async send(url, answers) {
      const hidden = [...text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)]
      const body = new URLSearchParams()
      for (const [, name = '', value = ''] of hidden) body.append(name, value)
      for (const said of answers) body.append('a', said)
      await keep(await fetch(url, { method: 'POST', headers: headers(), body }))
    },
  }
}

const base = { help: '', isRequired: true, trait: '', goTo: '' }

function option(id: string, text: string, more: Partial<FormOption> = {}): FormOption {
  return { id, text, tagId: '', traitValue: '', score: 0, goTo: '', ...more }
}

function skinTest(tag: (name: string) => string): FormPlan {
  const questions: FormQuestion[] = [
    {
      ...{ ...base, id: 'skin', key: '肤质', need: 'worry', kind: 'single' },
      title: '换季时，您的脸更像哪一种？',
      trait: '肤质自述',
      options: [
        option('red', '容易泛红、发烫', { tagId: tag('敏感肌'), traitValue: '敏感', score: 3 }),
        option('tight', '洗完紧绷、起皮', { tagId: tag('保湿'), traitValue: '偏干', score: 2 }),
        option('oil', 'T 区出油、两颊干', { tagId: tag('温和清洁'), traitValue: '混合', score: 1 }),
        option('fine', '都还好', { traitValue: '稳定' }),
      ],
    },
    {
      ...{ ...base, id: 'wish', key: '想要', need: 'interest', kind: 'multiple', most: 2 },
      title: '最想先解决哪一件？',
      options: [
        option('calm', '舒缓泛红', { tagId: tag('敏感肌') }),
        option('moist', '补水保湿', { tagId: tag('保湿') }),
        option('bright', '提亮肤色', { tagId: tag('美白') }),
        option('sun', '防晒不闷', { tagId: tag('防晒') }),
      ],
    },
    {
      ...{ ...base, id: 'words', key: '自己的话', need: 'pain', kind: 'long_text', longest: 300 },
      title: '用自己的话说说，现在最困扰您的是什么？',
      help: '一句话就好',
      isRequired: false,
      wordTags: [
        { tagId: tag('敏感肌'), words: ['泛红', '刺痛', '过敏', '敏感'] },
        { tagId: tag('保湿'), words: ['起皮', '干', '紧绷'] },
      ].filter(({ tagId }) => tagId !== ''),
    },
    {
      ...{ ...base, id: 'care', key: '在意程度', need: 'care', kind: 'rating', steps: 5 },
      title: '选护肤品时，成分温和对您有多重要？',
    },
    {
      ...{ ...base, id: 'phone', key: '手机号', need: null, kind: 'phone' },
      title: '留个手机号，专属顾问把方案发给您',
      help: '只用来发这一次的方案',
      isRequired: false,
    },
  ]
  return {
    title: '20 秒肤质小测',
    intro: '换季了，帮您找到适合的三步护理。',
    questions,
    thanks: {
      text: '收到了。您的专属顾问会把三步护理方案发给您。',
      linkText: '看看护理指南',
      linkUrl: 'https://qinghe.example/guide',
    },
    isRepeatable: false,
    from: null,
    until: null,
    hosts: ['qinghe.example'],
  }
}

function winter(tag: (name: string) => string, now: Date): FlashTopicBody {
  return {
    title: '换季你最怕什么？',
    text: '选一个，看看大家怎么选。',
    choices: [
      { id: 'red', text: '脸红发烫', tagId: tag('敏感肌') },
      { id: 'tight', text: '又干又紧', tagId: tag('保湿') },
      { id: 'oil', text: '越洗越油', tagId: tag('温和清洁') },
      { id: 'none', text: '都不怕', tagId: '' },
    ],
    most: 1,
    from: addMs(now, -DAY_MS).toISOString(),
    until: addMs(now, 2 * DAY_MS).toISOString(),
  }
}
