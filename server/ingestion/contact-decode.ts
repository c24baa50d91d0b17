import { z } from 'zod'
import type { IdentityClaim } from '../../contract/identity.ts'
import { type Decode, PRIVATE, type RiverEvent } from '../event/index.ts'
import { idFrom } from '../kernel/index.ts'

/** The kind of inbox rows that hold contacts as WeCom described them when asked: one JSON object a line. */
export const WECOM_CONTACTS = 'wecom_contacts'

const readFollow = z.object({
  userid: z.string(),
  state: z.string(),
  addWay: z.number().nullable(),
  remark: z.string(),
  description: z.string(),
  mobiles: z.array(z.string()),
  tagIds: z.array(z.string()),
  startedAt: z.coerce.date(),
})
export type ReadFollow = z.infer<typeof readFollow>

/** A contact as it was read, with all its follows: one that is missing has ended. */
const readContact = z.object({
  externalUserid: z.string(),
  /** Set when it was read from this associate's list: then nothing is said of the follows of others. */
  seenBy: z.string().optional(),
  name: z.string(),
  avatar: z.string(),
  gender: z.number(),
  unionid: z.string().nullable(),
  corpName: z.string(),
  follows: z.array(readFollow),
  readAt: z.coerce.date(),
})
export type ReadContact = z.infer<typeof readContact>

/** Turns read contacts into `contact.told`, one each. What is personal goes to the appliers alone. */
export const decodeContacts: Decode = (tenant, row) => {
  const events: RiverEvent[] = []
  const poison: ReturnType<Decode>['poison'] = []
  for (const line of row.body.split('\n')) {
    const read = readContact.safeParse(JSON.parse(line))
    if (!read.success) poison.push({ item: line, error: z.prettifyError(read.error) })
    else events.push(told(tenant.id, row.receivedAt, read.data))
  }
  return { events, poison }
}

function told(workspaceId: string, receivedAt: Date, contact: ReadContact): RiverEvent {
  const { externalUserid, seenBy, readAt, follows } = contact
  return {
    // A contact may turn back to what it was: each reading is an event of its own.
    eventId: idFrom(
      'contact',
      workspaceId,
      externalUserid,
      receivedAt.toISOString(),
      ...(seenBy === undefined ? [] : [seenBy]),
    ),
    name: 'contact.told',
    at: readAt,
    receivedAt,
    source: 'wecom',
    claims: claimsOf(contact),
    value: null,
    props: {
      external_userid: externalUserid,
      ...(seenBy === undefined ? {} : { seen_by: seenBy }),
      follows: follows.length,
      [PRIVATE]: {
        traits: traitsOf(contact),
        // A nickname is what to call somebody of whom nothing better is known.
        name: contact.name,
        follows: follows.map((follow) => ({
          userid: follow.userid,
          state: follow.state,
          add_way: follow.addWay,
          remark: follow.remark,
          description: follow.description,
          started_at: follow.startedAt,
          tag_ids: follow.tagIds,
        })),
      },
    },
    importNo: 0,
  }
}

/** Numbers that an associate wrote down are the customer's own word to them: they join a member by phone or by card. */
function claimsOf({ externalUserid, unionid, follows }: ReadContact): IdentityClaim[] {
  const mobiles = new Set(follows.flatMap((follow) => follow.mobiles))
  const memberNo = memberNoIn(follows)
  return [
    ...(memberNo ? [{ kind: 'member_no' as const, value: memberNo }] : []),
    ...(unionid ? [{ kind: 'unionid' as const, value: unionid }] : []),
    { kind: 'external_userid', value: externalUserid },
    ...[...mobiles].map((value) => ({ kind: 'phone' as const, value })),
  ]
}

/** How associates note a member number (会员号) in a remark or a description: the words, then the number. */
const MEMBER_NO = /会员(?:编号|卡号|号)\s*[:：]?\s*([A-Za-z0-9][A-Za-z0-9_-]{1,39})/

/** The member number of the notes, when they agree: a person has one, and a slip of the pen must not make two people one. */
function memberNoIn(follows: ReadContact['follows']): string | null {
  const found = new Set(
    follows.flatMap(({ remark, description }) =>
      [remark, description].flatMap((note) => MEMBER_NO.exec(note)?.[1] ?? []),
    ),
  )
  const [only] = found
  return found.size === 1 && only !== undefined ? only : null
}

const genders: Record<number, string> = { 1: 'male', 2: 'female' }

function traitsOf({ name, avatar, gender, corpName }: ReadContact): Record<string, unknown> {
  const known = genders[gender]
  return {
    ...(name === '' ? {} : { wechat_name: name }),
    ...(avatar === '' ? {} : { avatar }),
    ...(known === undefined ? {} : { gender: known }),
    ...(corpName === '' ? {} : { company: corpName }),
  }
}
