import { createContext, type ReactNode, useContext } from 'react'
import type { Reason } from '../../contract/delivery.ts'
import type { SidebarMe } from '../../contract/sidebar.ts'
import { type Formats, formats } from '../ui/formats.ts'
import { useLanguage, useText } from '../ui/language.ts'
import type { Chat } from './chat.ts'
import { texts } from './text.ts'

/** Where the page stands: who looks, the chat around it, and whose chat that is. */
export type Place = { me: SidebarMe; chat: Chat; contact: string | null }
const PlaceContext = createContext<Place | null>(null)

export function PlaceProvider({ place, children }: { place: Place; children: ReactNode }) {
  return <PlaceContext.Provider value={place}>{children}</PlaceContext.Provider>
}

export function usePlace(): Place {
  const place = useContext(PlaceContext)
  if (!place) throw new Error('the sidebar is not in its place')
  return place
}

const DAY_MS = 86_400_000

/** Numbers and times in the reader's language and the brand's zone and currency. */
export function useWords(): Formats & {
  when: (at: string) => string
  onDay: (on: string) => string
  /** With the time of day, however far. */
  whenAt: (at: string) => string
  now: string
} {
  const t = useText(texts)
  const { me } = usePlace()
  const { timeZone, currency } = me
  const format = formats({ language: useLanguage(), timeZone, currency })
  const today = format.dayOf(me.now)
  const year = Number(today.slice(0, 4))
  const onDay = (on: string) => format.day(on, year)
  const when = (at: string) => {
    const on = format.dayOf(at)
    const time = format.clock(at)
    const away = Math.round((Date.parse(on) - Date.parse(today)) / DAY_MS)
    if (away === 0) return t('today_at', { time })
    if (away === -1) return t('yesterday_at', { time })
    return away === 1 ? t('tomorrow_at', { time }) : onDay(on)
  }
  const whenAt = (at: string) => {
    const told = when(at)
    return told === onDay(format.dayOf(at)) ? `${told} ${format.clock(at)}` : told
  }
  return { ...format, when, onDay, whenAt, now: me.now }
}

/** The policy's reasons that an associate can do something with; others say that the policy says no. */
export function useReasonWord(): (reason: Reason) => string {
  const t = useText(texts)
  return (reason) => {
    switch (reason) {
      case 'cap_overall':
      case 'cap_carrier':
      case 'cap_purpose':
        return t('reason_word_cap')
      case 'paused':
      case 'open_case':
      case 'waiting_reply':
      case 'unreachable':
      case 'handover':
      case 'opted_out':
      case 'do_not_disturb':
      case 'quiet_hours':
      case 'ratio':
      case 'fatigued':
      case 'weak_tie':
      case 'staff_busy':
      case 'missing_variable':
        return t(`reason_word_${reason}`)
      default:
        return t('reason_word_other')
    }
  }
}
