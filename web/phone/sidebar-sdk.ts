import { z } from 'zod'

export type Pair = { userid: string; externalUserId: string }

/** What a page in the sidebar asks of its parent in place of WeCom's JS-SDK (sandbox/README.md). */
const asked = z.object({
  to: z.literal('sandbox-wecom'),
  id: z.number(),
  call: z.string(),
  params: z.looseObject({}).default({}),
})
export type Asked = z.infer<typeof asked>

/** Null: a message that has nothing to do with the JS-SDK. */
export function askedOfSdk(data: unknown): Asked | null {
  return asked.safeParse(data).data ?? null
}

/** What may be put into a chat (`sendChatMessage` of `@wecom/jssdk` 2.4.4), as far as it is played here. */
const message = z.discriminatedUnion('msgtype', [
  z.object({ msgtype: z.literal('text'), text: z.object({ content: z.string().min(1) }) }),
  z.object({
    msgtype: z.literal('news'),
    news: z.object({
      link: z.string().min(1),
      title: z.string().default(''),
      desc: z.string().default(''),
    }),
  }),
  z.object({ msgtype: z.literal('image'), image: z.object({ mediaid: z.string().min(1) }) }),
])

/** @param say says it in the chat: whether it arrived. */
export async function answerSdk(
  { id, call, params }: Asked,
  pair: Pair,
  say: (said: object) => Promise<boolean>,
) {
  const result = await resultOf(call, params, pair, say)
  return { from: 'sandbox-wecom', id, result }
}

async function resultOf(
  call: string,
  params: unknown,
  { externalUserId }: Pair,
  say: (said: object) => Promise<boolean>,
): Promise<Record<string, unknown>> {
  const ok = { err_msg: `${call}:ok`, errCode: 0 }
  switch (call) {
    case 'getContext':
      return { ...ok, entry: 'single_chat_tools' }
    case 'getCurExternalContact':
      return { ...ok, userId: externalUserId }
    case 'sendChatMessage': {
      const wanted = message.safeParse(params)
      if (!wanted.success) return refused(call, 'invalid params')
      return (await say(saidBy(wanted.data))) ? ok : refused(call, 'not sent')
    }
    default:
      return refused(call, 'not supported')
  }
}

function refused(call: string, why: string) {
  return { err_msg: `${call}:fail ${why}`, errCode: 1 }
}

function saidBy(wanted: z.infer<typeof message>): object {
  switch (wanted.msgtype) {
    case 'text':
      return { text: wanted.text.content }
    case 'news': {
      const { link, title, desc } = wanted.news
      return { link: { title: title || link, url: link, desc } }
    }
    default:
      return { mediaId: wanted.image.mediaid }
  }
}
