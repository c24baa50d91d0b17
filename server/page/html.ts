/** A piece of a page that may be sent as it is. Only `html` and `noHtml` make one, so that nothing else gets in unescaped. */
export type Html = { readonly html: string }

export const noHtml: Html = { html: '' }

type Part = string | number | Html | readonly Html[] | null

/** Writes a piece of a page: values are escaped, pieces stay as they are, a list of pieces is put together, null is nothing. */
export function html(words: TemplateStringsArray, ...parts: Part[]): Html {
  const written = words.map(
    (word, no) => word + (no < parts.length ? textOf(parts[no] ?? null) : ''),
  )
  return { html: written.join('') }
}

function textOf(part: Part): string {
  if (part === null) return ''
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part))
  return 'html' in part ? part.html : part.map((one) => one.html).join('')
}

const WORDS: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"'`]/g, (one) => WORDS[one] ?? one)
}
