import { z } from 'zod'
import type { Priority, ResolutionKind } from '../contract/care.ts'
import type { Door } from './door.ts'

const listed = z.object({ total: z.number().nullable() })
const people = z.object({ items: z.array(z.object({ id: z.string() })) })
const made = z.object({ id: z.string() })

/** What some customers have asked for, and how far it is. The first one is still to be helped. */
type Story = {
  kind: string
  subject: string
  priority?: Priority
  answer?: string
  waits?: string
  solved?: { kind: ResolutionKind; text: string; satisfaction?: number }
}
const stories: readonly Story[] = [
  {
    kind: 'complaint',
    priority: 'urgent',
    subject: '新买的面霜用了两天，脸上起红疹，想退',
  },
  {
    kind: 'return',
    subject: '精华液按错了规格，想换 50ml 的',
    answer: '可以换，请把没拆封的寄回来，运费我们出',
    waits: '等客户寄回',
  },
  {
    kind: 'after_sale',
    subject: '泵头压不出来',
    answer: '教了怎么拧开锁扣，还是不行，补寄一支泵头',
    solved: { kind: 'replaced', text: '补寄了泵头，客户说好用了', satisfaction: 5 },
  },
  {
    kind: 'question',
    subject: '敏感肌能不能早晚都用水杨酸',
    answer: '建议先隔天晚上用，观察一周',
    solved: { kind: 'explained', text: '按隔天晚上用，没有不舒服', satisfaction: 5 },
  },
  {
    kind: 'complaint',
    subject: '快递三天没动，客服没人回',
    answer: '道歉，已催件',
    solved: { kind: 'compensated', text: '第四天送到，补了一份小样', satisfaction: 3 },
  },
  {
    kind: 'question',
    subject: '会员积分什么时候到账',
    answer: '确认收货后第二天到账',
    solved: { kind: 'explained', text: '积分已经到账', satisfaction: 4 },
  },
  {
    kind: 'return',
    subject: '收到的瓶子有裂口',
    answer: '看了照片，是运输中碰的',
    solved: { kind: 'refunded', text: '全额退款，不用寄回', satisfaction: 4 },
  },
]

/** Opens the cases and takes them as far as they are, by the doors that the console uses. */
export async function makeCases(owner: Door): Promise<void> {
  const { total } = listed.parse(await owner.get('/api/service-cases?state=all&limit=1'))
  if (total !== 0) return
  const query = new URLSearchParams({ relation: 'friend', limit: String(stories.length) })
  const { items } = people.parse(await owner.get(`/api/customers?${query}`))
  for (const [no, { id: customerId }] of items.entries()) {
    const story = stories[no]
    if (story) await tell(owner, customerId, story)
  }
}

async function tell(owner: Door, customerId: string, story: Story): Promise<void> {
  const { kind, subject, priority = 'normal', answer, waits, solved } = story
  const opened = await owner.post('/api/service-cases', { customerId, kind, subject, priority })
  const path = `/api/service-cases/${made.parse(opened).id}`
  if (answer !== undefined) await owner.put(`${path}/answer`, { text: answer })
  if (waits !== undefined) await owner.put(`${path}/wait`, { text: waits })
  if (!solved) return
  await owner.put(`${path}/solution`, { kind: solved.kind, text: solved.text })
  if (solved.satisfaction !== undefined)
    await owner.put(`${path}/rating`, { satisfaction: solved.satisfaction })
}
