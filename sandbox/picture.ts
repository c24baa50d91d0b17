import type { ServerResponse } from 'node:http'
import { renderSVG } from 'uqr'
import type { World } from './world.ts'

/** Where pictures of codes are, each by the id of its configuration. */
export const PICTURES = '/qr/'

/** Where what was uploaded is shown to people. */
export const MEDIA = '/media/'

export function mediaUrl(origin: string, mediaId: string): string {
  return `${origin}${MEDIA}${mediaId}`
}

/** The picture of a code: what it says opens the phone page with the code before its camera. 404: no such code. */
export function drawCode(
  response: ServerResponse,
  { worlds, url }: { worlds: readonly World[]; url: URL },
): void {
  const configId = url.pathname.slice(PICTURES.length).replace(/\.svg$/, '')
  const isKnown = worlds.some(
    ({ corp }) => corp.ways.has(configId) || corp.community.joinWays.has(configId),
  )
  if (!isKnown) return void response.writeHead(404).end()
  response.writeHead(200, { 'content-type': 'image/svg+xml' })
  response.end(renderSVG(`${url.origin}/?scan=${configId}`, { border: 2 }))
}
