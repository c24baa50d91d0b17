import { createContext, type ReactNode, useContext, useState } from 'react'
import { useText } from '../ui/language.ts'
import { comeAs } from './come-as.ts'
import { Screen } from './screen.tsx'
import { texts } from './text.ts'
import { useWorld } from './world.tsx'
import './browse.css'

/** Opens an address inside a phone; null where there is none (an associate's desk): links open beside the page. */
const Browse = createContext<((url: string) => boolean) | null>(null)

/** How links open here. @returns false from the verb: it is no page of the brand's own, and opens beside this page. */
export function useBrowse(): ((url: string) => boolean) | null {
  return useContext(Browse)
}

/** The browser that is built into WeChat: pages of the brand's own open in the phone, and learn whose it is without a question. */
export function WithBrowser({ personId, children }: { personId: string; children: ReactNode }) {
  const [url, setUrl] = useState<string | null>(null)
  const home = useWorld().seen?.sidebarUrl ?? null
  const browse = (address: string) => {
    if (!isOwnPage(address, home)) return false
    comeAs('customer', personId)
    setUrl(address)
    return true
  }
  return (
    <Browse.Provider value={browse}>
      {url === null ? children : <BrowserScreen url={url} onBack={() => setUrl(null)} />}
    </Browse.Provider>
  )
}

/** Pages of the brand's own and its tracked links: one letter and a token, where the brand's sidebar is. */
function isOwnPage(address: string, home: string | null): boolean {
  if (home === null || !URL.canParse(address)) return false
  const { origin, pathname } = new URL(address)
  return origin === new URL(home).origin && /^\/[a-z]\/[\w-]{44}$/.test(pathname)
}

function BrowserScreen({ url, onBack }: { url: string; onBack: () => void }) {
  const t = useText(texts)
  const outside = (
    <a
      className="bar-button"
      href={url}
      target="_blank"
      rel="noreferrer"
      aria-label={t('browser_outside')}
    >
      ↗
    </a>
  )
  return (
    <Screen title={t('browser')} onBack={onBack} action={outside}>
      <iframe className="browser-page" src={url} title={t('browser')} />
    </Screen>
  )
}
