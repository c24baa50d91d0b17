import { seeded } from './machine.ts'
import type { Corp, Member, Person } from './world.ts'

/** The corp that the sandbox begins with. Its secret is no secret: nothing real hangs on it. */
export const SANDBOX_CORP = 'wwliuyuansandbox'
export const SANDBOX_SECRET = 'liuyuan-sandbox-secret-of-no-value-0001'

const MEMBERS: readonly [userid: string, name: string, shop: string][] = [
  ['chenlan', '陈兰', '静安店'],
  ['zhoumu', '周牧', '静安店'],
  ['linxia', '林夏', '静安店'],
  ['heqing', '何晴', '静安店'],
  ['wuyue', '吴悦', '徐汇店'],
  ['sunyi', '孙怡', '徐汇店'],
  ['qianwen', '钱雯', '徐汇店'],
  ['fangyu', '方羽', '徐汇店'],
  ['xutong', '徐桐', '西湖店'],
  ['gaoxin', '高欣', '西湖店'],
  ['tangmin', '唐敏', '西湖店'],
  ['luojia', '罗佳', '顾问组'],
  ['songyan', '宋妍', '顾问组'],
  ['jiangning', '江宁', '顾问组'],
]

const FAMILY = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'
const GIVEN = [
  '婷',
  '悦',
  '雨桐',
  '子涵',
  '静',
  '思琪',
  '晓',
  '佳怡',
  '敏',
  '欣然',
  '晨',
  '梓萱',
  '雪',
  '文',
  '若曦',
]
const NICK = [
  '春日迟迟',
  '一颗小番茄',
  '山间有雾',
  '阿糖',
  '晚风',
  '半夏',
  '海盐芝士',
  '星星不睡觉',
]

export function seededCorp(corpId = SANDBOX_CORP, secret = SANDBOX_SECRET): Corp {
  const members = MEMBERS.map(
    ([userid, name, shop]): Member => ({ userid, name, shop, status: 1, avatar: '' }),
  )
  return {
    corpId,
    secret,
    receiver: null,
    tokens: [],
    quota: 'month_days',
    members: new Map(members.map((member) => [member.userid, member])),
    visible: null,
    forbidden: new Set(),
    persons: new Map(),
    follows: new Map(),
    followsOf: new Map(),
    followsBy: new Map(),
    ways: new Map(),
    welcomes: new Map(),
    welcomeOf: new Map(),
    tasks: new Map(),
    chats: new Map(),
    notices: new Map(),
    tagGroups: [],
    massReceived: new Map(),
  }
}

/** A person as the number `n` of a seed makes them: the same number, the same person. */
export function personNo(n: number): Omit<Person, 'externalUserId'> {
  const chance = seeded(n * 7919)
  const pick = <T>(from: ArrayLike<T>, otherwise: T): T =>
    from[Math.floor(chance() * from.length)] ?? otherwise
  const isNick = chance() < 0.4
  const name = isNick ? pick(NICK, '晚风') : pick([...FAMILY], '王') + pick(GIVEN, '静')
  const padded = String(n).padStart(6, '0')
  return { name, gender: chance() < 0.78 ? 2 : 1, unionid: `oLY${padded}union`, memberNo: '' }
}
