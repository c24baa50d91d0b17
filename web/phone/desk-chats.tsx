import { useState } from 'react'
import { useText } from '../ui/language.ts'
import { Bubbles, linesOf } from './bubbles.tsx'
import { comeAs } from './come-as.ts'
import { Composer } from './composer.tsx'
import { CustomerNotes } from './customer-notes.tsx'
import { Face } from './face.tsx'
import { Nothing } from './screen.tsx'
import { Sidebar } from './sidebar.tsx'
import { lastWord, statusOf } from './status.ts'
import { SureButton } from './sure-button.tsx'
import { texts } from './text.ts'
import { useWhen } from './when.ts'
import { type CustomerChat, done, type Member } from './wire.ts'
import { act } from './world.tsx'

/** The associate's customers, and the chat with one of them. */
export function DeskChats({ member, chats }: { member: Member; chats: readonly CustomerChat[] }) {
  const t = useText(texts)
  const [open, setOpen] = useState<string | null>(null)
  const chat = chats.find(({ externalUserId }) => externalUserId === open)
  if (chats.length === 0) return <Nothing what={t('no_customers')} why={t('no_customers_why')} />
  if (chat) return <OneChat member={member} chat={chat} onBack={() => setOpen(null)} />
  return (
    <ul className="rows desk-rows">
      {chats.map((one) => (
        <li key={one.externalUserId}>
          <Row chat={one} onOpen={() => setOpen(one.externalUserId)} />
        </li>
      ))}
    </ul>
  )
}

function Row({ chat, onOpen }: { chat: CustomerChat; onOpen: () => void }) {
  const t = useText(texts)
  const when = useWhen()
  const status = statusOf(chat.relation, 'member')
  const last = chat.bubbles.at(-1)
  return (
    <button type="button" className="row" onClick={onOpen}>
      <Face name={chat.name} />
      <span className="row-text">
        <span className="row-head">
          <span className="row-name">{chat.remark || chat.name}</span>
          <time className="row-time" dateTime={last?.at ?? chat.since}>
            {when(last?.at ?? chat.since)}
          </time>
        </span>
        <span className="row-last">{status ? t(status) : (lastWord(last) ?? t('new_friend'))}</span>
      </span>
    </button>
  )
}

function OneChat({
  member,
  chat,
  onBack,
}: {
  member: Member
  chat: CustomerChat
  onBack: () => void
}) {
  const t = useText(texts)
  const pair = { userid: member.userid, externalUserId: chat.externalUserId }
  const status = statusOf(chat.relation, 'member')
  const [isNotes, setNotes] = useState(false)
  const [isSidebar, setSidebar] = useState(false)
  const isWaiting = chat.relation === 'requested' || chat.relation === 'half'
  const chatting = (
    <div className="desk-chat">
      <div className="desk-chat-head">
        <button type="button" className="button" onClick={onBack}>
          {t('back')}
        </button>
        <h3>{chat.remark || chat.name}</h3>
        <button
          type="button"
          className="button"
          aria-pressed={isNotes}
          onClick={() => setNotes(!isNotes)}
        >
          {t('notes')}
        </button>
        <button
          type="button"
          className="button"
          aria-pressed={isSidebar}
          onClick={() => {
            // The page asks WeCom at once who opened it: whose desk this is must be said before.
            comeAs('member', member.userid)
            setSidebar(!isSidebar)
          }}
        >
          {t('sidebar')}
        </button>
        {(chat.relation === 'friend' || chat.relation === 'one_way') && (
          <SureButton
            label={t('remove')}
            sure={t('remove_sure')}
            yes={t('delete_yes')}
            onYes={() => void act('delete-customer', done, pair)}
          />
        )}
      </div>
      {status && (
        <div className="chat-note">
          {t(status)}
          {isWaiting && (
            <button
              type="button"
              className="button button-main"
              onClick={() => void act('accept', done, pair)}
            >
              {chat.relation === 'half' ? t('add_back') : t('accept')}
            </button>
          )}
        </div>
      )}
      {isNotes ? (
        <CustomerNotes pair={pair} chat={chat} />
      ) : (
        <>
          <Bubbles
            lines={linesOf(chat.bubbles, 'member', { customer: chat.name, member: member.name })}
            label={chat.name}
          />
          {status === null && (
            <Composer
              onSend={async (text) =>
                (await act('chat', done, { ...pair, from: 'member', text })) !== null
              }
            />
          )}
        </>
      )}
    </div>
  )
  if (!isSidebar) return chatting
  return (
    <div className="desk-two">
      {chatting}
      <Sidebar
        // Another associate or another customer is another page.
        key={`${pair.userid}/${pair.externalUserId}`}
        pair={pair}
        name={chat.remark || chat.name}
        onClose={() => setSidebar(false)}
      />
    </div>
  )
}
