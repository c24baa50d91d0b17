-- Who is in which customer group (客户群), and who was: one row for each spell of a customer in a group, landed by whoever changes
-- "group".membership. Whose a spell is does not change once it is known.
create table group_membership (
  workspace UInt32,
  customer UInt64 codec(Delta, ZSTD(1)),
  id UUID,
  group_chat UUID,
  joined_at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  left_at Nullable(DateTime64(3, 'UTC')),
  version UInt64 codec(Delta, ZSTD(1))
)
engine = ReplacingMergeTree(version)
order by (workspace, customer, id)
settings fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0;
