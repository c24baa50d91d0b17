import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import type { QueryLimits } from './host-settings.ts'

const MB = 1024 * 1024

/** Sessions of the host: one writes, two read. */
export const WRITERS = 1
export const READERS = 2
/** The engine's calls run on libuv's threads: two more for files and gzip. */
export const UV_THREADS = WRITERS + READERS + 2

export type Memory = {
  /** What the engine may allocate in all. */
  serverBytes: number
  /** Resident size above which an idle host asks to be replaced, because it never shrinks. */
  recycleBytes: number
  limits: QueryLimits
}

/**
 * Shares out the memory. Without a limit given: 40 % of the machine or of its cgroup (the engine itself sees only the
 * host's), between 512 MB and 4 GB.
 */
export function shareMemory(memoryLimitMb: number | null, recycleMb: number | null): Memory {
  const there = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
  const share = Math.min(Math.max(there * 0.4, 512 * MB), 4096 * MB)
  const serverBytes = Math.round(memoryLimitMb ? memoryLimitMb * MB : share)
  return {
    serverBytes,
    recycleBytes: recycleMb ? recycleMb * MB : Math.max(900 * MB, Math.round(serverBytes / 2)),
    limits: {
      memoryBytes: Math.round(serverBytes / 2),
      threads: availableParallelism(),
    },
  }
}

/**
 * The engine's configuration: the limit of memory (it is only obeyed from a file), small pools and caches, and no
 * background work for tables of its own. Profiles in this file are ignored by chDB, so limits per query are set per session.
 */
function configXml(memory: Memory): string {
  const values: [string, number][] = [
    ['max_server_memory_usage', memory.serverBytes],
    ['background_pool_size', 2],
    ['background_merges_mutations_concurrency_ratio', 2],
    ['background_move_pool_size', 1],
    ['background_fetches_pool_size', 1],
    ['background_common_pool_size', 1],
    ['background_schedule_pool_size', 2],
    ['background_message_broker_schedule_pool_size', 1],
    ['background_distributed_schedule_pool_size', 1],
    ['background_buffer_flush_schedule_pool_size', 1],
    ['mark_cache_size', 64 * MB],
    ['index_mark_cache_size', 8 * MB],
    ['uncompressed_cache_size', 0],
    ['primary_index_cache_size', 64 * MB],
    ['mmap_cache_size', 64],
    ['compiled_expression_cache_size', 16 * MB],
    ['max_thread_pool_size', 256],
    ['max_thread_pool_free_size', 8],
    ['max_io_thread_pool_size', 8],
    ['max_active_parts_loading_thread_pool_size', 2],
    ['max_outdated_parts_loading_thread_pool_size', 2],
    ['max_parts_cleaning_thread_pool_size', 2],
  ]
  const lines = values.map(([name, value]) => `  <${name}>${value}</${name}>`)
  return `<clickhouse>\n${lines.join('\n')}\n</clickhouse>\n`
}

/** Makes the folders and writes the configuration unless it is there already (a full disk must not stop a start). */
export function prepareFolder(dataDir: string, memory: Memory): { store: string; config: string } {
  const paths = { store: join(dataDir, 'store'), config: join(dataDir, 'host.xml') }
  mkdirSync(paths.store, { recursive: true, mode: 0o700 })
  const xml = configXml(memory)
  if (readIfThere(paths.config) !== xml) writeFileSync(paths.config, xml, { mode: 0o600 })
  return paths
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
