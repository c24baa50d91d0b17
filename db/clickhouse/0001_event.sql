-- History. Sorted for segments (all live ones are evaluated in one pass by name and customer); a person's timeline reads
-- the projection, which holds row offsets only. Partitioned by the month in which the pump took the batch, so that one
-- batch is one partition and one atomic insert.
create table event (
  workspace UInt32,
  name LowCardinality(String),
  customer UInt64 codec(Delta, ZSTD(1)),
  at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  event_id UUID,
  received_at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  source LowCardinality(String),
  value Int64 codec(ZSTD(1)),
  props String codec(ZSTD(3)),
  batch UInt64 codec(Delta, ZSTD(1)),
  month Date codec(ZSTD(1)),
  import UInt32 codec(ZSTD(1)),
  index batch_range batch type minmax granularity 1,
  projection timeline (select workspace, customer, at, _part_offset order by workspace, customer, at)
)
engine = MergeTree
partition by month
order by (workspace, name, customer, at)
-- The projection and unnamed columns would be LZ4 otherwise: 41 bytes an event instead of 36 when measured.
settings default_compression_codec = 'ZSTD(1)', fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0;

-- The mirror of orders that value and repurchase are computed from. The newest version of a row counts (read with final).
create table customer_order (
  workspace UInt32,
  order_id UUID,
  customer UInt64,
  state LowCardinality(String),
  ordered_at DateTime64(3, 'UTC'),
  paid_at Nullable(DateTime64(3, 'UTC')),
  amount Int64,
  paid Int64,
  refunded Int64,
  gone UInt8,
  version UInt64
)
engine = ReplacingMergeTree(version)
order by (workspace, order_id)
settings fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0;

-- Numbers that belong to another number's person. Events keep the number they came with; undoing a merge ends a row here.
create table customer_override (
  workspace UInt32,
  customer UInt64,
  person UInt64,
  gone UInt8,
  version UInt64
)
engine = ReplacingMergeTree(version)
order by (workspace, customer)
settings fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0;

-- What each person is expected to be worth, by dated snapshot. Amounts in the workspace's minor units.
create table customer_value (
  workspace UInt32,
  snapshot UInt32,
  customer UInt64,
  orders UInt32,
  spent Int64,
  first_on Date,
  last_on Date,
  p_alive Float32,
  expected_12m Float32,
  spend_expected Int64,
  ltv_12m Int64,
  ltv_36m Int64,
  r UInt8,
  f UInt8,
  m UInt8
)
engine = MergeTree
order by (workspace, snapshot, customer)
settings fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0;
