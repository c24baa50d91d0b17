/** What the host answers instead of a result: ClickHouse's code, its name and a text, as its HTTP interface would say it. */
export class Refusal extends Error {
  readonly code: number
  readonly type: string

  constructor(code: number, type: string, message: string) {
    super(message)
    this.code = code
    this.type = type
  }

  /** The body of the answer, in the form that ClickHouse's clients parse. */
  text(): string {
    return `Code: ${this.code}. DB::Exception: ${this.message.trim()} (${this.type}) (version ${ENGINE_VERSION})\n`
  }
}

/** Named in error texts only; what the engine itself says is `select version()`. */
const ENGINE_VERSION = 'chdb'

/** HTTP status by exception code, as `exceptionCodeToHTTPStatus` of ClickHouse's server has it; anything else is 500. */
const STATUS = new Map<number, number>([
  [516, 401],
  [497, 403],
  ...[6, 26, 27, 38, 41, 42, 43, 53, 62, 69, 72, 117, 130, 131, 321, 386, 396, 456, 457].map(
    (code) => [code, 400] as const,
  ),
  ...[46, 47, 50, 56, 60, 63, 73, 78, 81, 115].map((code) => [code, 404] as const),
  [159, 408],
  [1004, 413],
  [48, 501],
  [202, 503],
])

/** The HTTP status that goes with a ClickHouse exception code. */
export function statusOf(code: number): number {
  return STATUS.get(code) ?? 500
}

const NATIVE = /^(?:Query failed: )?(?:Code: (\d+)\. DB::Exception: )?([\s\S]*)$/
const TYPE = /\(([A-Z0-9_]*[A-Z]{3}[A-Z0-9_]*)\)/

/** Reads the engine's own error text (`Code: N. DB::Exception: … (TYPE)`); a text without a code is 1001, STD_EXCEPTION. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const text = error instanceof Error ? error.message : String(error)
  const [, code, rest = text] = NATIVE.exec(text) ?? []
  // The engine wraps its exception in one more of the same code: say it once.
  const once = rest.replace(/^Code: \d+\. DB::Exception: /, '')
  const type = TYPE.exec(once)?.[1] ?? 'STD_EXCEPTION'
  const end = once.indexOf(`(${type})`)
  const message = end > 0 ? once.slice(0, end) : once
  return new Refusal(code ? Number(code) : 1001, type, message)
}
