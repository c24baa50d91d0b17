import { XMLParser, XMLValidator } from 'fast-xml-parser'

/**
 * A callback is small (document 90930), and the deepest one known is the answer to a card with several choices: `SelectedItems`,
 * a list of `SelectedItem`, `OptionIds`, a list (document 90240). What is larger or deeper is none of WeCom's.
 */
const BYTES_MAX = 64 * 1024
const DEPTH_MAX = 6

/** Elements of a callback by name; those with children hold an object, repeated ones an array. Values stay text. */
export type XmlFields = { [name: string]: XmlValue }
export type XmlValue = string | XmlFields | XmlValue[]

const parser = new XMLParser({
  ignoreAttributes: true,
  // An id such as 1e5 or 007 must stay what it is.
  parseTagValue: false,
  processEntities: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  trimValues: true,
})

/** What WeCom sends nearly always: one level, no attributes, no entities. The names begin with a capital. */
const FLAT = /^<xml>(?:\s*<([A-Z]\w*)>(?:<!\[CDATA\[[^\]\r]*\]\]>|[^<&\r]*)<\/\1>)*\s*<\/xml>$/
const ELEMENT = /<([A-Z]\w*)>(?:<!\[CDATA\[([^\]]*)\]\]>|([^<&]*))<\/\1>/g

/** The fields inside `<xml>`, or null when it is no callback: too large, too deep, a document type, broken. */
export function readXml(text: string): XmlFields | null {
  if (Buffer.byteLength(text) > BYTES_MAX) return null
  return readFlat(text) ?? readAny(text)
}

/**
 * Reads a callback of the usual form at a tenth of the parser's price; it comes thousands of times a second. What looks
 * different in any way is the parser's: null.
 */
function readFlat(text: string): XmlFields | null {
  if (!FLAT.test(text)) return null
  const fields: XmlFields = {}
  for (const [, name = '', quoted, plain] of text.matchAll(ELEMENT)) {
    const value = quoted ?? plain ?? ''
    if (fields[name] !== undefined || value !== value.trim()) return null
    fields[name] = value
  }
  return Object.keys(fields).length > 0 ? fields : null
}

/** Every well-formed document within the bounds. */
export function readAny(text: string): XmlFields | null {
  if (hasDeclaration(text)) return null
  if (XMLValidator.validate(text) !== true) return null
  try {
    const parsed: unknown = parser.parse(text)
    const root = fieldsIn(parsed)?.xml
    return root !== undefined && isFields(root) && depthOf(root) <= DEPTH_MAX ? root : null
  } catch {
    return null
  }
}

/** Whether there is a document type, an entity or anything else of that kind outside what is quoted. */
function hasDeclaration(text: string): boolean {
  return text.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '').includes('<!')
}

/** The text of an element; empty when it is missing or has children. */
export function textOf(fields: XmlFields, name: string): string {
  const value = fields[name]
  return typeof value === 'string' ? value : ''
}

function fieldsIn(value: unknown): XmlFields | null {
  return isXmlValue(value) && isFields(value) ? value : null
}

function isXmlValue(value: unknown): value is XmlValue {
  if (typeof value === 'string') return true
  if (Array.isArray(value)) return value.every(isXmlValue)
  return typeof value === 'object' && value !== null && Object.values(value).every(isXmlValue)
}

function isFields(value: XmlValue): value is XmlFields {
  return typeof value === 'object' && !Array.isArray(value)
}

function depthOf(value: XmlValue): number {
  if (typeof value === 'string') return 0
  const children = Array.isArray(value) ? value : Object.values(value)
  return 1 + Math.max(0, ...children.map(depthOf))
}
