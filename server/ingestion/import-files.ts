import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Encoding } from '../../contract/import.ts'
import { type Outcome, ok, refused } from '../kernel/index.ts'
import { createSniffer } from './sniff.ts'

/** The largest file that is taken. */
export const FILE_BYTES_MAX = 1024 ** 3

export type KeptFile = { name: string; hash: string; bytes: number; encoding: Encoding }

/** Where the file of an import lies. */
export function filePathOf(filesDir: string, file: { filePath: string }): string {
  return join(folderOf(filesDir), file.filePath)
}

/** Where the files of all imports lie. */
export function folderOf(filesDir: string): string {
  return join(filesDir, 'imports')
}

/**
 * Writes a file piece by piece, hashing and looking at it on the way; nothing of it is held in memory.
 * A refused file is not kept.
 */
export async function keepFile(
  filesDir: string,
  id: string,
  content: NodeJS.ReadableStream,
  maxBytes = FILE_BYTES_MAX,
): Promise<Outcome<KeptFile, 'too_large' | 'empty' | 'not_text'>> {
  const name = `${id}.csv`
  const path = filePathOf(filesDir, { filePath: name })
  await mkdir(folderOf(filesDir), { recursive: true, mode: 0o700 })
  const hash = createHash('sha256')
  const sniffer = createSniffer()
  let bytes = 0
  const look = new Transform({
    transform(piece: Buffer, _encoding, done) {
      bytes += piece.byteLength
      if (bytes > maxBytes) {
        done(new TooLarge())
        return
      }
      hash.update(piece)
      sniffer.see(piece)
      done(null, piece)
    },
  })
  try {
    await pipeline(content, look, createWriteStream(path, { mode: 0o600 }))
  } catch (error) {
    await rm(path, { force: true })
    if (error instanceof TooLarge) return refused('too_large')
    throw error
  }
  const encoding = sniffer.end()
  if (!encoding.ok) {
    await rm(path, { force: true })
    return encoding
  }
  return ok({ name, hash: hash.digest('hex'), bytes, encoding: encoding.value })
}

class TooLarge extends Error {}
