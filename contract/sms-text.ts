/** What stands where a template has a gap: `${name}` with Aliyun, `{1}` with Tencent Cloud. */
const GAP = /\$\{\s*([^{}]{1,30}?)\s*\}|\{(\d{1,2})\}/g

/** The names of a template's variables, each once, in the order in which they first stand there. */
export function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(GAP)].map(([, named, numbered]) => named ?? numbered ?? ''))]
}

/** The template with its gaps filled. A gap without a value stays as it is, so that it is seen. */
export function fillTemplate(text: string, params: Readonly<Record<string, string>>): string {
  return text.replace(GAP, (gap, named?: string, numbered?: string) => {
    const value = params[named ?? numbered ?? '']
    return value === undefined || value === '' ? gap : value
  })
}

/** A way out stands in what was approved already, or is added. */
const WAY_OUT = /拒收请回复|退订|回复?\s*(?:TD|T|R|N)(?![a-z])/i
export const WAY_OUT_WORDS = '，拒收请回复R'

/** What a phone shows: the signature before it, and behind a promotion how to refuse the next one. */
export function wholeText(
  text: string,
  { signName, isPromotion }: { signName: string; isPromotion: boolean },
): string {
  const end = isPromotion && !WAY_OUT.test(text) ? WAY_OUT_WORDS : ''
  return `【${signName}】${text.replace(/[。，]$/, end === '' ? '$&' : '')}${end}`
}

/** A short message alone, and each part of a long one: the signature counts, and every sign counts the same. */
const ALONE_MAX = 70
const PART_MAX = 67

/** How many short messages are billed for a text. Signs outside the basic plane (emoji) count as two, as on the wire. */
export function segmentsOf(whole: string): number {
  return whole.length <= ALONE_MAX ? 1 : Math.ceil(whole.length / PART_MAX)
}

const REFUSALS = new Set([
  ...['R', 'T', 'N', 'TD', 'TR', 'STOP', 'QX', 'UNSUBSCRIBE'],
  ...['退订', '拒收', '取消', '退', '不要再发', '别发了', '取消订阅', '退订短信', '拒收短信'],
])

/** Whether a reply says that no more short messages are wanted: R, T, TD, N or 退订, however it is written. */
export function isRefusal(reply: string): boolean {
  const bare = reply
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{P}\p{S}]/gu, '')
  return REFUSALS.has(bare.replace(/^回复?(?=.)/u, ''))
}
