import { createContext, type ReactNode, use, useSyncExternalStore } from 'react'
import { z } from 'zod'
import { type Mode, useKept } from '../../ui/index.ts'

export type ModeChoice = 'light' | 'dark' | 'system'
export type ChosenMode = { mode: Mode; choice: ModeChoice; choose: (choice: ModeChoice) => void }

const choice = z.enum(['light', 'dark', 'system'])
const dark = matchMedia('(prefers-color-scheme: dark)')

/** The theme that the person chose on this device, or the system's. */
export function useChosenMode(): ChosenMode {
  const [chosen, choose] = useKept('mode', choice, 'light')
  const isSystemDark = useSyncExternalStore(
    (tell) => {
      dark.addEventListener('change', tell)
      return () => dark.removeEventListener('change', tell)
    },
    () => dark.matches,
  )
  const mode = chosen === 'system' ? (isSystemDark ? 'dark' : 'light') : chosen
  return { mode, choice: chosen, choose }
}

const ModeChoiceContext = createContext<ChosenMode>({
  mode: 'light',
  choice: 'light',
  choose: () => undefined,
})

export function ModeProvider({ chosen, children }: { chosen: ChosenMode; children: ReactNode }) {
  return <ModeChoiceContext value={chosen}>{children}</ModeChoiceContext>
}

export function useModeChoice(): ChosenMode {
  return use(ModeChoiceContext)
}
