-- everybody
-- {"p1":1794358800000,"p2":7,"p3":["strong","medium"]}
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
    select groupBitmapStateIf(toUInt32(person), has({p3:Array(String)}, a1)) as b1
    from (
    select customer as person,
      argMin(tie, (customer != person, customer)) as a1
    from customer_layer
    where workspace = {workspace:UInt32}
      and snapshot = {p2:UInt32}
      and customer > 0
    group by person
    )
  ) as s1
)

-- when time alone changes an answer
-- {"p1":1794358800000,"p2":7,"p3":["strong","medium"]}
insert into segment_crossing (workspace, customer, due_ms, version)
select {workspace:UInt32}, person, min(due), {version:UInt64}
from (
  select customer as person, toInt64(9007199254740991) as due
  from segment_crossing final
  where workspace = {workspace:UInt32}
    and due_ms < 9007199254740991
)
group by person

-- some people, some of whom are merged
-- {"p1":1794358800000,"p2":7,"p3":["strong","medium"]}
select
  [(bitmapToArray(bitmapAndnot(n0, o0)), bitmapToArray(bitmapAndnot(bitmapAnd(people, o0), n0)))] as changes,
  dues
from (
  select bitmapAnd(everyone, b1) as n0,
    [] as dues
  from (
    select groupBitmapState(toUInt32(customer)) as everyone
    from customer_arrival
    where workspace = {workspace:UInt32}
      and customer not in {merged:Array(UInt64)}
      and customer in {asked:Array(UInt64)}
  ) as e
  cross join (
    select groupBitmapStateIf(toUInt32(person), has({p3:Array(String)}, a1)) as b1
    from (
    select transform(customer, {merged:Array(UInt64)}, {persons:Array(UInt64)}, customer) as person,
      argMin(tie, (customer != person, customer)) as a1
    from customer_layer
    where workspace = {workspace:UInt32}
      and snapshot = {p2:UInt32}
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
