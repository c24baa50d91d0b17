import { z } from 'zod'
import type { Decode, RiverEvent } from '../event/index.ts'
import { idFrom } from '../kernel/index.ts'

/** The kind of inbox rows that hold what was said in customer service (微信客服): one JSON object a line, without the words. */
export const WECOM_SERVICE = 'wecom_service'

/** `wrote`: the customer; `answered`: a servicer; `entered`: the customer came, and has said nothing yet. */
const serviceSaid = z.object({
  msgid: z.string(),
  at: z.coerce.date(),
  what: z.enum(['wrote', 'answered', 'entered']),
  openKfid: z.string(),
  externalUserid: z.string(),
  userid: z.string(),
  scene: z.string(),
})
export type ServiceSaid = z.infer<typeof serviceSaid>

const NAMES = {
  wrote: 'message.replied',
  answered: 'chat.answered',
  entered: 'service.entered',
} as const

/** Turns what customer service told into the events that any chat is told by: who waits for an answer need not know where it came. */
export const decodeService: Decode = (tenant, row) => {
  const events: RiverEvent[] = []
  const poison: ReturnType<Decode>['poison'] = []
  for (const line of row.body.split('\n')) {
    const read = serviceSaid.safeParse(JSON.parse(line))
    if (!read.success) poison.push({ item: line, error: z.prettifyError(read.error) })
    else events.push(eventOf(tenant.id, row.receivedAt, read.data))
  }
  return { events, poison }
}

function eventOf(workspaceId: string, receivedAt: Date, said: ServiceSaid): RiverEvent {
  const { msgid, at, what, openKfid, externalUserid, userid, scene } = said
  return {
    // A page that is read again after a kill says the same.
    eventId: idFrom('service', workspaceId, openKfid, msgid),
    name: NAMES[what],
    at,
    receivedAt,
    source: 'wecom',
    claims: [{ kind: 'external_userid', value: externalUserid }],
    value: null,
    props: {
      external_userid: externalUserid,
      open_kfid: openKfid,
      ...(userid === '' ? {} : { userid }),
      ...(scene === '' ? {} : { scene }),
    },
    importNo: 0,
  }
}
