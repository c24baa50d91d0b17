import { createReadStream, existsSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'

const KINDS: Record<string, string> = {
  '.html': 'text/html; charset=UTF-8',
  '.js': 'text/javascript; charset=UTF-8',
  '.css': 'text/css; charset=UTF-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** The phone page: built files by their names, and the page itself for every other address. */
export function servePhone(folder: string | null, path: string, response: ServerResponse): void {
  const index = folder ? join(folder, 'index.html') : null
  if (!folder || !index || !existsSync(index)) {
    response.writeHead(404).end()
    return
  }
  const wanted = join(folder, normalize(path))
  const isFile = extname(wanted) !== '' && wanted.startsWith(folder) && existsSync(wanted)
  const file = isFile ? wanted : index
  response.writeHead(200, { 'content-type': KINDS[extname(file)] ?? 'application/octet-stream' })
  createReadStream(file).pipe(response)
}
