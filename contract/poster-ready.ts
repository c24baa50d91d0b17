import type { PosterPlan } from './poster.ts'

/** Ready layouts to begin with. */
export const readyKinds = ['friend', 'store', 'plain'] as const
export type ReadyKind = (typeof readyKinds)[number]

const words = {
  zh: {
    friend: '{{name}}',
    recommends: '推荐给您',
    scan: '长按识别，加好友了解',
    store: '加店里顾问为好友',
    why: '用法有人教，快用完有人提醒，\n不合适随时可以说。',
    at: '打开微信扫一扫',
    plain: '写一句话',
  },
  en: {
    friend: '{{name}}',
    recommends: 'recommends this to you',
    scan: 'Press and hold to add us',
    store: 'Add our adviser as a friend',
    why: 'Somebody shows you how to use it\nand tells you when it runs out.',
    at: 'Scan with WeChat',
    plain: 'A sentence',
  },
} as const

const text = { kind: 'text', weight: 'regular', align: 'center', lines: 2 } as const

type Language = keyof typeof words
type Words = (typeof words)[Language]

/** Ready layouts, 750 pixels wide, as phones show them; the one for the shop has the shape of a sheet of A4. */
const plans: Record<ReadyKind, (t: Words) => PosterPlan> = {
  friend: (t) => ({
    width: 750,
    height: 1_200,
    colour: '#f4efe6',
    layers: [
      {
        kind: 'block',
        id: 'card',
        x: 40,
        y: 40,
        width: 670,
        height: 1_120,
        colour: '#ffffff',
        radius: 32,
        opacity: 100,
      },
      { kind: 'initial', id: 'initial', x: 305, y: 110, size: 140, colour: '#087f5b' },
      {
        ...text,
        id: 'name',
        x: 90,
        y: 275,
        width: 570,
        text: t.friend,
        size: 44,
        weight: 'bold',
        colour: '#1f2a26',
        lines: 1,
      },
      {
        ...text,
        id: 'says',
        x: 90,
        y: 345,
        width: 570,
        text: t.recommends,
        size: 32,
        colour: '#6b746f',
        lines: 1,
      },
      {
        ...text,
        id: 'headline',
        x: 90,
        y: 440,
        width: 570,
        text: '{{headline}}',
        size: 52,
        weight: 'bold',
        colour: '#1f2a26',
      },
      { kind: 'code', id: 'code', x: 195, y: 660, size: 360 },
      {
        ...text,
        id: 'scan',
        x: 90,
        y: 1_050,
        width: 570,
        text: t.scan,
        size: 30,
        colour: '#6b746f',
        lines: 1,
      },
    ],
  }),
  store: (t) => ({
    width: 1_000,
    height: 1_414,
    colour: '#087f5b',
    layers: [
      {
        ...text,
        id: 'brand',
        x: 80,
        y: 90,
        width: 840,
        text: '{{name}}',
        size: 48,
        colour: '#d3f0e4',
        lines: 1,
      },
      {
        ...text,
        id: 'deed',
        x: 80,
        y: 190,
        width: 840,
        text: t.store,
        size: 80,
        weight: 'bold',
        colour: '#ffffff',
      },
      {
        ...text,
        id: 'why',
        x: 80,
        y: 430,
        width: 840,
        text: t.why,
        size: 40,
        colour: '#d3f0e4',
        lines: 3,
      },
      {
        kind: 'block',
        id: 'card',
        x: 200,
        y: 650,
        width: 600,
        height: 600,
        colour: '#ffffff',
        radius: 40,
        opacity: 100,
      },
      { kind: 'code', id: 'code', x: 240, y: 690, size: 520 },
      {
        ...text,
        id: 'at',
        x: 80,
        y: 1_275,
        width: 840,
        text: t.at,
        size: 40,
        colour: '#ffffff',
        lines: 1,
      },
    ],
  }),
  plain: (t) => ({
    width: 750,
    height: 1_000,
    colour: '#ffffff',
    layers: [
      {
        ...text,
        id: 'words',
        x: 75,
        y: 120,
        width: 600,
        text: t.plain,
        size: 56,
        weight: 'bold',
        colour: '#1f2a26',
      },
      { kind: 'code', id: 'code', x: 195, y: 480, size: 360 },
    ],
  }),
}

export function readyPlan(kind: ReadyKind, language: Language): PosterPlan {
  return plans[kind](words[language])
}
