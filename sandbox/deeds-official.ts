import type { Posting } from './callbacks.ts'
import type { EffectLog } from './effects.ts'
import { type Fan, openidIn, openWindow, subscribed } from './official.ts'
import type { Person, World } from './world.ts'

const MINUTE_MS = 60_000
const WRITTEN_MS = 48 * 3_600_000
const WRITTEN_MESSAGES = 5
const TOUCHED_MESSAGES = 3

type OfficialTown = { world: World; effects: EffectLog; posting: Posting }
export type OfficialDeeds = ReturnType<typeof officialDeeds>

/** What people do with the official account: they follow it, scan its codes, write to it, and leave it. */
export function officialDeeds(town: OfficialTown) {
  const { world, effects, posting } = town
  const { corp, clock } = world
  const personOf = (externalUserId: string) => corp.persons.get(externalUserId) ?? null
  const fanOf = (externalUserId: string): Fan | null => {
    const person = personOf(externalUserId)
    return person && subscribed(corp.official, openidIn(corp, person))
  }
  return {
    /** Follows the account: by a code, or found by its name. @returns null for nobody and for a code that is over. */
    subscribe(externalUserId: string, ticket: string | null = null) {
      const person = personOf(externalUserId)
      return person && subscribe(town, person, ticket)
    },
    unsubscribe(externalUserId: string): boolean {
      const fan = fanOf(externalUserId)
      if (!fan) return false
      fan.isSubscribed = false
      fan.window = { until: clock.now(), left: 0 }
      fan.tagIds.clear()
      effects.write(clock.now(), { kind: 'official_left', openid: fan.openid })
      posting.post({ FromUserName: fan.openid, Event: 'unsubscribe', EventKey: '' })
      return true
    },
    write(externalUserId: string, text: string): boolean {
      const fan = fanOf(externalUserId)
      if (!fan) return false
      openWindow(world, fan, WRITTEN_MS, WRITTEN_MESSAGES)
      fan.chat.push({ at: clock.now(), from: 'customer', text, link: null, kind: 'chat' })
      posting.post({
        FromUserName: fan.openid,
        MsgType: 'text',
        Content: text,
        MsgId: 20_000_000_000_000_000 + world.next(),
      })
      return true
    },
    pressMenu(externalUserId: string, key: string): boolean {
      const fan = fanOf(externalUserId)
      if (!fan) return false
      const isLink = /^https?:/.test(key)
      if (!isLink) openWindow(world, fan, MINUTE_MS, TOUCHED_MESSAGES)
      posting.post({ FromUserName: fan.openid, Event: isLink ? 'VIEW' : 'CLICK', EventKey: key })
      return true
    },
    /** Agrees to notices of a template, so many times; or refuses everything with `isBlocking`. */
    agree(
      externalUserId: string,
      wanted: { templateId?: string; times?: number; isBlocking?: boolean },
    ) {
      const fan = fanOf(externalUserId)
      if (!fan) return null
      if (wanted.isBlocking !== undefined) fan.isBlocking = wanted.isBlocking
      if (wanted.templateId) {
        const had = fan.agreed.get(wanted.templateId) ?? 0
        fan.agreed.set(wanted.templateId, had + (wanted.times ?? 1))
      }
      return fan
    },
    /** Tells the results of what the API was asked for: after its answer, never before. */
    tellResults(): void {
      for (const { openid, fields } of corp.official.told.splice(0))
        posting.post({ FromUserName: openid, ...fields })
    },
  }
}

function begin({ world, effects }: OfficialTown, person: Person, scene: string): Fan {
  const { corp, clock } = world
  const openid = openidIn(corp, person)
  const before = corp.official.fans.get(openid)
  const fan: Fan = {
    openid,
    externalUserId: person.externalUserId,
    isSubscribed: true,
    subscribedAt: clock.now(),
    cameBy: scene === '' ? 'ADD_SCENE_SEARCH' : 'ADD_SCENE_QR_CODE',
    scene,
    tagIds: new Set(),
    window: { until: clock.now(), left: 0 },
    isBlocking: false,
    agreed: before?.agreed ?? new Map(),
    // Leaving and coming back does not make the month new.
    massReceived: before?.massReceived ?? [],
    chat: before?.chat ?? [],
  }
  corp.official.fans.set(openid, fan)
  effects.write(clock.now(), { kind: 'official_subscribed', openid, scene })
  return fan
}

function subscribe(town: OfficialTown, person: Person, ticket: string | null): Fan | null {
  const { corp, clock } = town.world
  const code = ticket === null ? null : corp.official.codes.get(ticket)
  if (code === undefined || (code?.expiresAt && code.expiresAt <= clock.now())) return null
  const scene = code?.scene ?? ''
  const before = subscribed(corp.official, openidIn(corp, person))
  if (before && scene === '') return before
  const fan = before ?? begin(town, person, scene)
  openWindow(town.world, fan, MINUTE_MS, TOUCHED_MESSAGES)
  town.posting.post({
    FromUserName: fan.openid,
    Event: before ? 'SCAN' : 'subscribe',
    EventKey: scene === '' ? '' : before ? scene : `qrscene_${scene}`,
    ...(ticket === null ? {} : { Ticket: ticket }),
  })
  return fan
}
