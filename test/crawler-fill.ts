import { told } from './crawler-articles.ts'
import { asked } from './crawler-forms.ts'
import { planned, posted } from './crawler-groups.ts'
import { handOver } from './crawler-handover.ts'
import { posterOf } from './crawler-posters.ts'
import { invited } from './crawler-referral.ts'
import type { House, Resident } from './house.fixture.ts'

/** Makes something by a route, and tells its ids. */
type Make = (path: string, body: unknown) => Promise<Record<string, string[]>>

/** Materials, answers, a poster, a form and a flash topic. */
export async function library(make: Make, mark: string, tag: string | undefined): Promise<void> {
  const written = { title: `${mark}的素材`, text: mark, link: null, purpose: 'value', story: mark }
  await make('/api/materials', { ...written, tagIds: [tag], fromOn: null, untilOn: null })
  await make('/api/quick-replies', { category: mark, title: mark, text: mark })
  await make('/api/posters', posterOf(mark))
  await asked(make, mark, tag ?? '')
  await sold(make, mark, tag)
  await told(make, mark, tag)
}

/** Two products, of which one is merged into the other. */
async function sold(make: Make, mark: string, tag: string | undefined): Promise<void> {
  const written = { category: mark, linkUrl: 'https://nowhere.example/goods', tagIds: [tag] }
  const skus = [{ code: `${mark}-1`, price: 1_000, stock: 3 }]
  const one = (await make('/api/products', { ...written, name: `${mark}的面霜`, skus })).prd?.[0]
  const other = (await make('/api/products', { name: `${mark}面霜` })).prd?.[0]
  await make(`/api/products/${one}/merges`, { otherId: other })
}

/** A coupon and points with a budget, each given to somebody. */
async function rewarded(make: Make, mark: string, customerId: string | undefined): Promise<void> {
  const coupon = { kind: 'coupon', name: `${mark}的券`, cost: 500, holdDays: 7 }
  const points = { kind: 'points', name: `${mark}的积分`, points: 100, cost: 100, holdDays: 0 }
  for (const [no, wanted] of [coupon, points].entries()) {
    const id = (await make('/api/rewards', wanted)).rwd?.[0]
    await make(`/api/rewards/${id}/budget`, { amount: 10_000 })
    if (wanted.kind === 'coupon')
      await make(`/api/rewards/${id}/codes`, { codes: `${mark}1,${mark}2` })
    const key = `01900000-0000-7000-8000-00000000000${no}`
    await make(`/api/rewards/${id}/grants`, { customerId, key, reason: `${mark}满意` })
  }
}

/** A complaint, and somebody who waits for an answer. */
async function cared(make: Make, mark: string, people: string[]): Promise<void> {
  const complaint = { customerId: people[3], kind: 'complaint', subject: `${mark}不满意` }
  await make('/api/service-cases', complaint)
  await make(`/api/customers/${people[1]}/replies`, {})
}

/** A bill of an advertising platform, a hook, and a landing page where something is left. */
export async function acquired(make: Make, mark: string): Promise<void> {
  const text = `来源,金额,日期\n${mark}的来源,12.34,2026-01-05\n`
  await make('/api/source-bills', { fileName: `${mark}.csv`, text })
  const asset = { title: `${mark}的资料`, words: mark, url: null }
  const hook = { name: `${mark}的抓手`, pain: mark, kind: 'file', rule: 'anyone', asset }
  await make('/api/hooks', { ...hook, stock: 3 })
  const words = { id: 'a', share: 100, headline: mark, lead: mark, points: [mark], button: '领' }
  const page = { name: `${mark}的落地页`, template: 'offer', deed: 'lead', variants: [words] }
  await make('/api/landing-pages', page)
}

type Served = { make: Make; mark: string; people: string[]; has: (route: string) => boolean }

/** What people get and who is there for them. */
export async function served(
  house: House,
  resident: Resident,
  { make, mark, people, has }: Served,
) {
  if (has('POST /api/group-posts')) await posted(house, resident, mark)
  if (has('POST /api/group-plans')) await planned(house, resident, mark)
  if (has('POST /api/service-cases')) await cared(make, mark, people)
  if (has('POST /api/rewards')) await rewarded(make, mark, people[3])
  if (has('POST /api/referrals')) await invited(house, resident, mark, people.slice(2, 4))
  if (has('POST /api/handovers'))
    await handOver(house, resident, { mark, customer: people[3] ?? '' })
}
