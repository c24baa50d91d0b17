import { useText } from '../ui/language.ts'
import { Bubbles, linesOf } from './bubbles.tsx'
import { comeAs } from './come-as.ts'
import { Composer } from './composer.tsx'
import { Glyph, Screen } from './screen.tsx'
import { statusOf } from './status.ts'
import { texts } from './text.ts'
import { type Chat, done } from './wire.ts'
import { act } from './world.tsx'

/** The customer and one associate. */
export function ChatScreen({
  person,
  chat,
  onBack,
  onCard,
}: {
  person: { externalUserId: string; name: string }
  chat: Chat
  onBack: () => void
  onCard: () => void
}) {
  const t = useText(texts)
  const pair = { userid: chat.userid, externalUserId: person.externalUserId }
  const status = statusOf(chat.relation, 'customer')
  const card = (
    <button type="button" className="bar-button" onClick={onCard} aria-label={t('more')}>
      <Glyph name="more" />
    </button>
  )
  return (
    <Screen title={chat.name} onBack={onBack} action={card}>
      <div className="screen-body chat">
        <p className="chat-note">{status ? t(status) : t('new_friend')}</p>
        <WelcomeSpeed chat={chat} />
        <Bubbles
          lines={linesOf(chat.bubbles, 'customer', { customer: person.name, member: chat.name })}
          label={chat.name}
          onOpen={(url) => {
            comeAs('customer', person.externalUserId)
            void act('open', done, { ...pair, url })
          }}
        />
      </div>
      {status === null && (
        <Composer
          onSend={async (text) =>
            (await act('chat', done, { ...pair, from: 'customer', text })) !== null
          }
        />
      )}
    </Screen>
  )
}

/** How soon the newcomer was welcomed; nothing where there was no welcome. */
function WelcomeSpeed({ chat }: { chat: Chat }) {
  const t = useText(texts)
  const welcome = chat.bubbles.find(
    ({ kind, at }) => kind === 'welcome' && Date.parse(at) >= Date.parse(chat.since),
  )
  if (!welcome) return null
  const ms = Date.parse(welcome.at) - Date.parse(chat.since)
  return <p className="chat-note">{t('welcomed_after', { seconds: (ms / 1000).toFixed(1) })}</p>
}
