import { type Me, me } from '../../../contract/staff.ts'
import { type Load, useLoad } from '../../ui/index.ts'

/** Who is signed in, in which workspace, and what they may do. */
export function useMe(): Load<Me> {
  return useLoad('/api/session', me)
}
