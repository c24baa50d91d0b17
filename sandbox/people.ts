import { noAcquisition } from './acquisition.ts'
import { noArchive } from './archive.ts'
import type { Department } from './directory.ts'
import { noCommunity } from './group.ts'
import { noKf } from './kf.ts'
import { noLogins } from './login.ts'
import { seeded } from './machine.ts'
import { seededOfficial } from './official.ts'
import { CUSTOMERS_AT_MOST } from './transfer.ts'
import type { Corp, Member, Person } from './world.ts'

/** The app of the product in each corp. */
export const SANDBOX_AGENT = 1_000_002

/** The corp that the sandbox begins with. Its secret is no secret: nothing real hangs on it. */
export const SANDBOX_CORP = 'wwliuyuansandbox'
export const SANDBOX_SECRET = 'liuyuan-sandbox-secret-of-no-value-0001'

/** The secret of the directory: with it, and only with it, all ids of members can be listed. */
export const SANDBOX_CONTACTS_SECRET = `${SANDBOX_SECRET}-contacts`

/** The secret of the chat archive: with it one asks who agreed to be kept. */
export const SANDBOX_ARCHIVE_SECRET = `${SANDBOX_SECRET}-archive`

const SHOPS = 2
const ADVISERS = 3
const DEPARTMENTS: readonly [id: number, name: string, parentId: number, leader: string][] = [
  [1, '青禾护肤', 0, ''],
  [SHOPS, '门店', 1, ''],
  [ADVISERS, '顾问组', 1, 'luojia'],
  [4, '静安店', SHOPS, 'chenlan'],
  [5, '徐汇店', SHOPS, 'wuyue'],
  [6, '西湖店', SHOPS, 'xutong'],
]
const MEMBERS: readonly [userid: string, name: string, department: string][] = [
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
  const departments = DEPARTMENTS.map(
    ([id, name, parentId, leader]): Department => ({
      id,
      name,
      parentId,
      order: 100_000_000 - id,
      leaders: leader === '' ? [] : [leader],
    }),
  )
  const members = MEMBERS.map(([userid, name, place]): Member => {
    const department = departments.find((one) => one.name === place)
    const position = department?.leaders.includes(userid) ? '店长' : '导购'
    return { userid, name, departments: [department?.id ?? 1], position, status: 1, alias: '' }
  })
  return {
    corpId,
    secret,
    agentId: SANDBOX_AGENT,
    redirectDomain: '',
    isIpTrusted: true,
    sidebarUrl: null,
    receiver: null,
    tokens: [],
    quota: 'month_days',
    members: new Map(members.map((member) => [member.userid, member])),
    leavers: new Map(),
    departments: new Map(departments.map((one) => [one.id, one])),
    staffTags: new Map(),
    visible: null,
    forbidden: new Set(),
    persons: new Map(),
    follows: new Map(),
    followsOf: new Map(),
    followsBy: new Map(),
    ways: new Map(),
    community: noCommunity(),
    welcomes: new Map(),
    welcomeOf: new Map(),
    tasks: new Map(),
    chats: new Map(),
    notices: new Map(),
    messages: new Map(),
    cardTasks: new Set(),
    responseCodes: new Map(),
    logins: noLogins(),
    acquisition: noAcquisition(),
    products: new Map(),
    interceptRules: new Map(),
    kf: noKf(),
    official: seededOfficial(corpId, corpId === SANDBOX_CORP),
    archive: noArchive(),
    tagGroups: [],
    strategies: new Map(),
    transfers: [],
    moments: new Map(),
    customersMax: CUSTOMERS_AT_MOST,
    isMedical: false,
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
