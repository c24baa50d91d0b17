import i18next from 'i18next'
import { createElement, Fragment, type ReactNode } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import { formats } from './formats.ts'

export type Language = 'zh' | 'en'

/** What is filled into a text: numbers are written the reader's way; `count` also chooses the plural. */
export type Filling = Record<string, string | number>

type Names<S> = S extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Names<Rest> : never
type Shape = Record<string, string>

/** A text in another language: the same keys; where the plural matters, one form each. */
export type Same<Source extends Shape> = {
  readonly [Key in keyof Source]: string | { readonly one: string; readonly other: string }
}

export type Texts<Source extends Shape> = { readonly room: string; readonly keys: Source }

/** Says a text: `t('found', { count: 3 })`. The names in `{{…}}` of the Chinese text are required. */
export type Say<Source extends Shape> = {
  <Key extends keyof Source & string>(
    key: Key,
    ...filling: [Names<Source[Key]>] extends [never]
      ? []
      : [Readonly<Record<Names<Source[Key]>, string | number>>]
  ): string
  /** The same with elements in the gaps, e.g. a link around a number. */
  rich: <Key extends keyof Source & string>(
    key: Key,
    filling: Readonly<Record<Names<Source[Key]>, ReactNode>>,
  ) => ReactNode[]
}

const REMEMBERED = 'liuyuan.language'

function remembered(): Language {
  const kept = localStorage.getItem(REMEMBERED)
  if (kept === 'zh' || kept === 'en') return kept
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

function asLanguage(name: string | undefined): Language {
  return name === 'en' ? 'en' : 'zh'
}

/** Resources are in the code, so this is ready before the first paint. */
function start() {
  const language = remembered()
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  i18next
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'zh',
      keySeparator: false,
      nsSeparator: false,
      initAsync: false,
      interpolation: { escapeValue: false },
      resources: {},
    })
    .catch((cause: unknown) => {
      throw cause
    })
}
start()

/** The language on the screen, outside React (the HTTP client says it to the server). */
export function currentLanguage(): Language {
  return asLanguage(i18next.language)
}

/** Changes the language of the whole console at once and remembers it on this device. */
export async function changeLanguage(language: Language): Promise<void> {
  localStorage.setItem(REMEMBERED, language)
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  await i18next.changeLanguage(language)
}

/**
 * Registers a room's texts. Chinese comes first and is the shape; English has the same keys. A value of English may be
 * `{ one, other }` where the text has a `{{count}}`.
 */
export function defineTexts<const Source extends Shape>(
  room: string,
  { zh, en }: { zh: Source; en: Same<Source> },
): Texts<Source> {
  i18next.addResourceBundle('zh', room, zh, false, true)
  const flat: Record<string, string> = {}
  for (const [key, value] of Object.entries<string | { one: string; other: string }>(en)) {
    if (typeof value === 'string') flat[key] = value
    else {
      flat[`${key}_one`] = value.one
      flat[`${key}_other`] = value.other
    }
  }
  i18next.addResourceBundle('en', room, flat, false, true)
  return { room, keys: zh }
}

function template(room: string, language: Language, key: string, count: unknown): string {
  const plural = typeof count === 'number' ? { count } : {}
  return i18next.t(key, { ns: room, lng: language, skipInterpolation: true, ...plural })
}

/** Says one text outside React. */
export function sayIn(language: Language, room: string, key: string, filling: Filling): string {
  const { count } = formats({ language })
  return template(room, language, key, filling.count).replace(
    /\{\{(\w+)\}\}/g,
    (whole, name: string) => {
      const value = filling[name]
      if (value === undefined) return whole
      return typeof value === 'number' ? count(value) : value
    },
  )
}

/** The texts of a room in the reader's language. */
export function useText<Source extends Shape>(texts: Texts<Source>): Say<Source> {
  const language = useLanguage()
  const say = (key: string, filling: Filling = {}) => sayIn(language, texts.room, key, filling)
  const rich = (key: string, filling: Readonly<Record<string, ReactNode>>): ReactNode[] =>
    template(texts.room, language, key, filling.count)
      .split(/\{\{(\w+)\}\}/)
      .map((part, at) =>
        at % 2 === 0 ? part : createElement(Fragment, { key: part }, filling[part]),
      )
  return Object.assign(say, { rich })
}

/** The reader's language; the component is drawn again when it changes. */
export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return asLanguage(i18n.language)
}
