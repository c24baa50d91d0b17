import type { Cluster } from './cluster.ts'

/**
 * Settings of the embedded server. Durability is PostgreSQL's own (measured: 30 kills and 5 power cuts lost nothing);
 * the memory is that of a guest on a small machine; no WAL archive until there is an archiver, because WAL would grow.
 */
const SETTINGS: Record<string, string> = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  // Moving to another server without loss streams from this one.
  wal_level: 'logical',
  archive_mode: 'off',
  shared_buffers: '128MB',
  max_wal_size: '2GB',
  // A first import fills empty tables: without fresh statistics the planner reads them whole for a minute.
  autovacuum_naptime: '10s',
  random_page_cost: '1.1',
  jit: 'off',
  max_connections: '60',
  idle_in_transaction_session_timeout: '60s',
  // Fewer resident processes: reads are issued by the backends, and this server subscribes to nobody.
  io_method: 'sync',
  max_logical_replication_workers: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // The detail of an error quotes the row, and rows hold people.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
}

/** The command line of the server: every setting is given there, so that no file must be edited. */
export function serverArguments(
  cluster: Cluster,
  port: number,
  extra: Record<string, string>,
): string[] {
  const settings = {
    ...SETTINGS,
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: cluster.socketFolder ?? '',
    ...extra,
  }
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return ['-D', cluster.folder, ...given]
}
