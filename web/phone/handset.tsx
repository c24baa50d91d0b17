import { useState } from 'react'
import { useText } from '../ui/language.ts'
import { WithBrowser } from './browse.tsx'
import { ChatScreen } from './chat-screen.tsx'
import { ContactCard } from './contact-card.tsx'
import { GroupScreen } from './group-screen.tsx'
import { Home } from './home.tsx'
import { KfScreen } from './kf-screen.tsx'
import { ScanScreen, scannedCode } from './scan-screen.tsx'
import { Someone } from './someone.tsx'
import type { Place } from './tab-bar.tsx'
import { texts } from './text.ts'
import { useClockOf, useNow } from './when.ts'
import { type Chat, phone as phoneShape } from './wire.ts'
import { useLook } from './world.tsx'

/** Where a phone is: whose it is, and which screen it shows. */
type Where =
  | { screen: 'home' | 'scan' }
  | { screen: 'chat' | 'card'; userid: string }
  | { screen: 'group'; chatId: string }
  | { screen: 'kf'; openKfid: string }

/** Whoever came here by the picture of a code has it before the camera. */
const FIRST: Where = scannedCode() === null ? { screen: 'home' } : { screen: 'scan' }

/** A customer's phone. Whose it is, this tab remembers. */
export function Handset({ no }: { no: number }) {
  const t = useText(texts)
  const kept = `liuyuan.phone.${no}`
  const [personId, setPersonId] = useState(() => sessionStorage.getItem(kept))
  const [where, setWhere] = useState<Where>(FIRST)
  const become = (id: string | null) => {
    if (id === null) sessionStorage.removeItem(kept)
    else sessionStorage.setItem(kept, id)
    setPersonId(id)
    setWhere(FIRST)
  }
  return (
    <section className="handset" aria-label={t('phone_no', { no })}>
      <StatusBar />
      {personId === null ? (
        <Someone onChoose={become} />
      ) : (
        <WithBrowser key={personId} personId={personId}>
          <Owned personId={personId} where={where} onGo={setWhere} onLeave={() => become(null)} />
        </WithBrowser>
      )}
    </section>
  )
}

function StatusBar() {
  const now = useNow()
  const clockOf = useClockOf()
  return (
    <div className="status-bar" aria-hidden="true">
      <span>{now === '' ? '' : clockOf(now)}</span>
      <span className="status-island" />
      <span className="status-battery" />
    </div>
  )
}

function Owned({
  personId,
  where,
  onGo,
  onLeave,
}: {
  personId: string
  where: Where
  onGo: (next: Where) => void
  onLeave: () => void
}) {
  const [place, setPlace] = useState<Place>('messages')
  const path = `/sandbox/phone?person=${encodeURIComponent(personId)}`
  const seen = useLook(path, phoneShape)
  const home = () => onGo({ screen: 'home' })
  // A sandbox that was started anew knows this person no more: the way out must always be there.
  const atHome = <Home seen={seen} place={place} onPlace={setPlace} onGo={onGo} onLeave={onLeave} />
  if (!seen) return atHome
  const { person, chats, groups, kf } = seen
  switch (where.screen) {
    case 'scan':
      return (
        <ScanScreen
          person={person}
          onBack={home}
          onAdded={(userid) => onGo({ screen: 'chat', userid })}
          onJoined={(chatId) => onGo({ screen: 'group', chatId })}
          onKf={(openKfid) => onGo({ screen: 'kf', openKfid })}
        />
      )
    case 'chat':
    case 'card': {
      const chat = chats.find(({ userid }) => userid === where.userid)
      if (!chat) return atHome
      return <WithStaff person={person} chat={chat} where={where} onGo={onGo} />
    }
    case 'kf': {
      const chat = kf.find(({ openKfid }) => openKfid === where.openKfid)
      if (!chat) return atHome
      return <KfScreen personId={personId} chat={chat} onBack={home} />
    }
    case 'group': {
      const group = groups.find(({ chatId }) => chatId === where.chatId)
      if (!group) return atHome
      return <GroupScreen personId={personId} group={group} onBack={home} />
    }
    default:
      return atHome
  }
}

function WithStaff({
  person,
  chat,
  where,
  onGo,
}: {
  person: { externalUserId: string; name: string; unionid: string }
  chat: Chat
  where: { screen: 'chat' | 'card'; userid: string }
  onGo: (next: Where) => void
}) {
  const toChat = () => onGo({ screen: 'chat', userid: chat.userid })
  return where.screen === 'card' ? (
    <ContactCard person={person} chat={chat} onBack={toChat} />
  ) : (
    <ChatScreen
      person={person}
      chat={chat}
      onBack={() => onGo({ screen: 'home' })}
      onCard={() => onGo({ screen: 'card', userid: chat.userid })}
    />
  )
}
