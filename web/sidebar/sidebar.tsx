import { useEffect, useState } from 'react'
import { sidebarMe } from '../../contract/sidebar.ts'
import { changeLanguage, useLanguage, useText } from '../ui/language.ts'
import { meetChat } from './chat.ts'
import { ApiProblem, useSeen } from './load.ts'
import { MaterialsTab } from './materials-tab.tsx'
import { PersonTab } from './person-tab.tsx'
import { type Place, PlaceProvider } from './place.tsx'
import { RepliesTab } from './replies-tab.tsx'
import { TasksTab } from './tasks-tab.tsx'
import { texts } from './text.ts'

const TABS = ['person', 'materials', 'replies', 'tasks'] as const
type Tab = (typeof TABS)[number]
const REFRESH_MS = 20_000
const WHYS = ['state', 'company', 'unknown', 'not_active'] as const

/** The page beside a chat: in at once where WeCom knows who looks, and never in a circle where it does not. */
export function Sidebar() {
  const t = useText(texts)
  const isRefused = location.pathname.endsWith('/refused')
  const me = useSeen(isRefused ? null : '/me', sidebarMe, { every: REFRESH_MS })
  const isStranger = me.error instanceof ApiProblem && me.error.code === 'sidebar_not_allowed'
  useEffect(() => {
    if (isStranger) location.replace(`/api/sidebar/enter${location.search}`)
  }, [isStranger])
  const place = usePlaceOf(me.data)
  if (isRefused) return <Refused />
  if (me.error && !isStranger)
    return <Blank says={t('no_answer')} again={() => void me.refetch()} />
  if (!place) return <Blank says={isStranger ? t('entering') : t('loading')} />
  return (
    <PlaceProvider place={place}>
      <Tabs openTasks={place.me.openTasks} />
    </PlaceProvider>
  )
}

/** Meets the chat around the page once; who looks is asked for again and again. */
function usePlaceOf(me: Place['me'] | undefined): Place | null {
  const [met, setMet] = useState<Omit<Place, 'me'> | null>(null)
  const key = me && `${me.corpId} ${me.associate.userid}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: met once for each company and associate, not for each answer
  useEffect(() => {
    if (!me) return
    let isCurrent = true
    void meetChat(me).then(async (chat) => {
      const contact = await chat.contact()
      if (isCurrent) setMet({ chat, contact })
    })
    return () => {
      isCurrent = false
    }
  }, [key])
  return me && met ? { me, ...met } : null
}

function Tabs({ openTasks }: { openTasks: number }) {
  const t = useText(texts)
  const language = useLanguage()
  const [tab, setTab] = useState<Tab>('person')
  const step = (by: number) => {
    const next = TABS[(TABS.indexOf(tab) + by + TABS.length) % TABS.length]
    if (!next) return
    setTab(next)
    document.getElementById(`tab-${next}`)?.focus()
  }
  return (
    <main className="side">
      <div className="tabs" role="tablist" aria-label={t('person')}>
        {TABS.map((one) => (
          <button
            key={one}
            id={`tab-${one}`}
            type="button"
            role="tab"
            aria-selected={one === tab}
            aria-controls="side-body"
            tabIndex={one === tab ? 0 : -1}
            className="tab"
            onClick={() => setTab(one)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowRight') step(1)
              if (event.key === 'ArrowLeft') step(-1)
            }}
          >
            {t(one)}
            {one === 'tasks' && openTasks > 0 && <span className="count">{openTasks}</span>}
          </button>
        ))}
        <button
          type="button"
          className="language"
          onClick={() => void changeLanguage(language === 'zh' ? 'en' : 'zh')}
        >
          {t('language')}
        </button>
      </div>
      <div className="side-body" id="side-body" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'person' && <PersonTab onContent={() => setTab('materials')} />}
        {tab === 'materials' && <MaterialsTab />}
        {tab === 'replies' && <RepliesTab />}
        {tab === 'tasks' && <TasksTab />}
      </div>
    </main>
  )
}

function Refused() {
  const t = useText(texts)
  const why = WHYS.find((one) => one === new URLSearchParams(location.search).get('why'))
  return (
    <Blank
      title={t('refused')}
      says={t(`refused_${why ?? 'unknown'}`)}
      again={() => location.replace('/sidebar/')}
    />
  )
}

function Blank({ title, says, again }: { title?: string; says: string; again?: () => void }) {
  const t = useText(texts)
  return (
    <main className="blank">
      {title && <h1>{title}</h1>}
      <p>{says}</p>
      {again && (
        <button type="button" className="button" onClick={again}>
          {t('again')}
        </button>
      )}
    </main>
  )
}
