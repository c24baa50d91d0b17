import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** What became of a material that associates sent of their own accord. */
export type MaterialWork = { sent: number; clicked: number; senders: number }

/** By material; a material that nobody sent is not there. */
export async function worksOfMaterials(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  materialIds: readonly string[],
): Promise<ReadonlyMap<string, MaterialWork>> {
  if (materialIds.length === 0) return new Map()
  const rows = await tx.rows(sql<MaterialWork & { materialId: string }>`
    select m.material_id as "materialId", count(*) as sent, count(d.clicked_at) as clicked, count(distinct d.userid) as senders
    from channel.message m
    join channel.delivery d
      on d.workspace_id = m.workspace_id
      and d.message_id = m.id
      and d.journey_id is null
      and d.carrier = 'staff_task'
    where m.workspace_id = ${tenant.id}
      and m.material_id = any(${[...materialIds]}::uuid[])
      and d.state = 'sent'
    group by m.material_id
  `)
  return new Map(rows.map(({ materialId, ...work }) => [materialId, work]))
}

/** When persons last got materials, by `person material`. */
export async function givenMaterials(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { materialIds, personIds }: { materialIds: readonly string[]; personIds: readonly string[] },
): Promise<ReadonlyMap<string, Date>> {
  const rows = await tx.rows(sql<{ materialId: string; personId: string; at: Date }>`
    select m.material_id as "materialId", d.person_id as "personId", max(d.sent_at) as at
    from channel.message m
    join channel.delivery d
      on d.workspace_id = m.workspace_id
      and d.message_id = m.id
      and d.journey_id is null
      and d.carrier = 'staff_task'
    where m.workspace_id = ${tenant.id}
      and m.material_id = any(${[...materialIds]}::uuid[])
      and d.person_id = any(${[...personIds]}::uuid[])
      and d.state = 'sent'
    group by m.material_id, d.person_id
  `)
  return new Map(rows.map(({ materialId, personId, at }) => [`${personId} ${materialId}`, at]))
}
