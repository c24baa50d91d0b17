import { useText } from '../ui/language.ts'
import { Bubbles } from './bubbles.tsx'
import { Composer } from './composer.tsx'
import { Face } from './face.tsx'
import { Screen } from './screen.tsx'
import { texts } from './text.ts'
import { useWhen } from './when.ts'
import { done, type KfChat } from './wire.ts'
import { act } from './world.tsx'

/** A chat with the brand's customer service, which anybody may begin without adding anybody. */
export function KfScreen({
  personId,
  chat,
  onBack,
}: {
  personId: string
  chat: KfChat
  onBack: () => void
}) {
  const { openKfid, name, bubbles } = chat
  const lines = bubbles.map(({ at, from, text }) => ({
    at,
    text,
    link: null,
    more: [],
    kind: 'chat' as const,
    isMine: from === 'customer',
    name,
  }))
  return (
    <Screen title={name} onBack={onBack}>
      <div className="screen-body chat">
        <Bubbles lines={lines} label={name} />
      </div>
      <Composer
        onSend={async (text) =>
          (await act('write-kf', done, { openKfid, externalUserId: personId, text })) !== null
        }
      />
    </Screen>
  )
}

export function KfRow({ chat, onOpen }: { chat: KfChat; onOpen: () => void }) {
  const t = useText(texts)
  const when = useWhen()
  const last = chat.bubbles.at(-1)
  return (
    <button type="button" className="row" onClick={onOpen}>
      <Face name={chat.name} isGroup />
      <span className="row-text">
        <span className="row-head">
          <span className="row-name">{chat.name}</span>
          {last && (
            <time className="row-time" dateTime={last.at}>
              {when(last.at)}
            </time>
          )}
        </span>
        <span className="row-last">{last?.text ?? t('kf_begin')}</span>
      </span>
    </button>
  )
}
