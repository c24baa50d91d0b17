import { type ClickHouse, EngineAway } from '../clickhouse/index.ts'
import type { Tenant } from '../kernel/index.ts'

type Reader = Pick<ClickHouse, 'rows'>
type Of = { journeyId: string; version: number }

/** What somebody does within so many days after a message counts as having come after it. It need not be because of it. */
export const ANSWER_DAYS = 7
const DAY_MS = 86_400_000

/** Of those who got a step's message, how many wrote and how many paid within the days after it. */
export type StepAnswers = { stepId: string; replied: number; bought: number }

/** The answers to each step of a version; null while history is away. */
export async function answersOf(
  clickhouse: Reader,
  tenant: Pick<Tenant, 'no'>,
  of: Of,
): Promise<StepAnswers[] | null> {
  try {
    return await clickhouse.rows<StepAnswers>({
      sql: `
select
  s.step as stepId,
  uniqExactIf(s.person, e.name = 'message.replied') as replied,
  uniqExactIf(s.person, e.name = 'order.paid') as bought
${AFTER_MESSAGE}
group by stepId
order by stepId`,
      params: paramsOf(tenant, of),
      comment: 'journey.answers',
    })
  } catch (error) {
    if (error instanceof EngineAway) return null
    throw error
  }
}

/** People behind one of these numbers that are looked at; nobody pages further. */
const PEOPLE_MAX = 10_000
const NAMES = { replied: 'message.replied', bought: 'order.paid' } as const

/** The numbers of the people behind one of these numbers. */
export async function answeredBy(
  clickhouse: Reader,
  tenant: Pick<Tenant, 'no'>,
  { stepId, how, ...of }: Of & { stepId: string; how: keyof typeof NAMES },
): Promise<number[]> {
  const rows = await clickhouse.rows<{ person: number }>({
    sql: `
select distinct s.person as person
${AFTER_MESSAGE}
  and s.step = {step:String}
  and e.name = {name:String}
order by person desc
limit {most:UInt32}`,
    params: { ...paramsOf(tenant, of), step: stepId, name: NAMES[how], most: PEOPLE_MAX },
    comment: 'journey.answered by',
  })
  return rows.map(({ person }) => person)
}

function paramsOf(tenant: Pick<Tenant, 'no'>, { journeyId, version }: Of) {
  return { workspace: tenant.no, journey: journeyId, version, window: ANSWER_DAYS * DAY_MS }
}

/** People as they are known today: two numbers may have become one. */
const PERSONS = `
    left join (
      select customer, person
      from customer_override final
      where workspace = {workspace:UInt32} and gone = 0
    ) as v on v.customer = p.customer`

/** Each message that reached somebody, beside what they did in the days after the first of its step. */
const AFTER_MESSAGE = `
from (
  select
    if(v.person = 0, p.customer, v.person) as person,
    JSONExtractString(p.props, 'step_id') as step,
    min(toUnixTimestamp64Milli(p.at)) as at
  from event as p
  ${PERSONS}
  where p.workspace = {workspace:UInt32}
    and p.name = 'message.sent'
    and p.customer > 0
    and JSONExtractString(p.props, 'journey_id') = {journey:String}
    and JSONExtractInt(p.props, 'version') = {version:Int32}
  group by person, step
) as s
inner join (
  select
    if(v.person = 0, p.customer, v.person) as person,
    p.name as name,
    toUnixTimestamp64Milli(p.at) as at
  from event as p
  ${PERSONS}
  where p.workspace = {workspace:UInt32}
    and p.name in ('message.replied', 'order.paid')
    and p.customer > 0
) as e on e.person = s.person
where e.at > s.at
  and e.at <= s.at + {window:Int64}`
