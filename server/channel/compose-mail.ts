import MailComposer from 'nodemailer/lib/mail-composer'
import type { Link } from './remote.ts'

/** A letter to one person. `wayOut`: the address by which they take their consent back. */
export type Letter = {
  /** Of the delivery: the same letter has the same Message-ID, whoever sends it. */
  id: string
  from: { address: string; name: string }
  to: string
  subject: string
  text: string
  link: Link | null
  wayOut: string | null
  brand: string
}

/** Under which id the letter of a delivery travels, so that one whose fate is unknown can be found at the server. */
export function messageIdOf({ id, from }: Pick<Letter, 'id' | 'from'>): string {
  return `<${id}@${from.address.split('@').at(-1) ?? 'localhost'}>`
}

/**
 * The letter as it goes over the wire: plain words and the same as HTML, with the way out in both and in the headers that
 * mail programs show as a button (RFC 8058).
 */
export function composeMail(letter: Letter): Promise<Buffer> {
  const { from, to, link, wayOut } = letter
  const headers = wayOut
    ? {
        'List-Unsubscribe': `<${wayOut}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }
    : {}
  const composer = new MailComposer({
    from,
    to,
    // A rendered name may hold a line break; a header must not.
    subject: letter.subject.replace(/\s+/g, ' ').trim(),
    messageId: messageIdOf(letter),
    text: [
      letter.text,
      ...(link ? [`${link.title}\n${link.url}`] : []),
      ...(wayOut ? [`--\n${wordsOf(letter)}\n退订 / Unsubscribe: ${wayOut}`] : []),
    ].join('\n\n'),
    html: htmlOf(letter),
    headers,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}

function wordsOf({ brand }: Letter): string {
  return `您收到这封邮件，是因为您同意过 ${brand} 给您写信。`
}

function htmlOf(letter: Letter): string {
  const { text, link, wayOut } = letter
  const body = escaped(text).replaceAll('\n', '<br>')
  const button = link ? `<p><a href="${escaped(link.url)}">${escaped(link.title)}</a></p>` : ''
  const foot = wayOut
    ? `<hr><p><small>${escaped(wordsOf(letter))} <a href="${escaped(wayOut)}">退订 / Unsubscribe</a></small></p>`
    : ''
  return `<!doctype html><meta charset="utf-8"><div>${body}</div>${button}${foot}`
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign)
}
