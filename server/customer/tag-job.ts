import { z } from 'zod'
import { type Clock, newId, presentOf, type Tenant } from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import { sql } from '../postgres/index.ts'
import { enqueue, type Handler } from '../queue/index.ts'
import { tagCustomers, withdrawTaggings } from './tagging.ts'

/** Puts a tag on the people of a job, or takes it back from them. */
export const TAG_PEOPLE = 'customer.tag_people'
/** People of one transaction: what is committed is done once, whoever is killed. */
const PORTION = 500

const payload = z.object({ jobId: z.uuid() })

/** Keeps who is to be tagged and asks for it to be done. @returns the job's id. */
export async function makeTagJob(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  job: { tagId: string; customerIds: readonly string[]; by: string | null; now: Date },
): Promise<string> {
  const id = newId()
  const { tagId, by, now } = job
  const customerIds = [...new Set(job.customerIds)]
  await tx.run(sql`
    insert into customer.tag_job (workspace_id, id, tag_id, asked_at, asked_by, total)
    values (${tenant.id}, ${id}, ${tagId}, ${now}, ${by}, ${customerIds.length})
  `)
  await tx.run(sql`
    insert into customer.tag_job_person (workspace_id, job_id, customer_id)
    select ${tenant.id}, ${id}, n.id
    from unnest(${customerIds}::uuid[]) as n (id)
  `)
  await ask(tx, tenant, id)
  return id
}

function ask(tx: Tx, tenant: Pick<Tenant, 'id'>, jobId: string): Promise<void> {
  return enqueue(tx, {
    workspaceId: tenant.id,
    name: TAG_PEOPLE,
    payload: { jobId },
    key: jobId,
    serial: jobId,
  })
}

/** Takes a whole job back. @returns false when there is none, or it was taken back before. */
export async function undoTagJob(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { id, by, now }: { id: string; by: string | null; now: Date },
): Promise<boolean> {
  const changed = await tx.run(sql`
    update customer.tag_job
    set undone_at = ${now}, undone_by = ${by}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and undone_at is null
  `)
  if (changed > 0) await ask(tx, tenant, id)
  return changed > 0
}

type Deps = { db: Database; clock: Clock; tenants: () => Promise<Tenant[]> }

/** Goes on with a job where it stands: a portion is done and noted together. */
export function tagPeopleHandler(deps: Deps): Handler {
  return async ({ workspaceId, payload: given, signal }) => {
    const { jobId } = payload.parse(given)
    const tenant = (await deps.tenants()).find(({ id }) => id === workspaceId)
    if (!tenant) return
    for (;;) {
      if (signal.aborted) throw new Error('stopped between two portions')
      const left = await deps.db.inWorkspace(tenant.id, (tx) => portion(tx, deps, tenant, jobId))
      if (left === 0) return
    }
  }
}

/** @returns how many people it was done with; 0: the job is over. */
async function portion(tx: Tx, deps: Deps, tenant: Tenant, jobId: string): Promise<number> {
  const job = await tx.maybe(sql<{
    tagId: string
    by: string | null
    undoneAt: Date | null
    undoneBy: string | null
  }>`
    select tag_id as "tagId", asked_by as by, undone_at as "undoneAt", undone_by as "undoneBy"
    from customer.tag_job
    where workspace_id = ${tenant.id}
      and id = ${jobId}
    for update
  `)
  if (!job) return 0
  const now = presentOf(tenant, deps.clock)
  const { undoneAt, undoneBy } = job
  const count = undoneAt
    ? await takeBack(tx, tenant, { jobId, by: undoneBy, now })
    : await tagSome(tx, tenant, { jobId, now, tagId: job.tagId, by: job.by })
  if (count === 0) await end(tx, tenant, jobId, deps.clock.now())
  return count
}

type Some = { jobId: string; by: string | null; now: Date }

async function tagSome(
  tx: Tx,
  tenant: Tenant,
  { jobId, tagId, by, now }: Some & { tagId: string },
): Promise<number> {
  const open = await tx.rows(sql<{ id: string; isThere: boolean }>`
    select p.customer_id as id, c.id is not null as "isThere"
    from customer.tag_job_person p
    left join customer.customer c
      on c.workspace_id = p.workspace_id
      and c.id = p.customer_id
    where p.workspace_id = ${tenant.id}
      and p.job_id = ${jobId}
      and p.outcome is null
    order by p.customer_id
    limit ${PORTION}
  `)
  const there = open.filter(({ isThere }) => isThere).map(({ id }) => id)
  const given = { tagId, customerIds: there, sign: 1 as const, quote: null, by, now }
  const tagged = there.length > 0 ? await tagCustomers(tx, tenant, given) : null
  const outcomeOf = (isThere: boolean) => {
    if (!isThere) return 'gone'
    return tagged?.ok ? 'tagged' : 'archived'
  }
  await tx.run(sql`
    update customer.tag_job_person p
    set outcome = n.outcome,
        tagging_id = (
          select t.id
          from customer.tagging t
          where t.workspace_id = ${tenant.id}
            and t.customer_id = n.id
            and t.id = any(${tagged?.ok ? tagged.value : []}::uuid[])
        )
    from unnest(
      ${open.map(({ id }) => id)}::uuid[],
      ${open.map(({ isThere }) => outcomeOf(isThere))}::text[]
    ) as n (id, outcome)
    where p.workspace_id = ${tenant.id}
      and p.job_id = ${jobId}
      and p.customer_id = n.id
  `)
  await tx.run(sql`
    update customer.tag_job
    set done = done + ${open.length}
    where workspace_id = ${tenant.id}
      and id = ${jobId}
  `)
  return open.length
}

async function takeBack(tx: Tx, tenant: Tenant, { jobId, by, now }: Some): Promise<number> {
  const some = await tx.rows(sql<{ id: string; taggingId: string | null }>`
    select customer_id as id, tagging_id as "taggingId"
    from customer.tag_job_person
    where workspace_id = ${tenant.id}
      and job_id = ${jobId}
      and (outcome is null or outcome = 'tagged')
    order by customer_id
    limit ${PORTION}
  `)
  const ids = some.flatMap(({ taggingId }) => taggingId ?? [])
  if (ids.length > 0) await withdrawTaggings(tx, tenant, { ids, isWithdrawn: true, by, now })
  await tx.run(sql`
    update customer.tag_job_person
    set outcome = 'undone'
    where workspace_id = ${tenant.id}
      and job_id = ${jobId}
      and customer_id = any(${some.map(({ id }) => id)}::uuid[])
  `)
  return some.length
}

async function end(tx: Tx, tenant: Pick<Tenant, 'id'>, jobId: string, now: Date): Promise<void> {
  await tx.run(sql`
    update customer.tag_job
    set ended_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${jobId}
  `)
}
