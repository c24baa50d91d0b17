import type { Touch } from '../../contract/hook.ts'
import { everyRowOf } from '../customer/index.ts'
import { type ApplyStep, nothingApplied } from '../event/index.ts'
import { showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { storedSources } from './source.ts'
import { pathOf } from './tree.ts'

const KINDS: Record<string, Touch['kind']> = {
  'follow.started': 'follow',
  'follow.found': 'follow',
  'subscription.started': 'subscription',
  'landing.viewed': 'landing',
  'form.submitted': 'form',
  'hook.claimed': 'hook',
}
/** What an event calls the thing that was met; the first that is there counts. */
const SUBJECTS = ['state', 'page', 'hook', 'form', 'form_name', 'scene']
const TOUCHES_SHOWN = 200
const SUBJECT_MAX = 80

/** The line of the table of appliers that keeps where somebody met the brand, contact by contact. */
export const pathStep: ApplyStep = {
  name: 'path',
  on: Object.keys(KINDS),
  async apply(tx, { tenant }, events) {
    const met = events.flatMap(({ eventId, name, at, customerId, props }) => {
      const kind = KINDS[name]
      if (!kind || customerId === null) return []
      const subject = SUBJECTS.map((key) => props[key]).find(
        (value) => typeof value === 'string' && value !== '',
      )
      const source_id = typeof props.source_id === 'string' ? props.source_id : null
      return [
        {
          ...{ event_id: eventId, customer_id: customerId, at: at.toISOString(), kind, source_id },
          subject: typeof subject === 'string' ? subject.slice(0, SUBJECT_MAX) : '',
        },
      ]
    })
    if (met.length > 0)
      await tx.run(sql`
        insert into acquisition.touch (workspace_id, event_id, customer_id, at, kind, source_id, subject)
        select ${tenant.id}, n.event_id, n.customer_id, n.at, n.kind, n.source_id, n.subject
        from jsonb_to_recordset(${JSON.stringify(met)}::jsonb) as n (
          event_id uuid, customer_id uuid, at timestamptz, kind text, source_id uuid, subject text
        )
        on conflict do nothing
      `)
    return nothingApplied
  },
}

/** A person's whole way to us, the first contact first; null when there is nobody. @param customerId any of their rows. */
export async function touchesOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  customerId: string,
): Promise<Touch[] | null> {
  const rowIds = await everyRowOf(tx, tenant.id, customerId)
  if (rowIds.length === 0) return null
  type Row = Omit<Touch, 'at' | 'path'> & { at: Date }
  const rows = await tx.rows(sql<Row>`
    select t.at, t.kind, coalesce(t.source_id, w.source_id) as "sourceId",
           case when w.name is null then t.subject else w.name end as subject
    from acquisition.touch t
    left join acquisition.contact_way w
      on w.workspace_id = t.workspace_id
      and w.state = t.subject
      and t.kind = 'follow'
    where t.workspace_id = ${tenant.id}
      and t.customer_id = any(${rowIds}::uuid[])
    order by t.at, t.event_id
    limit ${TOUCHES_SHOWN}
  `)
  const sources = await storedSources(tx, tenant)
  const names = new Map(sources.map(({ id, name }) => [id, name]))
  const parents = new Map(sources.map(({ id, parentId }) => [id, parentId]))
  return rows.map(({ at, sourceId, ...one }) => ({
    ...one,
    at: at.toISOString(),
    sourceId: sourceId === null ? null : showId('source', sourceId),
    path:
      sourceId === null
        ? []
        : pathOf(parents, sourceId)
            .toReversed()
            .flatMap((id) => names.get(id) ?? []),
  }))
}
