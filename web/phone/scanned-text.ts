/** What a code says, as far as it leads somewhere here: which code or link it is of, and what its address asks besides. */
export type Scanned = { id: string; query: URLSearchParams }

/**
 * Reads the text of a code or an address: `?scan=` of a picture, `/ca/…` of an acquisition link, `/kf/…` of customer service.
 * @returns null: it is a code of something else.
 */
export function readScanned(text: string): Scanned | null {
  if (!URL.canParse(text)) return null
  const { pathname, searchParams: query } = new URL(text)
  const [, kind, id] = pathname.split('/')
  if ((kind === 'ca' || kind === 'kf') && id) return { id, query }
  const scan = query.get('scan')
  return scan ? { id: scan, query } : null
}
