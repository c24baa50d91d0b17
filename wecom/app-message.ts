import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { type Done, nothing, post } from './call.ts'
import type { Card } from './card.ts'
import { wireNothing } from './message.ts'

/** The wire shape of what came of a message (document 90236). Ids of members come back in lower case. */
const wireSent = z.looseObject({
  msgid: z.string().default(''),
  invaliduser: z.string().optional(),
  invalidparty: z.string().optional(),
  invalidtag: z.string().optional(),
  unlicenseduser: z.string().optional(),
  /** Of cards that call back: with it the card can be changed once, for 72 h. */
  response_code: z.string().optional(),
})
export type SentMessage = z.infer<typeof wireSent>

/** To whom: at most 1,000 members, 100 departments and 100 tags of staff; or everybody whom the app may see. */
export type Receivers =
  | { userids?: string[]; departmentIds?: number[]; tagIds?: number[] }
  | { everybody: true }

/** What an app can say. Texts are cut at 2,048 bytes; links in them are written `<a href="…">…</a>`. */
export type AppContent =
  | { msgtype: 'text'; text: { content: string } }
  | { msgtype: 'markdown'; markdown: { content: string } }
  | {
      msgtype: 'textcard'
      textcard: { title: string; description: string; url: string; btntxt?: string }
    }
  | {
      msgtype: 'news'
      /** One to eight. */
      news: { articles: { title: string; description?: string; url: string; picurl?: string }[] }
    }
  | { msgtype: 'image'; image: { media_id: string } }
  | { msgtype: 'file'; file: { media_id: string } }
  | { msgtype: 'video'; video: { media_id: string; title?: string; description?: string } }
  | { msgtype: 'template_card'; template_card: Card }

export type AppMessage = {
  agentId: number
  to: Receivers
  content: AppContent
  /** The same message is not shown again within so many seconds, at most four hours. */
  onceWithinSeconds?: number
}

/** What the app tells members. */
export function appMessageCalls(ask: Ask) {
  return {
    /**
     * Some receivers that there are not do no harm (they are named in the answer); none that there is: 81013. More than
     * 30 a minute to one member are dropped without a word.
     */
    sendToStaff: (message: AppMessage): Promise<Answer<SentMessage>> =>
      ask(post('/cgi-bin/message/send', messageBody(message)), wireSent),
    /** A text of the app to a member. */
    async sendAppMessage(message: { agentId: number; userid: string; text: string }): Done {
      const { agentId, userid, text } = message
      const content: AppContent = { msgtype: 'text', text: { content: text } }
      const body = messageBody({ agentId, to: { userids: [userid] }, content })
      return nothing(await ask(post('/cgi-bin/message/send', body), wireSent))
    },
    /**
     * Changes a card that was sent, for some members or for all who got it. @param change.to what the buttons say from now
     * on (nobody can press them any more), or another card. 42014 and its neighbours: the code was used or is over.
     */
    async updateCard(change: {
      agentId: number
      responseCode: string
      userids?: string[]
      to: { buttonText: string } | { card: Card }
    }): Done {
      const { agentId, responseCode, userids, to } = change
      const body = {
        ...(userids ? { userids } : { atall: 1 }),
        agentid: agentId,
        response_code: responseCode,
        ...('card' in to
          ? { template_card: to.card }
          : { button: { replace_name: to.buttonText } }),
      }
      return nothing(await ask(post('/cgi-bin/message/update_template_card', body), wireNothing))
    },
    /** Takes a message back, within 24 h (42052), by the app that sent it. */
    async recallMessage(msgid: string): Done {
      return nothing(await ask(post('/cgi-bin/message/recall', { msgid }), wireNothing))
    },
  }
}

function messageBody({ agentId, to, content, onceWithinSeconds }: AppMessage) {
  return {
    ...receivers(to),
    agentid: agentId,
    ...content,
    ...(onceWithinSeconds === undefined
      ? {}
      : { enable_duplicate_check: 1, duplicate_check_interval: onceWithinSeconds }),
  }
}

function receivers(to: Receivers) {
  if ('everybody' in to) return { touser: '@all' }
  const { userids = [], departmentIds = [], tagIds = [] } = to
  return {
    ...(userids.length > 0 ? { touser: userids.join('|') } : {}),
    ...(departmentIds.length > 0 ? { toparty: departmentIds.join('|') } : {}),
    ...(tagIds.length > 0 ? { totag: tagIds.join('|') } : {}),
  }
}
