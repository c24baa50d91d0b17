import { createHash } from 'node:crypto'
import type { World } from './world.ts'

/** What was uploaded can be used this long (document 90253). */
export const MEDIA_MS = 3 * 86_400_000
/** What is kept of it in memory; older files go first. */
const BYTES_KEPT_MAX = 256 * 1024 * 1024

export type MediaUse = 'message' | 'picture' | 'moment' | 'product'
export type Upload = {
  mediaId: string
  kind: 'image' | 'voice' | 'video' | 'file'
  use: MediaUse
  name: string
  contentType: string
  bytes: Uint8Array
  at: Date
}

/** Kept apart from the world that is remembered: files of three days are not worth it. */
const uploads = new WeakMap<World, Map<string, Upload>>()

function shelf(world: World): Map<string, Upload> {
  const known = uploads.get(world) ?? new Map<string, Upload>()
  uploads.set(world, known)
  return known
}

export function keepUpload(world: World, upload: Omit<Upload, 'mediaId' | 'at'>): Upload {
  const all = shelf(world)
  const hash = createHash('md5').update(upload.bytes).update(String(world.next())).digest('hex')
  const kept = { ...upload, mediaId: `3LY${hash}`, at: world.clock.now() }
  all.set(kept.mediaId, kept)
  let bytes = [...all.values()].reduce((sum, one) => sum + one.bytes.byteLength, 0)
  for (const [id, one] of all) {
    if (bytes <= BYTES_KEPT_MAX) break
    bytes -= one.bytes.byteLength
    all.delete(id)
  }
  return kept
}

/** An upload that can still be used; pictures for good are never over. */
export function uploadOf(world: World, mediaId: string): Upload | null {
  const found = shelf(world).get(mediaId)
  if (!found) return null
  const isOver = world.clock.now().getTime() - found.at.getTime() > MEDIA_MS
  return isOver && found.use !== 'picture' ? null : found
}

/** Whether it was uploaded for this use: what is for messages cannot stand in a moment (40007). */
export function isUploadedFor(world: World, mediaId: string, use: MediaUse): boolean {
  return uploadOf(world, mediaId)?.use === use
}

export function uploadsLately(world: World, use: MediaUse, withinMs: number): number {
  const since = world.clock.now().getTime() - withinMs
  return [...shelf(world).values()].filter((one) => one.use === use && one.at.getTime() > since)
    .length
}
