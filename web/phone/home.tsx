import { useText } from '../ui/language.ts'
import { GroupRow } from './desk-groups.tsx'
import { Face } from './face.tsx'
import { Glyph, Nothing, Screen } from './screen.tsx'
import { lastWord, statusOf } from './status.ts'
import { texts } from './text.ts'
import { useWhen } from './when.ts'
import type { Chat, Group, Person } from './wire.ts'

type Next =
  | { screen: 'scan' }
  | { screen: 'chat'; userid: string }
  | { screen: 'group'; chatId: string }

/** The list of chats, and who owns the phone. */
export function Home({
  person,
  chats,
  groups,
  onGo,
  onLeave,
}: {
  person: Person | null
  chats: readonly Chat[]
  groups: readonly Group[]
  onGo: (next: Next) => void
  onLeave: () => void
}) {
  const t = useText(texts)
  const scan = (
    <button
      type="button"
      className="bar-button bar-scan"
      disabled={!person}
      onClick={() => onGo({ screen: 'scan' })}
    >
      <Glyph name="scan" />
      {t('scan')}
    </button>
  )
  return (
    <Screen title={t('messages')} action={scan}>
      <div className="screen-body">
        {person && chats.length + groups.length === 0 && (
          <Nothing what={t('no_chats')} why={t('no_chats_why')} />
        )}
        <ul className="rows">
          {groups.map((group) => (
            <li key={group.chatId}>
              <GroupRow
                group={group}
                onOpen={() => onGo({ screen: 'group', chatId: group.chatId })}
              />
            </li>
          ))}
          {chats.map((chat) => (
            <li key={chat.userid}>
              <ChatRow chat={chat} onOpen={() => onGo({ screen: 'chat', userid: chat.userid })} />
            </li>
          ))}
        </ul>
      </div>
      <footer className="owner">
        {person && <Face name={person.name} />}
        <span className="row-text">
          <span className="row-name">{person?.name ?? ''}</span>
          {person && person.memberNo !== '' && (
            <span className="row-last">{t('member_no', { no: person.memberNo })}</span>
          )}
        </span>
        <button type="button" className="button" onClick={onLeave}>
          {t('change_person')}
        </button>
      </footer>
    </Screen>
  )
}

function ChatRow({ chat, onOpen }: { chat: Chat; onOpen: () => void }) {
  const t = useText(texts)
  const when = useWhen()
  const status = statusOf(chat.relation, 'customer')
  const last = chat.bubbles.at(-1)
  return (
    <button type="button" className="row" onClick={onOpen}>
      <Face name={chat.name} />
      <span className="row-text">
        <span className="row-head">
          <span className="row-name">{chat.name}</span>
          <time className="row-time" dateTime={last?.at ?? chat.since}>
            {when(last?.at ?? chat.since)}
          </time>
        </span>
        <span className="row-last">{status ? t(status) : (lastWord(last) ?? t('new_friend'))}</span>
      </span>
    </button>
  )
}
