import { z } from 'zod'
import { toldByArchive } from '../../contract/chat.ts'
import type { Decode, RiverEvent } from '../event/index.ts'
import { idFrom } from '../kernel/index.ts'

/** The kind of inbox rows that hold what a chat archive told: one JSON object a line. */
export const CHATS = 'chats'

/** Turns what an archive told into `message.replied` (a customer wrote), `chat.answered` (an associate wrote), and what customers said to being kept. */
export const decodeChats: Decode = (tenant, row) => {
  const events: RiverEvent[] = []
  const poison: ReturnType<Decode>['poison'] = []
  for (const line of row.body.split('\n')) {
    const read = toldByArchive.safeParse(JSON.parse(line))
    if (!read.success) {
      poison.push({ item: line, error: z.prettifyError(read.error) })
      continue
    }
    const { id, at, userid, externalUserid } = read.data
    events.push({
      eventId: idFrom('event', tenant.id, CHATS, id),
      name: nameOf(read.data),
      at: new Date(at),
      receivedAt: row.receivedAt,
      source: 'wecom',
      claims: [{ kind: 'external_userid', value: externalUserid }],
      value: null,
      props: { userid, external_userid: externalUserid },
      importNo: 0,
    })
  }
  return { events, poison }
}

function nameOf(told: z.infer<typeof toldByArchive>): string {
  if ('says' in told)
    return told.says === 'agreed' ? 'contact.archive_agreed' : 'contact.archive_refused'
  return told.from === 'customer' ? 'message.replied' : 'chat.answered'
}
