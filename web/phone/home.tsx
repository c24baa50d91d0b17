import { useText } from '../ui/language.ts'
import { GroupRow } from './desk-groups.tsx'
import { Face } from './face.tsx'
import { KfRow } from './kf-screen.tsx'
import { Moments } from './moments-screen.tsx'
import { Glyph, Nothing, Screen } from './screen.tsx'
import { lastWord, statusOf } from './status.ts'
import { type Place, TabBar } from './tab-bar.tsx'
import { texts } from './text.ts'
import { useWhen } from './when.ts'
import { type Chat, done, type Offer, type Person, type Phone } from './wire.ts'
import { act } from './world.tsx'

type Next =
  | { screen: 'scan' }
  | { screen: 'chat'; userid: string }
  | { screen: 'group'; chatId: string }
  | { screen: 'kf'; openKfid: string }

/** The first screens: chats and groups, moments, and whose phone it is. */
export function Home({
  seen,
  place,
  onPlace,
  onGo,
  onLeave,
}: {
  /** Null: not seen yet, or somebody whom a sandbox that was started anew does not know. */
  seen: Phone | null
  place: Place
  onPlace: (place: Place) => void
  onGo: (next: Next) => void
  onLeave: () => void
}) {
  const t = useText(texts)
  const scan = (
    <button
      type="button"
      className="bar-button bar-scan"
      disabled={!seen}
      onClick={() => onGo({ screen: 'scan' })}
    >
      <Glyph name="scan" />
      {t('scan')}
    </button>
  )
  return (
    <Screen title={t(place)} action={place === 'messages' ? scan : undefined}>
      <div className="screen-body">
        {seen && place === 'messages' && <Chats seen={seen} onGo={onGo} />}
        {seen && place === 'moments' && (
          <Moments personId={seen.person.externalUserId} moments={seen.moments} />
        )}
        {place === 'mine' && <Mine person={seen?.person ?? null} onLeave={onLeave} />}
      </div>
      <TabBar place={place} onPlace={onPlace} />
    </Screen>
  )
}

function Chats({ seen, onGo }: { seen: Phone; onGo: (next: Next) => void }) {
  const t = useText(texts)
  const { person, chats, groups, kf, offers } = seen
  const isEmpty = chats.length + groups.length + kf.length + offers.length === 0
  return (
    <>
      {isEmpty && <Nothing what={t('no_chats')} why={t('no_chats_why')} />}
      <ul className="offers">
        {offers.map((offer) => (
          <li key={offer.to}>
            <OfferCard personId={person.externalUserId} offer={offer} />
          </li>
        ))}
      </ul>
      <ul className="rows">
        {groups.map((group) => (
          <li key={group.chatId}>
            <GroupRow
              group={group}
              onOpen={() => onGo({ screen: 'group', chatId: group.chatId })}
            />
          </li>
        ))}
        {kf.map((chat) => (
          <li key={chat.openKfid}>
            <KfRow chat={chat} onOpen={() => onGo({ screen: 'kf', openKfid: chat.openKfid })} />
          </li>
        ))}
        {chats.map((chat) => (
          <li key={chat.userid}>
            <ChatRow chat={chat} onOpen={() => onGo({ screen: 'chat', userid: chat.userid })} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** Somebody else is to serve this customer from tomorrow on, who may say no. */
function OfferCard({ personId, offer }: { personId: string; offer: Offer }) {
  const t = useText(texts)
  const when = useWhen()
  const { from, to, toName, dueAt } = offer
  const answer = { externalUserId: personId, to }
  return (
    <article className="offer">
      <p className="row-name">{t('offer')}</p>
      <p>{t('offer_text', { from, to: toName, time: when(dueAt) })}</p>
      <div className="pair">
        <button
          type="button"
          className="button button-main"
          onClick={() => void act('agree', done, answer)}
        >
          {t('agree')}
        </button>
        <button type="button" className="button" onClick={() => void act('refuse', done, answer)}>
          {t('refuse')}
        </button>
      </div>
    </article>
  )
}

function Mine({ person, onLeave }: { person: Person | null; onLeave: () => void }) {
  const t = useText(texts)
  return (
    <div className="pad mine">
      {person && (
        <>
          <div className="card-head">
            <Face name={person.name} isLarge />
            <p className="card-name">{person.name}</p>
          </div>
          <dl className="facts">
            {person.memberNo !== '' && (
              <>
                <dt>{t('member_number')}</dt>
                <dd>{person.memberNo}</dd>
              </>
            )}
            <dt>{t('unionid')}</dt>
            <dd className="code-text">{person.unionid}</dd>
          </dl>
        </>
      )}
      <button type="button" className="button button-wide" onClick={onLeave}>
        {t('change_person')}
      </button>
    </div>
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
