import { expect } from 'vitest'
import { customerPage } from '../contract/customer.ts'
import * as journeys from '../contract/journey-view.ts'
import { doorOf } from '../demo/door.ts'
import { freeRules } from '../server/channel/world.fixture.ts'
import { newId, sleep } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { planSaying } from './crawler-journeys.ts'
import type { House, Resident } from './house.fixture.ts'

export type Somebody = { id: string; name: string | null }

/** Customers who follow an associate, under rules with which nothing is in the way of a message. */
export async function settleCustomers(
  house: House,
  brand: Resident,
  names: readonly string[],
): Promise<Somebody[]> {
  await doorOf(house.url, brand).track(
    names.map((name, no) => ({
      type: 'identify',
      messageId: newId(),
      userId: `M${no}`,
      traits: { name },
    })),
  )
  await house.settled(brand.tenant)
  const policy = { rules: freeRules, no: 0, reason: '测试' }
  expect(await brand.owner('PUT', '/api/contact-policy', policy)).toMatchObject({ status: 200 })
  await befriend(house, brand)
  return customerPage.parse((await brand.owner('GET', '/api/customers?limit=10')).body).items
}

async function befriend({ deps: { db, clock } }: House, { tenant }: Resident): Promise<void> {
  const now = clock.now()
  await db.inWorkspace(tenant.id, async (tx) => {
    await tx.run(sql`
      insert into corp.associate (workspace_id, userid, name, is_active, first_seen_at, changed_at)
      select ${tenant.id}, v.u, v.n, true, ${now}, ${now}
      from (values ('chenlan', '陈岚'), ('zhouyan', '周妍')) as v (u, n)
    `)
    await tx.run(sql`
      insert into customer.follow (workspace_id, id, customer_id, userid, external_userid, started_at, confirmed_at)
      select c.workspace_id, gen_random_uuid(), c.id, 'chenlan', 'wm' || c.no, ${now}, ${now}
      from customer.customer c
    `)
  })
}

/** An SOP with one message and a long rest, with one person in it. @returns its id. */
export async function launchFor(
  brand: Resident,
  name: string,
  { purpose, customerId }: { purpose: 'promotion' | 'service'; customerId: string },
): Promise<string> {
  const plan = planSaying('会员日到店有礼')
  const [hello, rest] = plan.steps
  const steps = [{ ...hello, purpose }, rest]
  const made = await brand.owner('POST', '/api/journeys', { name, plan: { ...plan, steps } })
  const { id } = journeys.madeJourney.parse(made.body)
  const asked = { draftNo: 1, withThoseInside: false, audience: 0 }
  await brand.owner('POST', `/api/journeys/${id}/versions`, asked)
  const put = await brand.owner('POST', `/api/journeys/${id}/admissions`, {
    customerIds: [customerId],
  })
  expect(put).toMatchObject({ status: 201 })
  return id
}

/** How the only person of an SOP stands in it; null while nobody has entered. */
export async function travelOf(brand: Resident, journeyId: string) {
  const { body } = await brand.owner('GET', `/api/journeys/${journeyId}/people`)
  const [somebody] = journeys.enrollmentPage.parse(body).items
  if (!somebody) return null
  const answer = await brand.owner('GET', `/api/enrollments/${somebody.id}`)
  return journeys.enrollment.parse(answer.body)
}

/** Looks again and again until there is something. */
export async function eventually<T>(look: () => Promise<T | null | false>): Promise<T> {
  for (let looks = 0; looks < 400; looks++) {
    const seen = await look()
    if (seen) return seen
    await sleep(50)
  }
  throw new Error('it did not come to that')
}
