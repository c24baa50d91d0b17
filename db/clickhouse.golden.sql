table customer_arrival (
  workspace UInt32,
  customer UInt64 CODEC(Delta(8), ZSTD(1)),
  source LowCardinality(String),
  at DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
  version UInt64 CODEC(Delta(8), ZSTD(1))
)
engine ReplacingMergeTree(version)
ORDER BY (workspace, customer)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0, index_granularity = 8192;

table customer_follow (
  workspace UInt32,
  customer UInt64 CODEC(Delta(8), ZSTD(1)),
  id UUID,
  userid LowCardinality(String),
  state String CODEC(ZSTD(1)),
  add_way Int32,
  started_at DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
  ended_at Nullable(DateTime64(3, 'UTC')),
  gone UInt8,
  version UInt64 CODEC(Delta(8), ZSTD(1))
)
engine ReplacingMergeTree(version)
ORDER BY (workspace, customer, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0, index_granularity = 8192;

table customer_identity (
  workspace UInt32,
  kind LowCardinality(String),
  customer UInt64 CODEC(Delta(8), ZSTD(1)),
  gone UInt8,
  version UInt64 CODEC(Delta(8), ZSTD(1))
)
engine ReplacingMergeTree(version)
ORDER BY (workspace, kind, customer)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0, index_granularity = 8192;

table customer_layer (
  workspace UInt32,
  snapshot UInt32,
  customer UInt64,
  tie LowCardinality(String),
  tie_before LowCardinality(String),
  chance Float32,
  came UInt32,
  spoken_to UInt32,
  active_days UInt16,
  reciprocity Float32,
  came_on Date,
  rfm_class LowCardinality(String),
  spent Int64,
  value_90d Int64
)
engine MergeTree
ORDER BY (workspace, snapshot, customer)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0, index_granularity = 8192;

table customer_order (
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
engine ReplacingMergeTree(version)
ORDER BY (workspace, order_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0, index_granularity = 8192;

table customer_override (
  workspace UInt32,
  customer UInt64,
  person UInt64,
  gone UInt8,
  version UInt64
)
engine ReplacingMergeTree(version)
ORDER BY (workspace, customer)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0, index_granularity = 8192;

table customer_tagging (
  workspace UInt32,
  tag UUID,
  customer UInt64 CODEC(Delta(8), ZSTD(1)),
  id UUID,
  source LowCardinality(String),
  sign Int8,
  weight Float64 CODEC(ZSTD(1)),
  at DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
  gone UInt8,
  version UInt64 CODEC(Delta(8), ZSTD(1))
)
engine ReplacingMergeTree(version)
ORDER BY (workspace, tag, customer, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0, index_granularity = 8192;

table customer_trait (
  workspace UInt32,
  key LowCardinality(String),
  customer UInt64 CODEC(Delta(8), ZSTD(1)),
  value String CODEC(ZSTD(1)),
  empty UInt8,
  at DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
  version UInt64 CODEC(Delta(8), ZSTD(1))
)
engine ReplacingMergeTree(version)
ORDER BY (workspace, key, customer)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0, index_granularity = 8192;

table customer_value (
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
engine MergeTree
ORDER BY (workspace, snapshot, customer)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0, index_granularity = 8192;

table event (
  workspace UInt32,
  name LowCardinality(String),
  customer UInt64 CODEC(Delta(8), ZSTD(1)),
  at DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
  event_id UUID,
  received_at DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
  source LowCardinality(String),
  value Int64 CODEC(ZSTD(1)),
  props String CODEC(ZSTD(3)),
  batch UInt64 CODEC(Delta(8), ZSTD(1)),
  month Date CODEC(ZSTD(1)),
  import UInt32 CODEC(ZSTD(1)),
  index batch_range batch type minmax granularity 1,
  projection timeline (SELECT workspace, customer, at, _part_offset ORDER BY workspace, customer, at)
)
engine MergeTree
PARTITION BY month
ORDER BY (workspace, name, customer, at)
SETTINGS default_compression_codec = 'ZSTD(1)', fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0, index_granularity = 8192;

table group_membership (
  workspace UInt32,
  customer UInt64 CODEC(Delta(8), ZSTD(1)),
  id UUID,
  group_chat UUID,
  joined_at DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
  left_at Nullable(DateTime64(3, 'UTC')),
  version UInt64 CODEC(Delta(8), ZSTD(1))
)
engine ReplacingMergeTree(version)
ORDER BY (workspace, customer, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0, index_granularity = 8192;

table segment_crossing (
  workspace UInt32,
  customer UInt64 CODEC(Delta(8), ZSTD(1)),
  due_ms Int64 CODEC(ZSTD(1)),
  version UInt64 CODEC(Delta(8), ZSTD(1))
)
engine ReplacingMergeTree(version)
ORDER BY (workspace, customer)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0, index_granularity = 8192;

table segment_version (
  workspace UInt32,
  segment UUID,
  version UInt64,
  members AggregateFunction(groupBitmap, UInt32),
  size UInt64
)
engine MergeTree
ORDER BY (workspace, segment, version)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0, index_granularity = 8192;
