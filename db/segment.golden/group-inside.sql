-- everybody
-- {"p1":1794358800000,"p2":9007199254740991,"p3":1791766800000,"p4":2592000000,"p5":["018f0000-0000-7000-8000-000000000005"],"p6":1794358800001,"p7":1791766800001}
insert into segment_version (workspace, segment, version, members, size)
select {workspace:UInt32}, found.1, {version:UInt64}, found.2, bitmapCardinality(found.2)
from (
  select arrayJoin([({ids:Array(UUID)}[1], bitmapAnd(everyone, b1))]) as found
  from (
    select groupBitmapState(toUInt32(customer)) as everyone
    from customer_arrival
    where workspace = {workspace:UInt32}
  ) as e
  cross join (
    select groupBitmapStateIf(toUInt32(person), a4 > 0) as b1
    from (
    select customer as person,
      minIf(toUnixTimestamp64Milli(joined_at), joined_at > fromUnixTimestamp64Milli({p1:Int64})) as a1,
      minIf(toUnixTimestamp64Milli(joined_at), joined_at > fromUnixTimestamp64Milli({p3:Int64})) as a2,
      minIf(toUnixTimestamp64Milli(ifNull(left_at, toDateTime64(0, 3, 'UTC'))), ifNull(left_at, toDateTime64(0, 3, 'UTC')) > fromUnixTimestamp64Milli({p1:Int64})) as a3,
      countIf(joined_at < fromUnixTimestamp64Milli({p6:Int64}) and joined_at >= fromUnixTimestamp64Milli({p7:Int64}) and not (left_at is not null and ifNull(left_at, toDateTime64(0, 3, 'UTC')) <= fromUnixTimestamp64Milli({p1:Int64})) and group_chat in {p5:Array(UUID)}) as a4
    from group_membership final
    where workspace = {workspace:UInt32}
      and customer > 0
    group by person
    )
  ) as s1
)

-- when time alone changes an answer
-- {"p1":1794358800000,"p2":9007199254740991,"p3":1791766800000,"p4":2592000000,"p5":["018f0000-0000-7000-8000-000000000005"],"p6":1794358800001,"p7":1791766800001}
insert into segment_crossing (workspace, customer, due_ms, version)
select {workspace:UInt32}, person, min(due), {version:UInt64}
from (
  select customer as person, toInt64(9007199254740991) as due
  from segment_crossing final
  where workspace = {workspace:UInt32}
    and due_ms < 9007199254740991
  union all
  select person, due from (
  select toUInt64(person) as person, toInt64(least(toInt64(9007199254740991), if(a1 = 0, {p2:Int64}, a1), if(a2 = 0, {p2:Int64}, a2 + {p4:Int64}), if(a3 = 0, {p2:Int64}, a3))) as due
  from (
    select customer as person,
      minIf(toUnixTimestamp64Milli(joined_at), joined_at > fromUnixTimestamp64Milli({p1:Int64})) as a1,
      minIf(toUnixTimestamp64Milli(joined_at), joined_at > fromUnixTimestamp64Milli({p3:Int64})) as a2,
      minIf(toUnixTimestamp64Milli(ifNull(left_at, toDateTime64(0, 3, 'UTC'))), ifNull(left_at, toDateTime64(0, 3, 'UTC')) > fromUnixTimestamp64Milli({p1:Int64})) as a3,
      countIf(joined_at < fromUnixTimestamp64Milli({p6:Int64}) and joined_at >= fromUnixTimestamp64Milli({p7:Int64}) and not (left_at is not null and ifNull(left_at, toDateTime64(0, 3, 'UTC')) <= fromUnixTimestamp64Milli({p1:Int64})) and group_chat in {p5:Array(UUID)}) as a4
    from group_membership final
    where workspace = {workspace:UInt32}
      and customer > 0
    group by person
  )
  )
  where due < 9007199254740991
)
group by person

-- some people, some of whom are merged
-- {"p1":1794358800000,"p2":9007199254740991,"p3":1791766800000,"p4":2592000000,"p5":["018f0000-0000-7000-8000-000000000005"],"p6":1794358800001,"p7":1791766800001}
select
  [(bitmapToArray(bitmapAndnot(n0, o0)), bitmapToArray(bitmapAndnot(bitmapAnd(people, o0), n0)))] as changes,
  dues
from (
  select bitmapAnd(everyone, b1) as n0,
    arrayConcat(d1) as dues
  from (
    select groupBitmapState(toUInt32(customer)) as everyone
    from customer_arrival
    where workspace = {workspace:UInt32}
      and customer not in {merged:Array(UInt64)}
      and customer in {asked:Array(UInt64)}
  ) as e
  cross join (
    select groupBitmapStateIf(toUInt32(person), a4 > 0) as b1,
      groupArrayIf((toUInt64(person), toInt64(least(toInt64(9007199254740991), if(a1 = 0, {p2:Int64}, a1), if(a2 = 0, {p2:Int64}, a2 + {p4:Int64}), if(a3 = 0, {p2:Int64}, a3)))), least(toInt64(9007199254740991), if(a1 = 0, {p2:Int64}, a1), if(a2 = 0, {p2:Int64}, a2 + {p4:Int64}), if(a3 = 0, {p2:Int64}, a3)) < toInt64(9007199254740991)) as d1
    from (
    select transform(customer, {merged:Array(UInt64)}, {persons:Array(UInt64)}, customer) as person,
      minIf(toUnixTimestamp64Milli(joined_at), joined_at > fromUnixTimestamp64Milli({p1:Int64})) as a1,
      minIf(toUnixTimestamp64Milli(joined_at), joined_at > fromUnixTimestamp64Milli({p3:Int64})) as a2,
      minIf(toUnixTimestamp64Milli(ifNull(left_at, toDateTime64(0, 3, 'UTC'))), ifNull(left_at, toDateTime64(0, 3, 'UTC')) > fromUnixTimestamp64Milli({p1:Int64})) as a3,
      countIf(joined_at < fromUnixTimestamp64Milli({p6:Int64}) and joined_at >= fromUnixTimestamp64Milli({p7:Int64}) and not (left_at is not null and ifNull(left_at, toDateTime64(0, 3, 'UTC')) <= fromUnixTimestamp64Milli({p1:Int64})) and group_chat in {p5:Array(UUID)}) as a4
    from group_membership final
    where workspace = {workspace:UInt32}
      and customer > 0
      and customer in {numbers:Array(UInt64)}
    group by person
    )
  ) as s1
) as n
cross join (
  select groupBitmapMergeStateIf(members, i = 1) as o0
  from (
    select members, indexOf({ids:Array(UUID)}, segment) as i
    from segment_version
    where workspace = {workspace:UInt32}
      and segment in {ids:Array(UUID)}
      and version = {versions:Array(UInt64)}[indexOf({ids:Array(UUID)}, segment)]
  )
) as o
cross join (
  select bitmapBuild(cast({asked:Array(UInt64)}, 'Array(UInt32)')) as people
) as p
