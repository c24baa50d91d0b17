-- everybody
-- {"p1":1794358800000,"p2":"018f0000-0000-7000-8000-000000000002","p3":9007199254740991,"p4":1794358800001,"p5":"Asia/Shanghai","p6":0.7,"p7":15552000000,"p8":2.407945608651872,"p9":180}
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
    select groupBitmapStateIf(toUInt32(person), a2 >= {p8:Float64}) as b1
    from (
    select customer as person,
      minIf(toUnixTimestamp64Milli(at), at > fromUnixTimestamp64Milli({p1:Int64})) as a1,
      greatest(0., arraySum((e, j) -> e.4 * e.5 * pow({p6:Float64}, j - 1) * exp2((e.1 - {p1:Int64}) / {p7:Float64}), arraySort(e -> (-e.1, -e.5, e.6), groupArrayIf((toUnixTimestamp64Milli(at), toDate(at, {p5:String}), source, sign, weight, id), at < fromUnixTimestamp64Milli({p4:Int64}))) as es, arrayEnumerateUniq(es.2, es.3, es.4))) as a2
    from customer_tagging final
    where workspace = {workspace:UInt32}
      and tag = {p2:UUID}
      and gone = 0
      and customer > 0
    group by person
    )
  ) as s1
)

-- when time alone changes an answer
-- {"p1":1794358800000,"p2":"018f0000-0000-7000-8000-000000000002","p3":9007199254740991,"p4":1794358800001,"p5":"Asia/Shanghai","p6":0.7,"p7":15552000000,"p8":2.407945608651872,"p9":180}
insert into segment_crossing (workspace, customer, due_ms, version)
select {workspace:UInt32}, person, min(due), {version:UInt64}
from (
  select customer as person, toInt64(9007199254740991) as due
  from segment_crossing final
  where workspace = {workspace:UInt32}
    and due_ms < 9007199254740991
  union all
  select person, due from (
  select toUInt64(person) as person, toInt64(least(toInt64(9007199254740991), if(a1 = 0, {p3:Int64}, a1), if(a2 < {p8:Float64}, {p3:Int64}, {p1:Int64} + greatest(1, toInt64(floor({p9:Float64} * log2(greatest(a2, {p8:Float64}) / {p8:Float64}) * 86400000)) - 5)))) as due
  from (
    select customer as person,
      minIf(toUnixTimestamp64Milli(at), at > fromUnixTimestamp64Milli({p1:Int64})) as a1,
      greatest(0., arraySum((e, j) -> e.4 * e.5 * pow({p6:Float64}, j - 1) * exp2((e.1 - {p1:Int64}) / {p7:Float64}), arraySort(e -> (-e.1, -e.5, e.6), groupArrayIf((toUnixTimestamp64Milli(at), toDate(at, {p5:String}), source, sign, weight, id), at < fromUnixTimestamp64Milli({p4:Int64}))) as es, arrayEnumerateUniq(es.2, es.3, es.4))) as a2
    from customer_tagging final
    where workspace = {workspace:UInt32}
      and tag = {p2:UUID}
      and gone = 0
      and customer > 0
    group by person
  )
  )
  where due < 9007199254740991
)
group by person

-- some people, some of whom are merged
-- {"p1":1794358800000,"p2":"018f0000-0000-7000-8000-000000000002","p3":9007199254740991,"p4":1794358800001,"p5":"Asia/Shanghai","p6":0.7,"p7":15552000000,"p8":2.407945608651872,"p9":180}
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
    select groupBitmapStateIf(toUInt32(person), a2 >= {p8:Float64}) as b1,
      groupArrayIf((toUInt64(person), toInt64(least(toInt64(9007199254740991), if(a1 = 0, {p3:Int64}, a1), if(a2 < {p8:Float64}, {p3:Int64}, {p1:Int64} + greatest(1, toInt64(floor({p9:Float64} * log2(greatest(a2, {p8:Float64}) / {p8:Float64}) * 86400000)) - 5))))), least(toInt64(9007199254740991), if(a1 = 0, {p3:Int64}, a1), if(a2 < {p8:Float64}, {p3:Int64}, {p1:Int64} + greatest(1, toInt64(floor({p9:Float64} * log2(greatest(a2, {p8:Float64}) / {p8:Float64}) * 86400000)) - 5))) < toInt64(9007199254740991)) as d1
    from (
    select transform(customer, {merged:Array(UInt64)}, {persons:Array(UInt64)}, customer) as person,
      minIf(toUnixTimestamp64Milli(at), at > fromUnixTimestamp64Milli({p1:Int64})) as a1,
      greatest(0., arraySum((e, j) -> e.4 * e.5 * pow({p6:Float64}, j - 1) * exp2((e.1 - {p1:Int64}) / {p7:Float64}), arraySort(e -> (-e.1, -e.5, e.6), groupArrayIf((toUnixTimestamp64Milli(at), toDate(at, {p5:String}), source, sign, weight, id), at < fromUnixTimestamp64Milli({p4:Int64}))) as es, arrayEnumerateUniq(es.2, es.3, es.4))) as a2
    from customer_tagging final
    where workspace = {workspace:UInt32}
      and tag = {p2:UUID}
      and gone = 0
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
