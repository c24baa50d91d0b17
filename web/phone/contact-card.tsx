import { useState } from 'react'
import { useText } from '../ui/language.ts'
import { Face } from './face.tsx'
import { Screen } from './screen.tsx'
import { texts } from './text.ts'
import { useWhen } from './when.ts'
import { type Chat, done } from './wire.ts'
import { act } from './world.tsx'

/** Who the associate is, and the way to be rid of them. */
export function ContactCard({
  person,
  chat,
  onBack,
}: {
  person: { externalUserId: string; unionid: string }
  chat: Chat
  onBack: () => void
}) {
  const t = useText(texts)
  const when = useWhen()
  const [isAsking, setAsking] = useState(false)
  const remove = async () => {
    const { userid } = chat
    await act('delete-staff', done, { userid, externalUserId: person.externalUserId })
    onBack()
  }
  return (
    <Screen title={t('more')} onBack={onBack}>
      <div className="screen-body pad">
        <div className="card-head">
          <Face name={chat.name} isLarge />
          <p className="card-name">{chat.name}</p>
        </div>
        <dl className="facts">
          <dt>{t('shop')}</dt>
          <dd>{chat.shop}</dd>
          <dt>{t('added_at')}</dt>
          <dd>{when(chat.since)}</dd>
          <dt>{t('unionid')}</dt>
          <dd className="code-text">{person.unionid}</dd>
        </dl>
        {chat.relation === 'friend' && !isAsking && (
          <button
            type="button"
            className="button button-harm button-wide"
            onClick={() => setAsking(true)}
          >
            {t('delete_staff')}
          </button>
        )}
        {isAsking && (
          <div className="asking" role="alert">
            <p>{t('delete_sure')}</p>
            <div className="pair">
              <button type="button" className="button" onClick={() => setAsking(false)}>
                {t('delete_no')}
              </button>
              <button type="button" className="button button-harm" onClick={() => void remove()}>
                {t('delete_yes')}
              </button>
            </div>
          </div>
        )}
      </div>
    </Screen>
  )
}
