import { z } from 'zod'
import type { Ask } from './ask.ts'
import { CUSTOMER, type Done, nothing, post } from './call.ts'

/** What goes with a text to customers, at most nine (documents 92135, 92137). */
export type Attachment =
  | { msgtype: 'link'; link: { title: string; url: string; desc?: string; picurl?: string } }
  | { msgtype: 'image'; image: { media_id: string } | { pic_url: string } }
  | {
      msgtype: 'miniprogram'
      miniprogram: { title: string; pic_media_id: string; appid: string; page: string }
    }
  | { msgtype: 'video'; video: { media_id: string } }
  | { msgtype: 'file'; file: { media_id: string } }

export type WelcomeMessage = { welcomeCode: string; text: string; attachments: Attachment[] }

export const wireNothing = z.looseObject({})

/** What is said to somebody who has just been added. */
export function welcomeCalls(ask: Ask) {
  return {
    /** Within 20 s of the event, once: 41051 when it was delivered before, 41050 when it is too late. */
    async sendWelcome({ welcomeCode, text, attachments }: WelcomeMessage): Done {
      const body = { welcome_code: welcomeCode, text: { content: text }, attachments }
      const call = { ...post(`${CUSTOMER}/send_welcome_msg`, body), isHurried: true }
      return nothing(await ask(call, wireNothing))
    },
  }
}
