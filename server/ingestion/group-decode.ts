import { z } from 'zod'
import { type Decode, PRIVATE, type RiverEvent } from '../event/index.ts'
import { idFrom } from '../kernel/index.ts'

/** The kind of inbox rows that hold customer groups as WeCom described them when asked: one JSON object a line. */
export const WECOM_GROUPS = 'wecom_groups'

const readMember = z.object({
  member: z.string(),
  isStaff: z.boolean(),
  name: z.string(),
  nickname: z.string(),
  joinedAt: z.coerce.date(),
  joinScene: z.number(),
  invitedBy: z.string(),
  state: z.string(),
  unionid: z.string().nullable(),
})
/** A group (客户群) as it was read, with everybody in it; `group` null: there is none (any more). */
const readGroup = z.object({
  chatId: z.string(),
  readAt: z.coerce.date(),
  group: z
    .object({
      name: z.string(),
      owner: z.string(),
      notice: z.string(),
      version: z.string(),
      createdAt: z.coerce.date(),
      members: z.array(readMember),
    })
    .nullable(),
})
export type ReadGroup = z.infer<typeof readGroup>

/** Turns read groups into `group_chat.told`, or `group_chat.gone`. Who is in it goes to the appliers alone. */
export const decodeGroups: Decode = (tenant, row) => {
  const events: RiverEvent[] = []
  const poison: ReturnType<Decode>['poison'] = []
  for (const line of row.body.split('\n')) {
    const read = readGroup.safeParse(JSON.parse(line))
    if (!read.success) poison.push({ item: line, error: z.prettifyError(read.error) })
    else events.push(told(tenant.id, row.receivedAt, read.data))
  }
  return { events, poison }
}

function told(
  workspaceId: string,
  receivedAt: Date,
  { chatId, readAt, group }: ReadGroup,
): RiverEvent {
  return {
    // A group may turn back to what it was: each reading is an event of its own.
    eventId: idFrom('group', workspaceId, chatId, receivedAt.toISOString()),
    name: group ? 'group_chat.told' : 'group_chat.gone',
    at: readAt,
    receivedAt,
    source: 'wecom',
    claims: [],
    value: null,
    props: {
      chat_id: chatId,
      ...(group ? { size: group.members.length, version: group.version } : {}),
      [PRIVATE]: { group },
    },
    importNo: 0,
  }
}
