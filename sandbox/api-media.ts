import type { Asked, Handlers, Reply } from './api.ts'
import { keepUpload, type MediaUse, type Upload, uploadOf, uploadsLately } from './media.ts'
import { mediaUrl } from './picture.ts'
import { seconds } from './wire.ts'

const BYTES_MIN = 5
const BYTES_MAX = {
  image: 10_000_000,
  voice: 2_000_000,
  video: 10_000_000,
  file: 20_000_000,
} as const
const PICTURE_BYTES_MAX = 2_000_000
const ATTACHMENT_BYTES_MAX = 10_000_000
const PICTURES_A_DAY = 1_000
const PICTURES_A_MONTH = 3_000
const DAY_MS = 86_400_000

type Kind = keyof typeof BYTES_MAX
const USES: Record<string, MediaUse> = { 1: 'moment', 2: 'product' }

/** Files (documents 90253, 90254, 90256, 95098). */
export const mediaCalls: Handlers = {
  'media/upload': {
    method: 'POST',
    run(asked) {
      const kind = kindOf(asked.query.get('type'))
      if (!kind) return { errcode: 40005 }
      const kept = keep(asked, { kind, use: 'message', max: BYTES_MAX[kind] })
      if ('errcode' in kept) return kept
      // A text in the official sample.
      const at = String(seconds(kept.at))
      return { errcode: 0, type: kind, media_id: kept.mediaId, created_at: at }
    },
  },
  'media/uploadimg': {
    method: 'POST',
    run(asked) {
      const lately = (ms: number) => uploadsLately(asked.world, 'picture', ms)
      const isTooMany = lately(DAY_MS) >= PICTURES_A_DAY || lately(31 * DAY_MS) >= PICTURES_A_MONTH
      if (isTooMany) return { errcode: 45009 }
      const kept = keep(asked, { kind: 'image', use: 'picture', max: PICTURE_BYTES_MAX })
      return 'errcode' in kept ? kept : { errcode: 0, url: mediaUrl(asked.origin, kept.mediaId) }
    },
  },
  'media/upload_attachment': {
    method: 'POST',
    run(asked) {
      const kind = kindOf(asked.query.get('media_type'))
      const use = USES[asked.query.get('attachment_type') ?? '']
      if (!kind || kind === 'voice') return { errcode: 40005 }
      if (!use) return { errcode: 41072 }
      const kept = keep(asked, { kind, use, max: ATTACHMENT_BYTES_MAX })
      if ('errcode' in kept) return kept.errcode === 45001 ? { errcode: 41080 } : kept
      return { errcode: 0, type: kind, media_id: kept.mediaId, created_at: seconds(kept.at) }
    },
  },
  'media/get': {
    method: 'GET',
    run({ world, query }) {
      const found = uploadOf(world, query.get('media_id') ?? '')
      return found ? { errcode: 0, sends: found } : { errcode: 40007 }
    },
  },
}

function kindOf(name: string | null): Kind | null {
  switch (name) {
    case 'image':
    case 'voice':
    case 'video':
    case 'file':
      return name
    default:
      return null
  }
}

type Wanted = { kind: Kind; use: MediaUse; max: number }

/** Keeps the file of a call, or says why not: none there, too small, too large, not what it is said to be. */
function keep({ world, effects, file }: Asked, { kind, use, max }: Wanted): Upload | Reply {
  if (!file) return { errcode: 44001 }
  if (file.bytes.byteLength <= BYTES_MIN) return { errcode: 40006 }
  if (file.bytes.byteLength > max) return { errcode: 45001 }
  if (!isOfKind(kind, file.bytes)) return { errcode: 40004 }
  const { name, type: contentType, bytes } = file
  const kept = keepUpload(world, { kind, use, name, contentType, bytes })
  const { mediaId } = kept
  effects.write(kept.at, { kind: 'uploaded', mediaId, use, bytes: bytes.byteLength })
  return kept
}

/** By their first bytes; a file may be anything. */
function isOfKind(kind: Kind, bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  switch (kind) {
    case 'image':
      return text.startsWith('\xff\xd8\xff') || text.startsWith('\x89PNG')
    case 'voice':
      return text.startsWith('#!AMR')
    case 'video':
      return text.slice(4, 8) === 'ftyp'
    case 'file':
      return true
    default:
      return kind satisfies never
  }
}
