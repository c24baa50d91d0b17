-- Mirrors of what Postgres decides about customers, so that one statement can ask about all of it. Each row belongs to the
-- number a customer arrived with; whose person a number is says customer_override. The newest version of a row counts (read
-- with final); the version is the number of the batch that brought it.

-- One row for every customer there is, written when they arrive.
create table customer_arrival (
  workspace UInt32,
  customer UInt64 codec(Delta, ZSTD(1)),
  source LowCardinality(String),
  at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  version UInt64 codec(Delta, ZSTD(1))
)
engine = ReplacingMergeTree(version)
order by (workspace, customer)
settings fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0;

-- Traits as text. `empty`: the value was taken away at that instant, so that an older one does not come back.
create table customer_trait (
  workspace UInt32,
  key LowCardinality(String),
  customer UInt64 codec(Delta, ZSTD(1)),
  value String codec(ZSTD(1)),
  empty UInt8,
  at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  version UInt64 codec(Delta, ZSTD(1))
)
engine = ReplacingMergeTree(version)
order by (workspace, key, customer)
settings fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0;

-- Which kinds of identity a customer has; never their values.
create table customer_identity (
  workspace UInt32,
  kind LowCardinality(String),
  customer UInt64 codec(Delta, ZSTD(1)),
  gone UInt8,
  version UInt64 codec(Delta, ZSTD(1))
)
engine = ReplacingMergeTree(version)
order by (workspace, kind, customer)
settings fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0;

-- Evidence for tags. `gone`: withdrawn.
create table customer_tagging (
  workspace UInt32,
  tag UUID,
  customer UInt64 codec(Delta, ZSTD(1)),
  id UUID,
  source LowCardinality(String),
  sign Int8,
  weight Float64 codec(ZSTD(1)),
  at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  gone UInt8,
  version UInt64 codec(Delta, ZSTD(1))
)
engine = ReplacingMergeTree(version)
order by (workspace, tag, customer, id)
settings fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0;

-- Who follows whom: one row for each time that an associate became a customer's friend. Whoever changes customer.follow
-- lands the row as it stands then; `gone` while a request is not confirmed.
create table customer_follow (
  workspace UInt32,
  customer UInt64 codec(Delta, ZSTD(1)),
  id UUID,
  userid LowCardinality(String),
  state String codec(ZSTD(1)),
  add_way Int32,
  started_at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  ended_at Nullable(DateTime64(3, 'UTC')),
  gone UInt8,
  version UInt64 codec(Delta, ZSTD(1))
)
engine = ReplacingMergeTree(version)
order by (workspace, customer, id)
settings fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0;

-- Members of a segment, one bitmap of persons' numbers a version. Readers follow the pointer in Postgres, so a version
-- without a pointer does not exist for anybody and is swept.
create table segment_version (
  workspace UInt32,
  segment UUID,
  version UInt64,
  members AggregateFunction(groupBitmap, UInt32),
  size UInt64
)
engine = MergeTree
order by (workspace, segment, version)
settings fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0;

-- The next instant at which time alone can change some segment's answer about a person, in milliseconds. A row of a
-- version that was never committed counts as due at once.
create table segment_crossing (
  workspace UInt32,
  customer UInt64 codec(Delta, ZSTD(1)),
  due_ms Int64 codec(ZSTD(1)),
  version UInt64 codec(Delta, ZSTD(1))
)
engine = ReplacingMergeTree(version)
order by (workspace, customer)
settings fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0;
