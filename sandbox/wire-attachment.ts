import { z } from 'zod'
import type { Attachment } from '../wecom/index.ts'
import { MEDIA } from './picture.ts'
import type { Extra } from './world.ts'

/** Texts are at most 4,000 bytes, attachments at most nine (documents 92135, 92137). */
const TEXT_BYTES_MAX = 4_000
const ATTACHMENTS_MAX = 9
const bytes = (max: number) =>
  z.string().refine((text) => Buffer.byteLength(text) <= max, `at most ${max} bytes`)

export const attachment = z.discriminatedUnion('msgtype', [
  z.object({
    msgtype: z.literal('link'),
    link: z.object({
      title: bytes(128).min(1),
      url: bytes(2_048).min(1),
      desc: bytes(512).optional(),
      picurl: bytes(2_048).optional(),
    }),
  }),
  z.object({
    msgtype: z.literal('image'),
    image: z.union([z.object({ media_id: z.string() }), z.object({ pic_url: z.string() })]),
  }),
  z.object({
    msgtype: z.literal('miniprogram'),
    miniprogram: z.object({
      title: bytes(64).min(1),
      pic_media_id: z.string(),
      appid: z.string(),
      page: z.string(),
    }),
  }),
  z.object({ msgtype: z.literal('video'), video: z.object({ media_id: z.string() }) }),
  z.object({ msgtype: z.literal('file'), file: z.object({ media_id: z.string() }) }),
])
export type WireAttachment = z.infer<typeof attachment>

export const attachments = z.array(attachment).default([])

/** The error code for a message that is too long or empty, or null. */
export function refusalOfMessage(text: string, attached: WireAttachment[]): number | null {
  if (Buffer.byteLength(text) > TEXT_BYTES_MAX) return 45002
  if (attached.length > ATTACHMENTS_MAX) return 41064
  return text === '' && attached.length === 0 ? 40058 : null
}

const KINDS = new Set(['image', 'link', 'miniprogram', 'video', 'file'])
const loose = z.looseObject({ attachments: z.array(z.looseObject({ msgtype: z.unknown() })) })

/** Why a body has not the shape of a message: an attachment of a kind that there is not, or else a bad parameter. */
export function refusalOfShape(body: unknown): number {
  const seen = loose.safeParse(body)
  const isStrange = seen.data?.attachments.some(({ msgtype }) => !KINDS.has(String(msgtype)))
  return isStrange ? 41065 : 40058
}

/** The link of a message, as the phone shows it. */
export function linkOf(attached: WireAttachment[]) {
  for (const one of attached) {
    if (one.msgtype === 'link') {
      return { title: one.link.title, url: one.link.url, desc: one.link.desc ?? '' }
    }
  }
  return null
}

/** Everything but links, as the phone shows it. */
export function extrasOf(attached: readonly Attachment[]): Extra[] {
  return attached.flatMap((one): Extra[] => {
    switch (one.msgtype) {
      case 'image': {
        const url = 'media_id' in one.image ? `${MEDIA}${one.image.media_id}` : one.image.pic_url
        return [{ kind: 'image', url, title: '' }]
      }
      case 'video':
        return [{ kind: 'video', url: `${MEDIA}${one.video.media_id}`, title: '' }]
      case 'file':
        return [{ kind: 'file', url: `${MEDIA}${one.file.media_id}`, title: '' }]
      case 'miniprogram': {
        const { title, pic_media_id: picture } = one.miniprogram
        return [{ kind: 'miniprogram', url: `${MEDIA}${picture}`, title }]
      }
      default:
        return []
    }
  })
}

/** The files that a message is made of; one that is not there, or no more, is 40007. */
export function mediaIdsOf(attached: readonly Attachment[]): string[] {
  return attached.flatMap((one) => {
    switch (one.msgtype) {
      case 'image':
        return 'media_id' in one.image ? [one.image.media_id] : []
      case 'video':
        return [one.video.media_id]
      case 'file':
        return [one.file.media_id]
      case 'miniprogram':
        return [one.miniprogram.pic_media_id]
      default:
        return []
    }
  })
}

/** The wire's optional fields, left out rather than undefined. */
export function withoutGaps(one: WireAttachment): Attachment {
  if (one.msgtype !== 'link') return one
  const { title, url, desc, picurl } = one.link
  return {
    msgtype: 'link',
    link: { title, url, ...(desc ? { desc } : {}), ...(picurl ? { picurl } : {}) },
  }
}
