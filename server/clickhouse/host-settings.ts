import { Refusal } from './host-refusal.ts'

/** What one query may use, by default and at most. */
export type QueryLimits = { memoryBytes: number; threads: number }

/** Seconds that a query may run when it does not say. */
const READ_SECONDS = 30
const WRITE_SECONDS = 600
/** No query runs longer than this, whatever it says. */
const SECONDS_MAX = 600
export const RESULT_ROWS_MAX = 2_000_000
/** The engine hands over a result as one buffer, so it must fit in memory beside everything else. */
export const RESULT_BYTES_MAX = 128 * 1024 * 1024
/** Parameters travel as SET statements: 10,000 numbers are 90 kB, and twice that in hexadecimal. */
const QUERY_BYTES_MAX = 64 * 1024 * 1024

/** Settings that reach the engine when a request names them. */
const PASSED = new Set(
  `alter_sync date_time_input_format date_time_output_format do_not_merge_across_partitions_select_final final
   force_optimize_projection force_primary_key group_by_overflow_mode input_format_null_as_default
   input_format_parallel_parsing input_format_skip_unknown_fields insert_quorum join_algorithm join_use_nulls
   lightweight_deletes_sync max_block_size max_bytes_before_external_group_by max_bytes_before_external_sort
   max_execution_time max_insert_block_size max_memory_usage max_partitions_per_insert_block max_result_bytes
   max_result_rows max_rows_to_read max_threads optimize_aggregation_in_order min_insert_block_size_bytes min_insert_block_size_rows mutations_sync
   optimize_read_in_order optimize_throw_if_noop optimize_use_projections output_format_json_quote_64bit_integers
   output_format_json_quote_decimals output_format_json_quote_denormals select_sequential_consistency
   session_timezone timeout_overflow_mode`.split(/\s+/),
)

/** Settings that a server obeys and that mean nothing here: results are whole, inserts are synchronous, no query log. */
const IGNORED = new Set(
  `async_insert buffer_size enable_http_compression http_headers_progress_interval_ms
   http_write_exception_in_output_format log_comment log_queries send_progress_in_http_headers
   wait_end_of_query wait_for_async_insert http_zlib_compression_level cancel_http_readonly_queries_on_client_close`.split(
    /\s+/,
  ),
)

const VALUE = /^[A-Za-z0-9_.,:+/-]{0,64}$/

/** Takes the settings out of a request's parameters. Throws a `Refusal` for one that the host does not know. */
export function settingsOf(parameters: Iterable<[string, string]>): Map<string, string> {
  const settings = new Map<string, string>()
  for (const [name, value] of parameters) {
    if (IGNORED.has(name)) continue
    if (!PASSED.has(name)) {
      throw new Refusal(
        115,
        'UNKNOWN_SETTING',
        `Setting ${name} is not one the embedded engine takes.`,
      )
    }
    if (!VALUE.test(value)) {
      throw new Refusal(36, 'BAD_ARGUMENTS', `Setting ${name} cannot be '${value.slice(0, 80)}'.`)
    }
    settings.set(name, value)
  }
  return settings
}

/** Seconds that the query is given. */
export function secondsOf(lane: 'read' | 'write', asked: Map<string, string>): number {
  const seconds = Number(asked.get('max_execution_time') ?? 0)
  if (seconds > 0) return Math.min(seconds, SECONDS_MAX)
  return lane === 'read' ? READ_SECONDS : WRITE_SECONDS
}

/** All settings of the session that runs the query, in an order that makes equal ones equal text; readers end with `readonly`. */
export function sessionSettings(
  lane: 'read' | 'write',
  asked: Map<string, string>,
  limits: QueryLimits,
): string {
  const settings = new Map<string, string>([
    ['async_insert', '0'],
    ['log_queries', '0'],
    ['max_query_size', String(QUERY_BYTES_MAX)],
    ['max_result_bytes', String(RESULT_BYTES_MAX)],
    ['max_result_rows', String(RESULT_ROWS_MAX)],
    ['output_format_json_quote_64bit_integers', '0'],
    ['result_overflow_mode', 'throw'],
    ...asked,
    ['max_execution_time', String(secondsOf(lane, asked))],
    ['max_memory_usage', atMost(asked.get('max_memory_usage'), limits.memoryBytes)],
    ['max_threads', atMost(asked.get('max_threads'), limits.threads)],
  ])
  const list = [...settings].sort(([a], [b]) => (a < b ? -1 : 1))
  if (lane === 'read') list.push(['readonly', '1'])
  return `set ${list.map(([name, value]) => `${name} = '${value}'`).join(', ')}`
}

function atMost(asked: string | undefined, limit: number): string {
  const number = Number(asked ?? 0)
  return String(number > 0 ? Math.min(number, limit) : limit)
}
