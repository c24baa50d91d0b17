import type { GroupMember } from '../../contract/group.ts'
import { DISSOLVED } from './membership.ts'

const scenes: Record<number, GroupMember['joinScene']> = { 1: 'invited', 2: 'link', 3: 'code' }
const goings: Record<number, GroupMember['leftHow']> = {
  0: 'left',
  1: 'removed',
  [DISSOLVED]: 'dissolved',
}

/** What a number of WeCom's for a joining means. */
export function sceneOf(scene: number): GroupMember['joinScene'] {
  return scenes[scene] ?? 'unknown'
}

/** How somebody went; null: is still inside. */
export function leftHow(leftAt: Date | null, how: number | null): GroupMember['leftHow'] {
  if (leftAt === null) return null
  return how === null ? 'unknown' : (goings[how] ?? 'unknown')
}
