-- everybody
-- {"p1":1794358800000,"p2":"Product Viewed","p3":9007199254740991,"p4":1791766800000,"p5":2592000000,"p6":"concern","p7":["敏感肌"],"p8":1794358800001,"p9":1791766800001,"p10":"sku","p11":2}
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
    select groupBitmapStateIf(toUInt32(person), a3 >= {p11:Float64}) as b1
    from (
    select customer as person,
      minIf(toUnixTimestamp64Milli(at), at > fromUnixTimestamp64Milli({p1:Int64})) as a1,
      minIf(toUnixTimestamp64Milli(at), at > fromUnixTimestamp64Milli({p4:Int64})) as a2,
      uniqExactIf(JSONExtract(props, {p10:String}, 'Nullable(String)'), at < fromUnixTimestamp64Milli({p8:Int64}) and at >= fromUnixTimestamp64Milli({p9:Int64}) and (ifNull(JSONExtract(props, {p6:String}, 'Nullable(String)') in {p7:Array(String)}, 0))) as a3
    from event
    where workspace = {workspace:UInt32}
      and name = {p2:String}
      and customer > 0
    group by person
    )
  ) as s1
)

-- when time alone changes an answer
-- {"p1":1794358800000,"p2":"Product Viewed","p3":9007199254740991,"p4":1791766800000,"p5":2592000000,"p6":"concern","p7":["敏感肌"],"p8":1794358800001,"p9":1791766800001,"p10":"sku","p11":2}
insert into segment_crossing (workspace, customer, due_ms, version)
select {workspace:UInt32}, person, min(due), {version:UInt64}
from (
  select customer as person, toInt64(9007199254740991) as due
  from segment_crossing final
  where workspace = {workspace:UInt32}
    and due_ms < 9007199254740991
  union all
  select person, due from (
  select toUInt64(person) as person, toInt64(least(toInt64(9007199254740991), if(a1 = 0, {p3:Int64}, a1), if(a2 = 0, {p3:Int64}, a2 + {p5:Int64}))) as due
  from (
    select customer as person,
      minIf(toUnixTimestamp64Milli(at), at > fromUnixTimestamp64Milli({p1:Int64})) as a1,
      minIf(toUnixTimestamp64Milli(at), at > fromUnixTimestamp64Milli({p4:Int64})) as a2,
      uniqExactIf(JSONExtract(props, {p10:String}, 'Nullable(String)'), at < fromUnixTimestamp64Milli({p8:Int64}) and at >= fromUnixTimestamp64Milli({p9:Int64}) and (ifNull(JSONExtract(props, {p6:String}, 'Nullable(String)') in {p7:Array(String)}, 0))) as a3
    from event
    where workspace = {workspace:UInt32}
      and name = {p2:String}
      and customer > 0
    group by person
  )
  )
  where due < 9007199254740991
)
group by person

-- some people, some of whom are merged
-- {"p1":1794358800000,"p2":"Product Viewed","p3":9007199254740991,"p4":1791766800000,"p5":2592000000,"p6":"concern","p7":["敏感肌"],"p8":1794358800001,"p9":1791766800001,"p10":"sku","p11":2}
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
    select groupBitmapStateIf(toUInt32(person), a3 >= {p11:Float64}) as b1,
      groupArrayIf((toUInt64(person), toInt64(least(toInt64(9007199254740991), if(a1 = 0, {p3:Int64}, a1), if(a2 = 0, {p3:Int64}, a2 + {p5:Int64})))), least(toInt64(9007199254740991), if(a1 = 0, {p3:Int64}, a1), if(a2 = 0, {p3:Int64}, a2 + {p5:Int64})) < toInt64(9007199254740991)) as d1
    from (
    select transform(customer, {merged:Array(UInt64)}, {persons:Array(UInt64)}, customer) as person,
      minIf(toUnixTimestamp64Milli(at), at > fromUnixTimestamp64Milli({p1:Int64})) as a1,
      minIf(toUnixTimestamp64Milli(at), at > fromUnixTimestamp64Milli({p4:Int64})) as a2,
      uniqExactIf(JSONExtract(props, {p10:String}, 'Nullable(String)'), at < fromUnixTimestamp64Milli({p8:Int64}) and at >= fromUnixTimestamp64Milli({p9:Int64}) and (ifNull(JSONExtract(props, {p6:String}, 'Nullable(String)') in {p7:Array(String)}, 0))) as a3
    from event
    where workspace = {workspace:UInt32}
      and name = {p2:String}
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
