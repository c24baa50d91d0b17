import { z } from 'zod'
import type { Handlers } from './api.ts'
import { uploadOf } from './media.ts'
import {
  attachments,
  extrasOf,
  linkOf,
  mediaIdsOf,
  refusalOfMessage,
  refusalOfShape,
  withoutGaps,
} from './wire-attachment.ts'
import { say } from './world.ts'

/** A welcome code lives this long (document 92137). */
const WELCOME_MS = 20_000

const welcomeMessage = z.looseObject({
  welcome_code: z.string().default(''),
  text: z.looseObject({ content: z.string().default('') }).optional(),
  attachments,
})
/** Welcomes (document 92137). */
export const sendCalls: Handlers = {
  'externalcontact/send_welcome_msg': {
    method: 'POST',
    run({ world, effects, body }) {
      const asked = welcomeMessage.safeParse(body)
      if (!asked.success) return { errcode: refusalOfShape(body) }
      if (asked.data.welcome_code === '') return { errcode: 41049 }
      const text = asked.data.text?.content ?? ''
      const refused = refusalOfMessage(text, asked.data.attachments)
      if (refused) return { errcode: refused }
      const attached = asked.data.attachments.map(withoutGaps)
      if (mediaIdsOf(attached).some((id) => !uploadOf(world, id))) return { errcode: 40007 }
      const welcome = world.corp.welcomes.get(asked.data.welcome_code)
      if (!welcome) return { errcode: 41050 }
      if (welcome.state !== 'open') return { errcode: 41051 }
      const now = world.clock.now()
      const ageMs = now.getTime() - welcome.issuedAt.getTime()
      if (ageMs > WELCOME_MS) return { errcode: 41050 }
      welcome.state = 'sent'
      const { code, userid, externalUserId } = welcome
      const link = linkOf(asked.data.attachments)
      say(world.corp, userid, externalUserId, {
        at: now,
        from: 'member',
        text,
        link,
        more: extrasOf(attached),
        kind: 'welcome',
      })
      effects.write(now, { kind: 'welcome', code, userid, externalUserId, text, ageMs })
      return { errcode: 0 }
    },
  },
}
