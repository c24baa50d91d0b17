import type { Answer, Page } from '../../wecom/index.ts'
import type { OwnWecom } from '../corp/index.ts'

/** The calls by which moments live. */
export type MomentRemote = Pick<
  OwnWecom,
  | 'addMoment'
  | 'cancelMoment'
  | 'momentJob'
  | 'momentPosters'
  | 'momentReactions'
  | 'momentViewers'
  | 'moments'
  | 'uploadAttachment'
>
const PAGES_MAX = 40

/** All pages of a list, or the first answer that is none. */
export async function allPages<T>(
  page: (cursor: string) => Promise<Answer<Page<T>>>,
): Promise<Answer<T[]>> {
  const rows: T[] = []
  let cursor = ''
  for (let n = 0; n < PAGES_MAX; n++) {
    const answer = await page(cursor)
    if (!answer.ok) return answer
    rows.push(...answer.value.rows)
    cursor = answer.value.nextCursor
    if (cursor === '') break
  }
  return { ok: true, value: rows }
}
