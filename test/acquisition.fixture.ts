import { receive } from '../server/event/index.ts'
import { WECOM } from '../server/ingestion/index.ts'
import { newId, readId } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import type { House, Resident } from './house.fixture.ts'

export type Came = {
  who: string
  state: string
  at: string
  leftAt?: string
  welcomeCode?: string
  /** Whom they added; `lan` unless said. */
  userid?: string
}
export type Bought = { who: string; at: string; yuan: number }

/** Codes as they stand when WeCom has made them. @returns their ids by their parameters. */
export async function hangCodes(
  { deps }: House,
  { tenant }: Resident,
  codes: readonly { state: string; sourceId: string; userids?: string[] }[],
): Promise<Map<string, string>> {
  const now = deps.clock.now()
  const ids = new Map<string, string>()
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    for (const { state, sourceId, userids = ['lan'] } of codes) {
      const id = newId()
      ids.set(state, id)
      await tx.run(sql`
        insert into acquisition.contact_way (
          workspace_id, id, name, source_id, userids, state, phase, config_id, qr_url, created_at, changed_at
        )
        values (
          ${tenant.id}, ${id}, ${`码 ${state}`}, ${readId('source', sourceId)}, ${userids}::text[], ${state}, 'live',
          ${`config_${state}`}, ${'https://nowhere.example/code.png'}, ${now}, ${now}
        )
      `)
    }
  })
  return ids
}

/** WeCom tells who became a friend by which code, and who left. */
export async function tellFollows(
  house: House,
  { tenant }: Resident,
  people: readonly Came[],
): Promise<void> {
  const lines = people.flatMap(({ who, state, at, leftAt, welcomeCode, userid = 'lan' }) => [
    xmlOf({
      ...{ who, userid, at, change: 'add_external_contact' },
      more: `<State>${state}</State>${welcomeCode ? `<WelcomeCode>${welcomeCode}</WelcomeCode>` : ''}`,
    }),
    ...(leftAt ? [xmlOf({ who, userid, at: leftAt, change: 'del_follow_user', more: '' })] : []),
  ])
  const { db, clock } = house.deps
  await db.inWorkspace(tenant.id, (tx) =>
    receive(tx, {
      tenantId: tenant.id,
      lane: 'callback',
      kind: WECOM,
      source: 'wecom',
      items: lines.length,
      body: lines.map((line) => JSON.stringify(line)).join('\n'),
      receivedAt: clock.now(),
    }),
  )
  await house.settled(tenant)
}

function xmlOf({
  who,
  userid,
  at,
  change,
  more,
}: {
  who: string
  userid: string
  at: string
  change: string
  more: string
}): string {
  const seconds = Math.floor(Date.parse(at) / 1_000)
  return `<xml><ToUserName>ww1</ToUserName><FromUserName>sys</FromUserName><CreateTime>${seconds}</CreateTime><MsgType>event</MsgType><Event>change_external_contact</Event><ChangeType>${change}</ChangeType><UserID>${userid}</UserID><ExternalUserID>${who}</ExternalUserID>${more}</xml>`
}

/** Those who follow are known to the shop by the same name, and buy there. */
export async function tellOrders(
  house: House,
  brand: Resident,
  orders: readonly Bought[],
): Promise<void> {
  await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.run(sql`
      insert into customer.identity (workspace_id, kind, key, customer_id, value, masked, first_seen_at, source)
      select i.workspace_id, 'user_id', i.key, i.customer_id, i.value, i.masked, i.first_seen_at, i.source
      from customer.identity i
      where i.workspace_id = ${brand.tenant.id}
        and i.kind = 'external_userid'
      on conflict do nothing
    `),
  )
  const batch = orders.map(({ who, at, yuan }, no) => ({
    type: 'track',
    messageId: `o-${no}`,
    userId: who,
    event: 'Order Completed',
    timestamp: at,
    properties: { order_id: `o-${no}`, revenue: yuan, currency: 'CNY' },
  }))
  const key = `Basic ${Buffer.from(`${brand.writeKey}:`).toString('base64')}`
  const answer = await fetch(`${house.url}/v1/batch`, {
    method: 'POST',
    headers: { authorization: key, 'content-type': 'application/json' },
    body: JSON.stringify({ batch }),
  })
  if (!answer.ok) throw new Error(`orders: ${answer.status} ${await answer.text()}`)
  await house.settled(brand.tenant)
}
