import { branchOf, membersIn } from './directory.ts'
import type { Corp } from './world.ts'

/** Words that members may not write to customers. */
export type InterceptRule = {
  ruleId: string
  name: string
  words: string[]
  /** 1 mobile numbers, 2 addresses of mail, 3 red packets. */
  semantics: number[]
  /** Not sent at all, or only warned of. */
  isBlocking: boolean
  userids: string[]
  departmentIds: number[]
  createdAt: Date
}

const SEMANTICS: Record<number, RegExp> = {
  1: /(?<!\d)1[3-9]\d{9}(?!\d)/,
  2: /[\w.+-]+@[\w-]+(\.[\w-]+)+/,
  3: /红包/,
}

/** The rule that a member's words break, those that block first; null: none. */
export function brokenRule(corp: Corp, userid: string, text: string): InterceptRule | null {
  const broken = [...corp.interceptRules.values()]
    .filter((rule) => isMeant(corp, rule, userid))
    .filter(
      ({ words, semantics }) =>
        words.some((word) => text.includes(word)) ||
        semantics.some((one) => SEMANTICS[one]?.test(text)),
    )
  return broken.find(({ isBlocking }) => isBlocking) ?? broken[0] ?? null
}

function isMeant(corp: Corp, { userids, departmentIds }: InterceptRule, userid: string): boolean {
  if (userids.includes(userid)) return true
  return departmentIds
    .flatMap((id) => branchOf(corp, id))
    .some(({ id }) => membersIn(corp, id).some((member) => member.userid === userid))
}
