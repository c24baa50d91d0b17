import type { Limit } from '../corp/index.ts'

/**
 * Calls of one path that an official account may make in a day, as its console shows them for an account with up to 100,000
 * followers (接口调用频次限制). WeChat's day begins at midnight in China, ours at eight o'clock there: half of it in each of our
 * days is all of it in any of its.
 */
const A_DAY: Record<string, number> = {
  'qrcode/create': 100_000,
  'user/info': 5_000_000,
  'user/get': 500,
  'tags/get': 1_000,
  'tags/create': 1_000,
  'tags/delete': 1_000,
  'tags/members/batchtagging': 100_000,
  'message/custom/send': 500_000,
  'message/template/send': 100_000,
  'message/subscribe/bizsend': 100_000,
  'message/mass/sendall': 100,
  'template/get_all_private_template': 1_000,
}
/** Of what the list does not name. */
const OTHERS_A_DAY = 1_000
const DAY_MS = 86_400_000

/** @param api a path without `/cgi-bin/`. */
export function limitsOf(api: string): readonly Limit[] {
  return [{ windowMs: DAY_MS, max: Math.floor((A_DAY[api] ?? OTHERS_A_DAY) / 2) }]
}
