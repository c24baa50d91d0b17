import { z } from 'zod'
import type { NewContactWay } from '../contract/acquisition.ts'
import { addMs } from '../server/kernel/index.ts'
import type { Door } from './door.ts'
import { localTime } from './files.ts'
import type { NewContact } from './sandbox.ts'
import type { Person } from './simulate.ts'

/** A code of the brand: where it hangs, who answers, what it has cost in the last quarter. */
export type Code = {
  name: string
  /** The channel that its source stands below. */
  channel: string
  source: string
  state: string
  userids: readonly string[]
  costFen: number
  welcome: string
  /** What is said instead at certain hours or to certain people. */
  welcomes?: readonly NewContactWay['welcomes'][number][]
}

const SHOP =
  '你好{{customer}}，我是{{brand}}的{{associate}}。今天在店里有没有看中的？护肤上的事随时问我，不着急回。'
const CONSULT =
  '你好{{customer}}，我是{{brand}}的护肤顾问{{associate}}。告诉我你的肤质和困扰，我帮你看看现在的步骤合不合适。'

/** Codes by the name of the source that people say they came from. */
export const codes: readonly Code[] = [
  {
    name: '南京西路店 收银台',
    channel: '线下门店',
    source: '门店·南京西路',
    state: 'shop_njxl',
    userids: ['chenlan', 'zhoumu', 'linxia', 'heqing'],
    costFen: 420_000,
    welcome: SHOP,
    welcomes: [
      {
        weekdays: [1, 2, 3, 4, 5, 6, 7],
        hours: null,
        comer: 'of_another',
        language: null,
        words:
          '{{customer}}，你已经是我们同事的好友了。我是南京西路店的{{associate}}，来店里的时候找我就行，平时的护肤问题还是问她。',
      },
      {
        weekdays: [1, 2, 3, 4, 5, 6, 7],
        hours: { from: '22:00', to: '09:30' },
        comer: null,
        language: null,
        words:
          '你好{{customer}}，我是{{brand}}的{{associate}}。店里现在打烊了，有想问的先留言，明早 9:30 开门后我第一个回你。',
      },
    ],
  },
  {
    name: '天河城店 试用台',
    channel: '线下门店',
    source: '门店·天河城',
    state: 'shop_thc',
    userids: ['wuyue', 'sunyi', 'qianwen', 'fangyu'],
    costFen: 360_000,
    welcome: SHOP,
  },
  {
    name: '春熙路店 橱窗',
    channel: '线下门店',
    source: '门店·春熙路',
    state: 'shop_cxl',
    userids: ['xutong', 'gaoxin', 'tangmin'],
    costFen: 300_000,
    welcome: SHOP,
  },
  {
    name: '小红书 私信',
    channel: '内容平台',
    source: '小红书',
    state: 'red_dm',
    userids: ['luojia', 'songyan', 'jiangning'],
    costFen: 1_860_000,
    welcome: CONSULT,
  },
  {
    name: '抖音 主页',
    channel: '内容平台',
    source: '抖音',
    state: 'douyin_home',
    userids: ['luojia', 'songyan', 'jiangning'],
    costFen: 1_540_000,
    welcome: CONSULT,
  },
  {
    name: '包裹卡',
    channel: '官网与包裹',
    source: '官网',
    state: 'parcel_card',
    userids: ['luojia', 'songyan'],
    costFen: 90_000,
    welcome: CONSULT,
  },
  {
    name: '直播间 贴片',
    channel: '内容平台',
    source: '直播间',
    state: 'live_card',
    userids: ['jiangning'],
    costFen: 680_000,
    welcome: CONSULT,
  },
]

/** The channels at the top of the tree, each with its kind of traffic and who answers for it. */
const channels = [
  { name: '线下门店', traffic: 'offline', owner: '门店运营' },
  { name: '内容平台', traffic: 'content', owner: '内容组' },
  { name: '官网与包裹', traffic: 'word_of_mouth', owner: '电商组' },
] as const

const QUARTER_MS = 90 * 86_400_000
const made = z.object({ id: z.string() })
const listed = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) })
const ways = z.object({ items: z.array(z.object({ state: z.string() })) })

/** Makes sources, what they cost, and codes, where they are not there yet. */
export async function makeCodes(door: Door, now: Date): Promise<void> {
  const sources = listed.parse(await door.get('/api/sources')).items
  const there = ways.parse(await door.get('/api/contact-ways')).items
  const toOn = localTime(now).slice(0, 10)
  const fromOn = localTime(addMs(now, -QUARTER_MS)).slice(0, 10)
  const parents = new Map<string, string>()
  for (const channel of channels) {
    const known = sources.find(({ name }) => name === channel.name)
    const id = known?.id ?? made.parse(await door.post('/api/sources', channel)).id
    parents.set(channel.name, id)
  }
  for (const { channel, source, costFen, welcome, ...code } of codes) {
    const known = sources.find(({ name }) => name === source)
    const parentId = parents.get(channel) ?? null
    const id =
      known?.id ?? made.parse(await door.post('/api/sources', { name: source, parentId })).id
    if (!known && costFen > 0) {
      await door.post(`/api/sources/${id}/costs`, {
        amount: costFen,
        fromOn,
        toOn,
        note: '物料与投放',
      })
    }
    if (there.some(({ state }) => state === code.state)) continue
    await door.post('/api/contact-ways', { ...code, sourceId: id, welcomeNew: welcome })
  }
}

/** Who of the brand's people became a friend of an associate, and how: every third bought without doing so. */
const WITHOUT = 3
/** Between joining and being added somebody reads the card in the parcel. */
const ADDED_AFTER_MS = 20 * 60_000

/** The brand's people as contacts of the associates, by the code of their source. */
export function contactsOf(people: readonly Person[], now: Date): NewContact[] {
  return people.flatMap((person) => {
    const addedAt = addMs(person.joinedAt, ADDED_AFTER_MS)
    if (person.no % WITHOUT === 0 || addedAt > now) return []
    const code = codes.find(({ source }) => source === person.source)
    const all = code?.userids ?? everybody
    return {
      name: person.name,
      unionid: person.unionid,
      memberNo: person.memberNo,
      userid: all[Math.floor(person.no / WITHOUT) % all.length] ?? 'chenlan',
      state: code?.state ?? '',
      addedAt: addedAt.toISOString(),
    }
  })
}

/** The associates of the sandbox's shops and its consultants. */
export const everybody = [...new Set(codes.flatMap(({ userids }) => userids))]
