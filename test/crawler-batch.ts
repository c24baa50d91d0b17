import { newId } from '../server/kernel/index.ts'
import { sql, type Tx } from '../server/postgres/index.ts'

/** A table of codes that was uploaded and whose one line has been made. */
export async function batchOf(
  tx: Tx,
  tenant: { id: string },
  { way, mark, now }: { way: string; mark: string; now: Date },
): Promise<void> {
  const batch = newId()
  await tx.run(sql`
    insert into acquisition.way_batch (workspace_id, id, file_name, lines, made_at, ended_at)
    values (${tenant.id}, ${batch}, ${`${mark}.csv`}, 1, ${now}, ${now})
  `)
  await tx.run(sql`
    insert into acquisition.way_batch_line (workspace_id, batch_id, line, way_id, state)
    values (${tenant.id}, ${batch}, 2, ${way}, 'made')
  `)
}
