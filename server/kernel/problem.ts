import type { ErrorCode } from '../../contract/errors.ts'

/**
 * An answer that a person or a program must be able to act on. Routes throw it; the HTTP layer turns it into
 * problem+json with the code's status and its text in the reader's language. Never carries prose of its own.
 */
export class Problem extends Error {
  readonly code: ErrorCode
  readonly params: Record<string, string | number>

  constructor(code: ErrorCode, params: Record<string, string | number> = {}) {
    super(code)
    this.name = 'Problem'
    this.code = code
    this.params = params
  }
}
