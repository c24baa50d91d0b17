import { codeFor } from './api-kf.ts'
import { KF_OPEN_MS, type KfSession, keepRow, sessionKey, sessionOf } from './kf.ts'
import type { Town } from './town.ts'
import { seconds } from './wire.ts'
import { idOf } from './world.ts'

type Who = { openKfid: string; externalUserId: string }

/** What customers and servicers do in customer service; each is told by `kf_msg_or_event`, which says only that there is something. */
export function kfDeeds(town: Town) {
  return {
    /** A customer comes by a link. A welcome may be said when there was neither a welcome nor a word in 48 h. */
    enterKf: (who: Who & { scene?: string; param?: string }) => enter(town, who),
    writeKf: (said: Who & { text: string; menuId?: string | undefined }) => write(town, said),
    /** A servicer answers in WeCom; an ended session is open again. */
    serveKf: (said: Who & { userid: string; text: string }) => serve(town, said),
    /** A servicer takes a waiting customer out of the pool. */
    takeKf: (who: Who & { userid: string }) => take(town, who),
    /** A servicer ends the session. */
    endKf: (who: Who) => end(town, who),
    /** A servicer begins or stops to take customers. */
    switchServicer(change: { openKfid: string; userid: string; isOn: boolean }): boolean {
      const { openKfid, userid, isOn } = change
      const account = town.world.corp.kf.accounts.get(openKfid)
      if (!account?.servicers.has(userid)) return false
      account.servicers.set(userid, isOn)
      event(town, openKfid, {
        event_type: 'servicer_status_change',
        servicer_userid: userid,
        status: isOn ? 1 : 2,
        open_kfid: openKfid,
      })
      return true
    },
  }
}

function begun(town: Town, { openKfid, externalUserId }: Who): KfSession | null {
  const { corp } = town.world
  if (!corp.kf.accounts.has(openKfid) || !corp.persons.has(externalUserId)) return null
  const known = sessionOf(town.world, openKfid, externalUserId)
  if (known) return known
  const talk: KfSession = {
    openKfid,
    externalUserId,
    state: 0,
    servicer: '',
    lastWordAt: null,
    sent: 0,
    welcomedAt: null,
    bubbles: [],
  }
  corp.kf.sessions.set(sessionKey(openKfid, externalUserId), talk)
  return talk
}

function enter(town: Town, who: Who & { scene?: string; param?: string }) {
  const talk = begun(town, who)
  if (!talk) return null
  const now = town.world.clock.now().getTime()
  const isLong = (at: Date | null) => !at || now - at.getTime() > KF_OPEN_MS
  const isWelcome = isLong(talk.lastWordAt) && isLong(talk.welcomedAt)
  const code = isWelcome ? codeFor(town.world, talk, 'welcome') : null
  const { openKfid, externalUserId, scene = '', param = '' } = who
  event(town, openKfid, {
    event_type: 'enter_session',
    open_kfid: openKfid,
    external_userid: externalUserId,
    scene,
    scene_param: param,
    ...(code ? { welcome_code: code } : {}),
  })
  return { code }
}

function write(town: Town, said: Who & { text: string; menuId?: string | undefined }): boolean {
  const talk = begun(town, said)
  if (!talk) return false
  const at = town.world.clock.now()
  talk.lastWordAt = at
  talk.sent = 0
  if (talk.state === 4) talk.state = 0
  const { openKfid, externalUserId, text, menuId } = said
  talk.bubbles.push({ at, from: 'customer', text })
  town.effects.write(at, { kind: 'kf_said', openKfid, externalUserId, from: 'customer', text })
  message(town, talk, 3, {
    msgtype: 'text',
    text: { content: text, ...(menuId ? { menu_id: menuId } : {}) },
  })
  return true
}

function serve(town: Town, said: Who & { userid: string; text: string }): boolean {
  const talk = sessionOf(town.world, said.openKfid, said.externalUserId)
  const account = town.world.corp.kf.accounts.get(said.openKfid)
  if (!talk || !account?.servicers.has(said.userid)) return false
  const at = town.world.clock.now()
  const { openKfid, externalUserId, userid, text } = said
  talk.state = 3
  talk.servicer = userid
  talk.bubbles.push({ at, from: 'servicer', text })
  town.effects.write(at, { kind: 'kf_said', openKfid, externalUserId, from: 'servicer', text })
  message(town, talk, 5, { servicer_userid: userid, msgtype: 'text', text: { content: text } })
  return true
}

function take(town: Town, { userid, ...who }: Who & { userid: string }): boolean {
  const talk = sessionOf(town.world, who.openKfid, who.externalUserId)
  if (talk?.state !== 2) return false
  talk.state = 3
  talk.servicer = userid
  event(town, who.openKfid, {
    event_type: 'session_status_change',
    open_kfid: who.openKfid,
    external_userid: who.externalUserId,
    change_type: 1,
    new_servicer_userid: userid,
    msg_code: codeFor(town.world, talk, 'taken'),
  })
  return true
}

function end(town: Town, who: Who): boolean {
  const talk = sessionOf(town.world, who.openKfid, who.externalUserId)
  if (!talk || talk.state === 4) return false
  const { servicer } = talk
  talk.state = 4
  talk.servicer = ''
  event(town, who.openKfid, {
    event_type: 'session_status_change',
    open_kfid: who.openKfid,
    external_userid: who.externalUserId,
    change_type: 3,
    old_servicer_userid: servicer,
    msg_code: codeFor(town.world, talk, 'ended'),
  })
  return true
}

function message(
  town: Town,
  { openKfid, externalUserId }: Who,
  origin: 3 | 5,
  content: Record<string, unknown>,
): void {
  keepRow(town.world, openKfid, {
    msgid: idOf(town.world, 'kfm'),
    open_kfid: openKfid,
    external_userid: externalUserId,
    send_time: seconds(town.world.clock.now()),
    origin,
    ...content,
  })
  tell(town, openKfid)
}

function event(town: Town, openKfid: string, fields: Record<string, unknown>): void {
  keepRow(town.world, openKfid, {
    msgid: idOf(town.world, 'kfm'),
    send_time: seconds(town.world.clock.now()),
    origin: 4,
    msgtype: 'event',
    event: fields,
  })
  tell(town, openKfid)
}

function tell({ world, posting }: Town, openKfid: string): void {
  const token = idOf(world, 'ENC')
  world.corp.kf.tokens.set(token, { openKfid, at: world.clock.now() })
  // This one has no FromUserName in the official sample.
  posting.post({ FromUserName: '', Event: 'kf_msg_or_event', Token: token, OpenKfId: openKfid })
}
