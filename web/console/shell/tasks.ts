import type { Task } from '../../ui/index.ts'
import { useSyncTasks } from '../corp/tasks.ts'
import { useImportTasks } from '../imports/tasks.ts'
import { useTagTasks } from '../tags/tasks.ts'

/** What runs and what has just ended, told by each room that has long work: `...useImportTasks(),`. One line for each. */
export function useTasks(): readonly Task[] {
  return [...useImportTasks(), ...useSyncTasks(), ...useTagTasks()]
}
