import { type Consent, keepChat } from './archive.ts'
import { contactEvent } from './deeds-contact.ts'
import type { Town } from './town.ts'
import { followOf, idOf, pairKey } from './world.ts'

/** The product is told at most so often (document 95039). */
const TOLD_MS = 15_000

type Pair = { userid: string; externalUserId: string }

/** What becomes of chats where the company pays for the archive. */
export function archiveDeeds(town: Town) {
  return {
    /** Buys a seat for a member, or gives it back. */
    seat({ userid, isOn }: { userid: string; isOn: boolean }): boolean {
      const { members, archive } = town.world.corp
      if (!members.has(userid)) return false
      if (isOn) archive.seats.add(userid)
      else archive.seats.delete(userid)
      return true
    },
    /** The customer says whether what is said may be kept. */
    consent: (said: Pair & { status: Consent }) => consent(town, said),
    /** What was said, where it is kept: a seat, and the customer's consent. */
    archive: (said: Pair & { from: 'member' | 'customer'; text: string }) => keep(town, said),
  }
}

function consent(town: Town, { status, ...pair }: Pair & { status: Consent }): boolean {
  const { corp, clock } = town.world
  const { userid, externalUserId } = pair
  if (!corp.archive.seats.has(userid) || !followOf(corp, userid, externalUserId)) return false
  const at = clock.now()
  corp.archive.consents.set(pairKey(userid, externalUserId), { status, at })
  town.effects.write(at, { kind: 'archive_consent', ...pair, status })
  const action = status === 'Agree' ? 'agree' : 'disagree'
  put(town, {
    from: externalUserId,
    tolist: [userid],
    msgtype: action,
    [action]: { userid: externalUserId, [`${action}_time`]: at.getTime() },
  })
  if (status === 'Agree') contactEvent(town, 'msg_audit_approved', pair)
  return true
}

function keep(
  town: Town,
  { userid, externalUserId, from, text }: Pair & { from: 'member' | 'customer'; text: string },
): void {
  const { archive } = town.world.corp
  const isAgreed = archive.consents.get(pairKey(userid, externalUserId))?.status === 'Agree'
  if (!archive.seats.has(userid) || !isAgreed) return
  const isMember = from === 'member'
  put(town, {
    from: isMember ? userid : externalUserId,
    tolist: [isMember ? externalUserId : userid],
    msgtype: 'text',
    text: { content: text },
  })
}

function put(town: Town, message: Record<string, unknown>): void {
  const { world, posting } = town
  const now = world.clock.now()
  keepChat(world, {
    msgid: `${idOf(world, 'arc')}_external`,
    action: 'send',
    roomid: '',
    msgtime: now.getTime(),
    ...message,
  })
  const { archive, agentId } = world.corp
  if (archive.toldAt && now.getTime() - archive.toldAt.getTime() < TOLD_MS) return
  archive.toldAt = now
  posting.post({ Event: 'msgaudit_notify', AgentID: agentId })
}
