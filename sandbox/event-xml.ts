/** The fields of an event by name. Numbers stand bare, texts are quoted; a list repeats its element. */
export type Fields = { [name: string]: FieldValue }
export type FieldValue = string | number | Fields | FieldValue[]

/** The decrypted inner XML with the common head. `FromUserName` is `sys` unless the fields name somebody; empty: left out. */
export function eventXml(
  corpId: string,
  seconds: number,
  { FromUserName: from = 'sys', ...fields }: Fields,
): string {
  const head = { ToUserName: corpId, ...(from === '' ? {} : { FromUserName: from }) }
  const told = { ...head, CreateTime: seconds, MsgType: 'event', ...fields }
  // The official samples of the directory's events have this one bare (document 90970).
  const bare = fields.Event === 'change_contact' ? new Set(['ChangeType']) : new Set<string>()
  return `<xml>${elements(told, bare)}</xml>`
}

function elements(fields: Fields, bare: ReadonlySet<string>): string {
  return Object.entries(fields)
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one) => element(name, one, bare)),
    )
    .join('')
}

function element(name: string, value: FieldValue, bare: ReadonlySet<string>): string {
  if (Array.isArray(value)) return value.map((one) => element(name, one, bare)).join('')
  const inside =
    typeof value === 'number' || bare.has(name)
      ? String(value)
      : typeof value === 'string'
        ? quoted(value)
        : elements(value, bare)
  return `<${name}>${inside}</${name}>`
}

/** A text that ends a quotation is cut in two. */
function quoted(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}
