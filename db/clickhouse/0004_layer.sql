-- How strong the tie to everybody is and in which class of value they stand, by dated snapshot (the number of customer_value's).
-- The last snapshot of each month stays, so that one can see who moved from where to where.
create table customer_layer (
  workspace UInt32,
  snapshot UInt32,
  customer UInt64,
  -- silent, weak, medium, strong
  tie LowCardinality(String),
  -- The same of the snapshot before; '' for who was not in it.
  tie_before LowCardinality(String),
  -- Chance that they come within the horizon, as the model sees it.
  chance Float32,
  -- Of the last 90 days: how often they came, how often somebody spoke to them one to one.
  came UInt32,
  spoken_to UInt32,
  -- Days of the last 200 on which anything happened between them.
  active_days UInt16,
  reciprocity Float32,
  -- The day on which they last came; 1970-01-01: not in the last 200 days.
  came_on Date,
  -- One of the eight classes; '' for who never bought.
  rfm_class LowCardinality(String),
  spent Int64,
  -- What they are expected to bring in the next 90 days.
  value_90d Int64
)
engine = MergeTree
order by (workspace, snapshot, customer)
settings fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0;
