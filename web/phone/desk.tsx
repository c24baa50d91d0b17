import { useState } from 'react'
import { useText } from '../ui/language.ts'
import { DeskChats } from './desk-chats.tsx'
import { DeskGroups } from './desk-groups.tsx'
import { DeskMoments } from './desk-moments.tsx'
import { Notices } from './notices.tsx'
import { Tasks } from './tasks.tsx'
import { texts } from './text.ts'
import { associate as associateShape, done, members as membersShape } from './wire.ts'
import { act, useLook } from './world.tsx'

const TABS = ['tasks', 'chats', 'groups', 'moments', 'notices'] as const
type Tab = (typeof TABS)[number]

/** The associate's WeCom: what the product asks of them, and their customers. */
export function Desk() {
  const t = useText(texts)
  const [chosen, setChosen] = useState<string | null>(null)
  const [tab, setTab] = useState<Tab>('tasks')
  const all = useLook('/sandbox/members', membersShape)?.members ?? []
  // Whoever has something to do comes first, until somebody is chosen.
  const userid = chosen ?? all.find(({ open }) => open > 0)?.userid ?? all[0]?.userid ?? null
  const path = userid === null ? null : `/sandbox/associate?userid=${encodeURIComponent(userid)}`
  const seen = useLook(path, associateShape)
  const me = all.find((one) => one.userid === userid)
  const open = all.reduce((sum, one) => sum + one.open, 0)
  return (
    <section className="desk" aria-label={t('desk')}>
      <header className="desk-head">
        <h2>{t('desk')}</h2>
        <label className="desk-who">
          <span>{t('associate')}</span>
          <select
            className="field"
            value={userid ?? ''}
            onChange={(event) => setChosen(event.target.value)}
          >
            {all.map((one) => (
              <option key={one.userid} value={one.userid}>
                {one.open > 0
                  ? t('associate_open', { name: one.name, shop: one.shop, count: one.open })
                  : t('associate_none', { name: one.name, shop: one.shop })}
              </option>
            ))}
          </select>
        </label>
        <p className="soft">{seen ? t('friends', { count: seen.friends }) : ''}</p>
        {open > 0 && (
          <button
            type="button"
            className="button"
            onClick={() => void act('confirm-all', done, {})}
          >
            {t('confirm_all', { count: open })}
          </button>
        )}
      </header>
      <Tabs
        tab={tab}
        open={{
          tasks: me?.open ?? 0,
          moments: seen?.moments.filter(({ state }) => state === 'open').length ?? 0,
        }}
        onTab={setTab}
      />
      <div
        className="desk-body"
        role="tabpanel"
        id="desk-panel"
        aria-labelledby={`desk-tab-${tab}`}
      >
        {seen && userid && tab === 'tasks' && <Tasks userid={userid} tasks={seen.tasks} />}
        {seen && me && tab === 'chats' && (
          <DeskChats key={me.userid} member={me} chats={seen.chats} />
        )}
        {seen && me && tab === 'groups' && (
          <DeskGroups
            key={me.userid}
            member={me}
            groups={seen.groups}
            chats={seen.chats}
            welcomes={seen.welcomes}
            colleagues={all}
          />
        )}
        {seen && userid && tab === 'moments' && (
          <DeskMoments userid={userid} moments={seen.moments} />
        )}
        {seen && userid && tab === 'notices' && <Notices userid={userid} notices={seen.notices} />}
      </div>
    </section>
  )
}

/** @param open what waits behind a tab. */
function Tabs({
  tab,
  open,
  onTab,
}: {
  tab: Tab
  open: Partial<Record<Tab, number>>
  onTab: (tab: Tab) => void
}) {
  const t = useText(texts)
  const step = (by: number) => {
    const next = TABS[(TABS.indexOf(tab) + by + TABS.length) % TABS.length]
    if (!next) return
    onTab(next)
    document.getElementById(`desk-tab-${next}`)?.focus()
  }
  return (
    <div className="tabs" role="tablist" aria-label={t('desk')}>
      {TABS.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`desk-tab-${one}`}
          aria-controls="desk-panel"
          aria-selected={one === tab}
          tabIndex={one === tab ? 0 : -1}
          className="tab"
          onClick={() => onTab(one)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowRight') step(1)
            if (event.key === 'ArrowLeft') step(-1)
          }}
        >
          {t(one)}
          {(open[one] ?? 0) > 0 && <span className="count">{open[one]}</span>}
        </button>
      ))}
    </div>
  )
}
