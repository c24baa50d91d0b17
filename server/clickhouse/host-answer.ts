import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Answer } from './host-lane.ts'
import { Refusal, statusOf } from './host-refusal.ts'
import { RESULT_BYTES_MAX } from './host-settings.ts'

const zip = promisify(gzip)
/** Below this gzip costs more than it saves on a loopback. */
const ZIP_BYTES_MIN = 1024

const CONTENT_TYPES = new Map([
  ['JSON', 'application/json; charset=UTF-8'],
  ['JSONEachRow', 'application/x-ndjson; charset=UTF-8'],
  ['JSONCompactEachRow', 'application/x-ndjson; charset=UTF-8'],
  ['CSV', 'text/csv; charset=UTF-8; header=absent'],
  ['TabSeparated', 'text/tab-separated-values; charset=UTF-8'],
])

/** Answers with a result and the headers that ClickHouse's clients read. */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer & { format: string; queryId: string; elapsedMs: number; zipped: boolean },
): Promise<void> {
  if (answer.body.length > RESULT_BYTES_MAX) {
    const text = `Limit for result exceeded, max bytes: ${RESULT_BYTES_MAX}, current bytes: ${answer.body.length}.`
    throw new Refusal(396, 'TOO_MANY_ROWS_OR_BYTES', text)
  }
  response.setHeader(
    'content-type',
    CONTENT_TYPES.get(answer.format) ?? 'text/plain; charset=UTF-8',
  )
  response.setHeader('x-clickhouse-query-id', answer.queryId)
  response.setHeader('x-clickhouse-format', answer.format)
  response.setHeader('x-clickhouse-timezone', 'UTC')
  response.setHeader('x-clickhouse-server-display-name', 'liuyuan')
  response.setHeader(
    'x-clickhouse-summary',
    JSON.stringify({
      read_rows: String(answer.readRows),
      read_bytes: String(answer.readBytes),
      written_rows: String(answer.writtenRows),
      written_bytes: '0',
      total_rows_to_read: '0',
      result_rows: '0',
      result_bytes: String(answer.body.length),
      elapsed_ns: String(Math.round(answer.elapsedMs * 1e6)),
    }),
  )
  const accepts = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  if (!answer.zipped || !accepts || answer.body.length < ZIP_BYTES_MIN) {
    response.end(answer.body)
    return
  }
  response.setHeader('content-encoding', 'gzip')
  response.end(await zip(answer.body, { level: 1 }))
}

/** Answers with an error as ClickHouse would: status, code in a header, text in the body. */
export function sendRefusal(response: ServerResponse, refusal: Refusal, queryId: string): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  response.removeHeader('content-encoding')
  response.removeHeader('x-clickhouse-summary')
  response.statusCode = statusOf(refusal.code)
  response.setHeader('content-type', 'text/plain; charset=UTF-8')
  response.setHeader('x-clickhouse-exception-code', String(refusal.code))
  response.setHeader('x-clickhouse-query-id', queryId)
  response.end(refusal.text())
}
