import { z } from 'zod'
import { type Answer, type Ask, look, mapped, post } from '../wecom/index.ts'

const wireMass = z.looseObject({
  msg_id: z.coerce.string().default(''),
  msg_data_id: z.coerce.string().optional(),
})
const wireState = z.looseObject({ msg_status: z.string() })
const wireDraft = z.looseObject({ media_id: z.string() })
const wirePublished = z.looseObject({ publish_id: z.coerce.string() })
const wirePublish = z.looseObject({
  publish_status: z.coerce.number(),
  article_id: z.string().default(''),
})

/** What a follower may get of mass messages (群发): of a subscription account one a day, of a service account four a month. */
export const MASS_QUOTA = {
  subscription: { day: 1, month: null },
  service: { day: null, month: 4 },
} as const

/** A message to all who wear a tag. @param clientId what makes it the same message when it is asked for again. */
export type MassMessage = {
  tagId: number
  clientId: string
  content: { text: string } | { mediaId: string }
}
export type Article = {
  title: string
  content: string
  digest: string
  thumbMediaId: string
  url?: string
}

/** Mass sends by tag, and the drafts of articles that they may carry. */
export function massCalls(ask: Ask) {
  return {
    /**
     * @returns the msg_id that MASSSENDJOBFINISH will name. Asked again with the same `clientId` WeChat sends nothing
     * and names the message that it sent before (45065); it is empty where that answer does not name it.
     */
    sendToTag: ({ tagId, clientId, content }: MassMessage): Promise<Answer<{ msgId: string }>> =>
      ask(
        post('/cgi-bin/message/mass/sendall', {
          filter: { is_to_all: false, tag_id: tagId },
          ...('text' in content
            ? { msgtype: 'text', text: { content: content.text } }
            : { msgtype: 'mpnews', mpnews: { media_id: content.mediaId }, send_ignore_reprint: 0 }),
          clientmsgid: clientId,
        }),
        wireMass.transform(({ msg_id: msgId }) => ({ msgId })),
      ),
    /** SEND_SUCCESS, SENDING, SEND_FAIL or DELETE. */
    massState: async (msgId: string): Promise<Answer<string>> =>
      mapped(
        await ask(look('/cgi-bin/message/mass/get', { msg_id: msgId }), wireState),
        (said) => said.msg_status,
      ),
    addDraft: async ({
      title,
      content,
      digest,
      thumbMediaId,
      url,
    }: Article): Promise<Answer<string>> =>
      mapped(
        await ask(
          post('/cgi-bin/draft/add', {
            articles: [
              {
                title,
                content,
                digest,
                thumb_media_id: thumbMediaId,
                ...(url ? { content_source_url: url } : {}),
              },
            ],
          }),
          wireDraft,
        ),
        ({ media_id }) => media_id,
      ),
    /** Makes an article of a draft, without telling anybody. */
    publish: async (mediaId: string): Promise<Answer<string>> =>
      mapped(
        await ask(post('/cgi-bin/freepublish/submit', { media_id: mediaId }), wirePublished),
        ({ publish_id }) => publish_id,
      ),
    /** `status` 0: out; 1: under way; 2 to 6: why not. */
    published: async (publishId: string): Promise<Answer<{ status: number; articleId: string }>> =>
      mapped(
        await ask(look('/cgi-bin/freepublish/get', { publish_id: publishId }), wirePublish),
        ({ publish_status: status, article_id: articleId }) => ({ status, articleId }),
      ),
  }
}
