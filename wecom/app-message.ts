import { z } from 'zod'
import type { Ask } from './ask.ts'
import { type Done, nothing, post } from './call.ts'

const wireSent = z.looseObject({ msgid: z.string().default('') })

/** What the app tells members. */
export function appMessageCalls(ask: Ask) {
  return {
    /** A message of the app to a member. */
    async sendAppMessage(message: { agentId: number; userid: string; text: string }): Done {
      const body = {
        touser: message.userid,
        msgtype: 'text',
        agentid: message.agentId,
        text: { content: message.text },
      }
      return nothing(await ask(post('/cgi-bin/message/send', body), wireSent))
    },
  }
}
