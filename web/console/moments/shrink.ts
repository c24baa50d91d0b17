import type { NewMoment } from '../../../contract/moment.ts'

/** WeCom shows no more of a moment's picture than this many pixels of its short side. */
const SHORT_SIDE = 1_080
const QUALITY = 0.85

/** A photo as small as it is shown. @returns null: it is none that this browser can open. */
export async function shrink(file: Blob): Promise<NonNullable<NewMoment['picture']> | null> {
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (!bitmap) return null
  const scale = Math.min(1, SHORT_SIDE / Math.min(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(bitmap.width * scale)
  canvas.height = Math.round(bitmap.height * scale)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  const [, base64 = ''] = canvas.toDataURL('image/jpeg', QUALITY).split(',')
  return { type: 'image/jpeg', base64 }
}
