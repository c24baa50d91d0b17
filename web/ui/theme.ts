import { theme as antdTheme, type ThemeConfig } from 'antd'
import type { Language } from './language.ts'

export type Mode = 'light' | 'dark'

/** The palette of both themes; everything drawn takes its color from here. Contrast of text is at least 4.5 : 1. */
export const palette = {
  light: {
    paper: '#fbfaf7',
    surface: '#ffffff',
    raised: '#ffffff',
    ink: '#1c1f1d',
    inkSoft: 'rgba(28, 31, 29, 0.68)',
    inkFaint: 'rgba(28, 31, 29, 0.62)',
    hairline: '#e7e5df',
    border: '#cfccc3',
    accent: '#087f5b',
    onAccent: '#ffffff',
    harm: '#b42318',
    waiting: '#8a5a0b',
    information: '#1f6f8b',
    spotlight: '#1c1f1d',
    onSpotlight: '#ffffff',
    selected: '#e9f3ee',
    harmSoft: '#fdf1ef',
    harmLine: '#e9b9b3',
    waitingSoft: '#fbf5e6',
    waitingLine: '#e2cf9f',
    informationSoft: '#edf5f8',
    informationLine: '#b4d2dd',
    accentLine: '#a9d3c3',
    selectedText: '#066648',
    series: ['#087f5b', '#c98a1b', '#1f6f8b', '#a6506e', '#6b7d3a', '#5b5f97'],
    control: '#8d918e',
  },
  dark: {
    paper: '#121614',
    surface: '#191e1b',
    raised: '#212724',
    ink: '#e6eae7',
    inkSoft: 'rgba(230, 234, 231, 0.74)',
    inkFaint: 'rgba(230, 234, 231, 0.68)',
    hairline: '#2b322e',
    border: '#48514c',
    accent: '#3fbf93',
    onAccent: '#0c1210',
    harm: '#f28b82',
    waiting: '#e3b341',
    information: '#6db7d4',
    spotlight: '#e6eae7',
    onSpotlight: '#121614',
    selected: '#1d332a',
    harmSoft: '#2e1f1d',
    harmLine: '#6e3d38',
    waitingSoft: '#2b2516',
    waitingLine: '#655425',
    informationSoft: '#17262d',
    informationLine: '#2f5666',
    accentLine: '#2c6650',
    selectedText: '#6fd6b0',
    series: ['#3fbf93', '#e0a63f', '#6db7d4', '#d988a5', '#a3b96a', '#9a9ee0'],
    control: '#8f9691',
  },
} as const satisfies Record<Mode, Record<string, string | readonly string[]>>

const CHINESE = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC"'
const LATIN = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial'

/** In English the Latin fonts come first: Chinese ones draw quotation marks and apostrophes a whole square wide. */
const FONT: Record<Language, string> = {
  zh: `${CHINESE}, ${LATIN}, sans-serif`,
  en: `${LATIN}, ${CHINESE}, sans-serif`,
}

/** The class that carries the CSS variables (`--ly-…`) of the theme; `kit.css` reads them. */
export const THEME_CLASS = 'liuyuan'

/** Ant Design's tokens for a mode: paper, ink, one accent, radius 8, grid 8, 14/22. */
export function themeOf(mode: Mode, language: Language): ThemeConfig {
  const color = palette[mode]
  return {
    cssVar: { prefix: 'ly', key: THEME_CLASS },
    algorithm: exactly(mode),
    token: {
      ...type,
      fontFamily: FONT[language],
      ...tokens(color),
      // Who wishes things to stand still gets lists and windows at their place at once.
      motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      ...(mode === 'dark' ? { colorBgBase: color.paper, colorTextBase: color.ink } : {}),
    },
    components: components(color),
  }
}

type Palette = (typeof palette)[Mode]

