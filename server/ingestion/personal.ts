import type { IdentityClaim, IdentityKind } from '../../contract/identity.ts'
import { isId, isRecord } from './track-message.ts'

/** Fields that tell who a person is. They serve identification and the person's own page; history never holds them. */
const PERSONAL =
  /^(name|full_?name|first_?name|last_?name|real_?name|nick_?name|user_?name|phones?|phone_?number|mobile|mobile_?phone|tel|telephone|e?mail|email_?address|address|street|avatar|birthday|birth_?date|id_?card|id_?number|wechat|weixin|openid|unionid|external_?userid|姓名|昵称|真实姓名|收货人|收件人|手机|手机号|手机号码|电话|联系电话|邮箱|电子邮箱|地址|详细地址|收货地址|生日|头像|身份证|身份证号|微信|微信号)$/i

/** The fields of nested objects are looked at down to here; what lies deeper is dropped whole. */
const DEPTH_MAX = 5

/** A copy without personal fields, at every depth. A product's `name` stays: items of lists describe things. */
export function withoutPersonal(
  props: Record<string, unknown>,
  depth = 0,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(props).flatMap(([key, value]) => {
      if (PERSONAL.test(key)) return []
      if (!isRecord(value)) return [[key, value]]
      return depth >= DEPTH_MAX ? [] : [[key, withoutPersonal(value, depth + 1)]]
    }),
  )
}

const CLAIMS: [RegExp, IdentityKind][] = [
  [/^(phones?|phone_?number|mobile|mobile_?phone|手机|手机号|手机号码)$/i, 'phone'],
  [/^(e?mail|email_?address|邮箱|电子邮箱)$/i, 'email'],
  [/^unionid$/i, 'unionid'],
  [/^openid$/i, 'openid'],
  [/^external_?userid$/i, 'external_userid'],
  [/^(member_?no|member_?id|会员号|会员编号)$/i, 'member_no'],
]

/** The identities that traits carry: at most one of a kind, the first. */
export function claimsOfTraits(traits: Record<string, unknown>): IdentityClaim[] {
  const found = new Map<IdentityKind, string>()
  for (const [key, value] of Object.entries(traits)) {
    const kind = CLAIMS.find(([pattern]) => pattern.test(key))?.[1]
    if (kind && isId(value) && !found.has(kind)) found.set(kind, String(value).trim())
  }
  return [...found].map(([kind, value]) => ({ kind, value }))
}
