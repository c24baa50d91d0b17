import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Asking, Download } from './ask.ts'
import { get, mapped, upload } from './call.ts'

/** A file to be uploaded. WeCom looks at the name's ending too. */
export type File = { name: string; type: string; bytes: Uint8Array }

/**
 * What WeCom takes, in bytes (documents 90253, 90256, 95098): pictures JPG or PNG, voice AMR of 60 s, video MP4. One table of
 * errors says 5 MB for pictures: who stays below it is right either way.
 */
export const MEDIA_BYTES_MAX = {
  image: 10_000_000,
  voice: 2_000_000,
  video: 10_000_000,
  file: 20_000_000,
} as const
export const IMAGE_BYTES_MAX = 2_000_000
export const ATTACHMENT_BYTES_MAX = 10_000_000
/** How long what was uploaded can be used. */
export const MEDIA_DAYS = 3

export type MediaKind = keyof typeof MEDIA_BYTES_MAX
export type AttachmentKind = Exclude<MediaKind, 'voice'>

const wireMedia = z.looseObject({
  type: z.string().default(''),
  media_id: z.string(),
  /** Seconds; a text for temporary media, a number for attachments. */
  created_at: z.coerce.number(),
})
export type Media = z.infer<typeof wireMedia>
const wireUrl = z.looseObject({ url: z.string() })

const ATTACHMENT_TYPE = { moment: 1, product: 2 } as const

/** Files. Whatever is uploaded is shared by all apps of the company. */
export function mediaCalls({ ask, download }: Asking) {
  return {
    /** Temporary media, for messages: three days. */
    uploadMedia: (kind: MediaKind, file: File): Promise<Answer<Media>> =>
      ask(upload('/cgi-bin/media/upload', { type: kind }, file), wireMedia),
    /** A picture for good, shown inside WeCom only: 3,000 a month and 1,000 a day. @returns its address. */
    async uploadImage(file: File): Promise<Answer<string>> {
      const answer = await ask(upload('/cgi-bin/media/uploadimg', {}, file), wireUrl)
      return mapped(answer, (value) => value.url)
    },
    /** What moments and the product album show: three days; long side at most 10,800 px, short side 1,080. */
    uploadAttachment: (
      of: { kind: AttachmentKind; for: keyof typeof ATTACHMENT_TYPE },
      file: File,
    ): Promise<Answer<Media>> =>
      ask(
        upload(
          '/cgi-bin/media/upload_attachment',
          { media_type: of.kind, attachment_type: String(ATTACHMENT_TYPE[of.for]) },
          file,
        ),
        wireMedia,
      ),
    /** 40007: it is over, or was never there. */
    media: (mediaId: string): Promise<Answer<Download>> =>
      download(get('/cgi-bin/media/get', { media_id: mediaId })),
  }
}
