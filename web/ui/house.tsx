import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { createContext, type ReactNode, use, useLayoutEffect } from 'react'
import { deviceNow } from './clock.ts'
import { type Formats, formats } from './formats.ts'
import { useLanguage } from './language.ts'
import { type Mode, THEME_CLASS, themeOf } from './theme.ts'

/** What every piece may ask of its surroundings. */
export type House = {
  timeZone: string
  currency: string
  /** The workspace's present: its standing clock, or the device's. An instant in UTC. */
  now: () => string
  /** What the person at the screen may do (contract/staff.ts). */
  permissions: readonly string[]
}

const OUTSIDE: House = {
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  currency: 'CNY',
  now: deviceNow,
  permissions: [],
}

const HouseContext = createContext<House>(OUTSIDE)
const ModeContext = createContext<Mode>('light')

/** The theme, language and words of Ant Design around everything. */
export function KitRoot({ mode, children }: { mode: Mode; children: ReactNode }) {
  const language = useLanguage()
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en')
  useLayoutEffect(() => {
    document.documentElement.classList.add(THEME_CLASS)
    document.documentElement.dataset.mode = mode
  }, [mode])
  return (
    <ModeContext value={mode}>
      <ConfigProvider
        theme={themeOf(mode, language)}
        locale={language === 'zh' ? zhCN : enUS}
        button={{ autoInsertSpace: false }}
      >
        <App component={false}>{children}</App>
      </ConfigProvider>
    </ModeContext>
  )
}

/** Puts a workspace around what is inside it. */
export function HouseProvider({ house, children }: { house: House; children: ReactNode }) {
  return <HouseContext value={house}>{children}</HouseContext>
}

export function useHouse(): House {
  return use(HouseContext)
}

export function useMode(): Mode {
  return use(ModeContext)
}

/** Whether the person may do something: `useMay('customers.write')`. */
export function useMay(permission: string): boolean {
  return useHouse().permissions.includes(permission)
}

/** Functions that write numbers, money, days and times for this reader and workspace. */
export function useFormat(): Formats {
  const { timeZone, currency } = useHouse()
  const language = useLanguage()
  return formats({ language, timeZone, currency })
}