/** Ant Design's algorithm, with our own colors where it would mix them anew (in the dark it shifts every seed). */
function exactly(mode: Mode): typeof antdTheme.darkAlgorithm {
  const base = mode === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm
  const color = palette[mode]
  return (seed, map) => ({
    ...base(seed, map),
    colorPrimary: color.accent,
    colorPrimaryBg: color.selected,
    colorPrimaryBgHover: color.selected,
    colorPrimaryBorder: color.accentLine,
    // Also the text of tags on a tinted ground, where the accent itself is too pale.
    colorSuccess: color.selectedText,
    colorSuccessBg: color.selected,
    colorSuccessBorder: color.accentLine,
    colorLink: color.accent,
    colorError: color.harm,
    colorErrorBg: color.harmSoft,
    colorErrorBorder: color.harmLine,
    colorWarning: color.waiting,
    colorWarningBg: color.waitingSoft,
    colorWarningBorder: color.waitingLine,
    colorInfo: color.information,
    colorInfoBg: color.informationSoft,
    colorInfoBorder: color.informationLine,
  })
}

const type = {
  fontSize: 14,
  fontSizeHeading1: 20,
  fontSizeHeading2: 16,
  fontSizeHeading3: 14,
  lineHeight: 22 / 14,
  borderRadius: 8,
  borderRadiusLG: 8,
  borderRadiusSM: 4,
  sizeUnit: 4,
  sizeStep: 4,
  wireframe: false,
} as const

function tokens(color: Palette) {
  return {
    colorPrimary: color.accent,
    // Also the text of tags on a tinted ground, where the accent itself is too pale.
    colorSuccess: color.selectedText,
    colorLink: color.accent,
    colorLinkHover: color.selectedText,
    colorError: color.harm,
    colorWarning: color.waiting,
    colorInfo: color.information,
    colorBgLayout: color.paper,
    colorBgContainer: color.surface,
    colorBgElevated: color.raised,
    colorText: color.ink,
    colorTextSecondary: color.inkSoft,
    colorTextTertiary: color.inkFaint,
    colorTextQuaternary: color.inkFaint,
    colorTextDescription: color.inkSoft,
    colorTextPlaceholder: color.inkFaint,
    colorTextLightSolid: color.onAccent,
    colorBorder: color.border,
    colorBorderSecondary: color.hairline,
    colorSplit: color.hairline,
    colorBgSpotlight: color.spotlight,
    controlItemBgActive: color.selected,
    controlItemBgActiveHover: color.selected,
  }
}

function components(color: Palette): NonNullable<ThemeConfig['components']> {
  return {
    Tooltip: { colorTextLightSolid: color.onSpotlight },
    Menu: {
      itemSelectedBg: color.selected,
      itemSelectedColor: color.selectedText,
      itemBg: 'transparent',
      subMenuItemBg: 'transparent',
      groupTitleColor: color.inkSoft,
      itemHeight: 36,
      activeBarBorderWidth: 0,
      collapsedWidth: 63,
    },
    Layout: { siderBg: color.surface, headerBg: color.surface, bodyBg: color.paper },
    Table: { headerBg: color.paper, rowHoverBg: color.paper, headerColor: color.inkSoft },
    Tabs: { itemSelectedColor: color.selectedText },
    Tag: { defaultBg: color.paper, defaultColor: color.ink },
    Segmented: {
      trackBg: color.hairline,
      itemColor: color.ink,
      itemSelectedBg: color.selected,
      itemSelectedColor: color.selectedText,
    },
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
  }
}

/** Colors and type for charts. Series in the order of the palette; a control group is grey. */
export function chartPaint(mode: Mode, language: Language) {
  const color = palette[mode]
  return {
    series: color.series,
    control: color.control,
    ink: color.ink,
    soft: color.inkSoft,
    hairline: color.hairline,
    surface: color.surface,
    accent: color.accent,
    harm: color.harm,
    waiting: color.waiting,
    /** From nothing to much, for heat maps. */
    ramp: [color.paper, color.selected, color.accent] as const,
    font: FONT[language],
  }
}

export type Paint = ReturnType<typeof chartPaint>
