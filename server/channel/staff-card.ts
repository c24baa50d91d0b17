import { sql, type Tx } from '../postgres/index.ts'
import type { ChannelContext } from './delivery.ts'

/** What a card says when nothing is left to press. */
export type Face = 'sent' | 'later' | 'over' | 'moved'

/** Cards about these tasks are to say what became of them: what was decided elsewhere cannot be pressed here. */
export async function turnCards(
  tx: Tx,
  { tenant }: Pick<ChannelContext, 'tenant'>,
  { taskIds, face }: { taskIds: readonly string[]; face: Face },
): Promise<void> {
  if (taskIds.length === 0) return
  await tx.run(sql`
    update channel.staff_card
    set face = ${face},
        face_state = case when state = 'sent' then 'due' else face_state end,
        state = case when state = 'planned' then 'dropped' else state end
    where workspace_id = ${tenant.id}
      and task_id = any(${[...taskIds]}::uuid[])
      and face_state = 'open'
  `)
}
