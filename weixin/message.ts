import { z } from 'zod'
import { type Answer, type Ask, get, mapped, nothing, post } from '../wecom/index.ts'

const anything = z.looseObject({})
const wireSent = z.looseObject({ msgid: z.coerce.string() })
const wireTemplates = z.looseObject({
  template_list: z
    .array(
      z.looseObject({
        template_id: z.string(),
        title: z.string().default(''),
        /** With places such as {{thing1.DATA}}. */
        content: z.string().default(''),
      }),
    )
    .default([]),
})

/** What opens how long for how many customer-service messages (客服消息). */
export const WINDOW = {
  /** The person wrote. */
  written: { ms: 48 * 3_600_000, messages: 5 },
  /** The person subscribed, scanned or pressed a menu. */
  touched: { ms: 60_000, messages: 3 },
} as const

export type Template = { id: string; title: string; content: string }
/** A notice (模板消息, 订阅通知): fields by their names in the template. */
export type Notice = {
  openid: string
  templateId: string
  url?: string
  fields: Record<string, string>
  /** Of a template message: the same one is not sent twice within ten minutes. */
  clientId?: string
}

/** Messages to one follower. */
export function messageCalls(ask: Ask) {
  return {
    /** Only while a window stands (45015) that is not used up (45047). */
    sendText: async (openid: string, content: string): Promise<Answer<null>> =>
      nothing(
        await ask(
          post('/cgi-bin/message/custom/send', {
            touser: openid,
            msgtype: 'text',
            text: { content },
          }),
          anything,
        ),
      ),
    templates: async (): Promise<Answer<Template[]>> =>
      mapped(
        await ask(get('/cgi-bin/template/get_all_private_template'), wireTemplates),
        ({ template_list }) =>
          template_list.map(({ template_id: id, title, content }) => ({ id, title, content })),
      ),
    /** @returns the msgid that TEMPLATESENDJOBFINISH will name. */
    sendTemplate: async (notice: Notice): Promise<Answer<string>> =>
      mapped(
        await ask(post('/cgi-bin/message/template/send', templateBody(notice)), wireSent),
        (sent) => sent.msgid,
      ),
    /** To whom agreed to it (43101 to nobody else). */
    sendSubscribed: async ({ openid, templateId, url, fields }: Notice): Promise<Answer<null>> =>
      nothing(
        await ask(
          post('/cgi-bin/message/subscribe/bizsend', {
            touser: openid,
            template_id: templateId,
            ...(url ? { page: url } : {}),
            data: dataOf(fields),
          }),
          anything,
        ),
      ),
  }
}

function templateBody({ openid, templateId, url, fields, clientId }: Notice) {
  return {
    touser: openid,
    template_id: templateId,
    ...(url ? { url } : {}),
    ...(clientId ? { client_msg_id: clientId } : {}),
    data: dataOf(fields),
  }
}

function dataOf(fields: Record<string, string>) {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value }]))
}
