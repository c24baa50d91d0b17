import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type OfficialEvent, parseOfficial } from '../../weixin/index.ts'
import type { Decode, RiverEvent } from '../event/index.ts'
import { companyOf, idFrom, unreachable, wireIdOf } from '../kernel/index.ts'

/** The kind of inbox rows that hold what official accounts told: one JSON text a line, the decrypted XML with the AppID before it. */
export const OFFICIAL = 'official'
/** The kind that holds followers as WeChat described them when asked: one JSON object a line. */
export const OFFICIAL_FOLLOWERS = 'official_followers'

type Told = { name: string; isTheirs: boolean; props: Record<string, unknown> }

/** Turns callbacks of official accounts (公众号) into events. What says the same word for word is the same event. */
export const decodeOfficial: Decode = (tenant, row) => {
  const events: RiverEvent[] = []
  const poison: ReturnType<Decode>['poison'] = []
  for (const line of row.body.split('\n')) {
    const content = String(JSON.parse(line))
    const event = parseOfficial(wireIdOf(content))
    if (!event) poison.push({ item: line, error: 'not an event of an official account' })
    else {
      const hash = createHash('sha256').update(content).digest('base64url')
      const eventId = idFrom('event', tenant.id, OFFICIAL, hash)
      events.push(eventOf(event, companyOf(content), { eventId, receivedAt: row.receivedAt }))
    }
  }
  return { events, poison }
}

function eventOf(
  event: OfficialEvent,
  appId: string,
  head: Pick<RiverEvent, 'eventId' | 'receivedAt'>,
): RiverEvent {
  const { name, isTheirs, props } = toldBy(event)
  const { openid, at } = event
  return {
    ...head,
    name: `official.${name}`,
    at,
    source: OFFICIAL,
    claims: isTheirs ? [{ kind: 'openid', value: openid }] : [],
    value: null,
    props: { app_id: appId, ...(isTheirs ? { openid } : {}), ...props },
    importNo: 0,
  }
}

const theirs = (name: string, props: Record<string, unknown> = {}): Told => ({
  name,
  isTheirs: true,
  props,
})

/** Facts in our words. What somebody wrote is left out: history holds that they wrote, not what. */
function toldBy(event: OfficialEvent): Told {
  switch (event.kind) {
    case 'subscribe':
      return theirs('subscribed', { scene: event.scene })
    case 'unsubscribe':
      return theirs('unsubscribed')
    case 'scan':
      return theirs('scanned', { scene: event.scene })
    case 'click':
      return theirs('menu_pressed', { key: event.key })
    case 'view':
      return theirs('link_opened', { url: event.url })
    case 'message':
      return theirs('message_received', { type: event.type, message_id: event.messageId })
    case 'template_done':
      return theirs('notice_finished', { message_id: event.messageId, status: event.status })
    case 'mass_done': {
      const { messageId, result } = event
      return { name: 'mass_finished', isTheirs: false, props: { message_id: messageId, ...result } }
    }
    case 'other':
      return theirs(event.event === '' ? 'other' : event.event.toLowerCase())
    default:
      return unreachable(event)
  }
}

const readFollower = z.object({
  appId: z.string(),
  openid: z.string(),
  unionid: z.string().nullable(),
  isSubscribed: z.boolean(),
  subscribedAt: z.coerce.date().nullable(),
  cameBy: z.string(),
  scene: z.string(),
  readAt: z.coerce.date(),
})
export type ReadFollower = z.infer<typeof readFollower>

/** Turns read followers into `official.follower_read`: the unionid joins them to whom the brand knows elsewhere. */
export const decodeFollowers: Decode = (tenant, row) => {
  const events: RiverEvent[] = []
  const poison: ReturnType<Decode>['poison'] = []
  for (const line of row.body.split('\n')) {
    const read = readFollower.safeParse(JSON.parse(line))
    if (!read.success) {
      poison.push({ item: line, error: z.prettifyError(read.error) })
      continue
    }
    const { appId, openid, unionid, isSubscribed, subscribedAt, cameBy, scene, readAt } = read.data
    events.push({
      eventId: idFrom('follower', tenant.id, appId, openid, row.receivedAt.toISOString()),
      name: 'official.follower_read',
      at: readAt,
      receivedAt: row.receivedAt,
      source: OFFICIAL,
      claims: [
        ...(unionid === null ? [] : [{ kind: 'unionid' as const, value: unionid }]),
        { kind: 'openid', value: openid },
      ],
      value: null,
      props: {
        app_id: appId,
        openid,
        is_subscribed: isSubscribed,
        has_unionid: unionid !== null,
        came_by: cameBy,
        scene,
        ...(subscribedAt ? { subscribed_at: subscribedAt.toISOString() } : {}),
      },
      importNo: 0,
    })
  }
  return { events, poison }
}
