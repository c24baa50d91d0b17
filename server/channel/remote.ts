import type { MessageContent } from '../../contract/delivery.ts'
import {
  type Answer,
  type Attachment,
  type ListedTask,
  noAnswer,
  type Page,
} from '../../wecom/index.ts'
import type { OwnWecom } from '../corp/index.ts'
import type { TenantCompany } from '../kernel/index.ts'

/** The calls that the mouth makes: welcomes, and mass sends (企业群发) with the life they have over there. */
export type Remote = Pick<
  OwnWecom,
  | 'sendWelcome'
  | 'addMessageTask'
  | 'messageTasks'
  | 'messageTaskStaff'
  | 'messageTaskResults'
  | 'cancelMessageTask'
  | 'remindMessageTask'
>

/** The connection to a company of a workspace; null: there is none. Whose a message is, its associate says: withCompanyOf. */
export type RemoteOf = (tenant: TenantCompany) => Promise<Remote | null>

export type Link = NonNullable<MessageContent['link']>

/** What goes out beside the text: the link with a mark by which its task is told from others with the same text. */
export function attachmentsOf(link: Link | null, marker: string): Attachment[] {
  if (!link) return []
  const { title, desc, picUrl } = link
  const url = new URL(link.url)
  url.searchParams.set(MARK, marker)
  return [
    {
      msgtype: 'link',
      link: {
        title,
        url: url.href,
        ...(desc === undefined ? {} : { desc }),
        ...(picUrl === undefined ? {} : { picurl: picUrl }),
      },
    },
  ]
}
const MARK = 'ly'

/** Whether a listed task carries the mark. */
export function carriesMark(task: ListedTask, marker: string): boolean {
  const words = JSON.stringify(task.attachments)
  return words.includes(`${MARK}=${marker}`)
}

/** Pages of one list: 100 tasks or 1,000 receivers each. */
const PAGES_MAX = 40

/** All pages of a list, or the first answer that is none. A list that does not end is an answer nobody can rely on. */
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
    if (cursor === '') return { ok: true, value: rows }
  }
  return noAnswer('the list does not end')
}
