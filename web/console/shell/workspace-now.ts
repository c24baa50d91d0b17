import { useState } from 'react'
import type { Workspace } from '../../../contract/staff.ts'

/** The workspace's present: its standing clock, or the server's clock going on since the workspace was told of. */
export function useWorkspaceNow(workspace: Workspace): () => string {
  const [told, setTold] = useState({ now: workspace.now, heardMs: performance.now() })
  if (told.now !== workspace.now) setTold({ now: workspace.now, heardMs: performance.now() })
  return () => {
    if (workspace.clockAt !== null) return workspace.clockAt
    return new Date(Date.parse(told.now) + performance.now() - told.heardMs).toISOString()
  }
}
