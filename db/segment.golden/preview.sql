-- counts of every node of any(source, not(order-count))
-- {"p1":1794358800000,"p2":["官网"],"p3":1794358800001,"p4":1791766800001,"p5":9007199254740991,"p6":1791766800000,"p7":2592000000,"p8":2}
select
  everybody,
  counts,
  bitmapToArray(subBitmap(whole, toUInt64(greatest(toInt64(bitmapCardinality(whole)) - 10, 0)), toUInt64(10))) as sample
from (
  select
    bitmapCardinality(everyone) as everybody,
    [bitmapCardinality(bitmapAnd(everyone, bitmapOr(b1, bitmapAndnot(everyone, b2)))),
    bitmapCardinality(bitmapAnd(everyone, b1)),
    bitmapCardinality(bitmapAnd(everyone, bitmapAndnot(everyone, b2))),
    bitmapCardinality(bitmapAnd(everyone, b2))] as counts,
    bitmapAnd(everyone, bitmapOr(b1, bitmapAndnot(everyone, b2))) as whole
  from (
    select groupBitmapState(toUInt32(customer)) as everyone
    from customer_arrival
    where workspace = {workspace:UInt32}
  ) as e
  cross join (
    select groupBitmapStateIf(toUInt32(person), a1 in {p2:Array(String)}) as b1
    from (
    select customer as person,
      argMin(source, (customer != person, customer)) as a1
    from customer_arrival final
    where workspace = {workspace:UInt32}
      and customer > 0
    group by person
    )
  ) as s1
  cross join (
    select groupBitmapStateIf(toUInt32(person), a4 >= {p8:Float64}) as b2
    from (
    select customer as person,
      minIf(toUnixTimestamp64Milli(ordered_at), ordered_at > fromUnixTimestamp64Milli({p1:Int64})) as a2,
      minIf(toUnixTimestamp64Milli(ordered_at), ordered_at > fromUnixTimestamp64Milli({p6:Int64})) as a3,
      countIf(ordered_at < fromUnixTimestamp64Milli({p3:Int64}) and ordered_at >= fromUnixTimestamp64Milli({p4:Int64})) as a4
    from customer_order final
    where workspace = {workspace:UInt32}
      and gone = 0
      and state in ('paid', 'refunded')
      and (paid > refunded or refunded = 0)
      and customer > 0
    group by person
    )
  ) as s2
)
