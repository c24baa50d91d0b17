import { useState } from 'react'
import { useText } from '../ui/language.ts'
import { Bubbles } from './bubbles.tsx'
import { comeAs } from './come-as.ts'
import { Composer } from './composer.tsx'
import { Face } from './face.tsx'
import { Glyph, Screen } from './screen.tsx'
import { texts } from './text.ts'
import { done, type Group } from './wire.ts'
import { act } from './world.tsx'

/** A customer group on the customer's phone: the chat, and behind the dots who is in it and the way out. */
export function GroupScreen({
  personId,
  group,
  onBack,
}: {
  personId: string
  group: Group
  onBack: () => void
}) {
  const t = useText(texts)
  const [isCard, setCard] = useState(false)
  const { chatId } = group
  const title = titleOf(group, t('unnamed_group'))
  if (isCard) return <GroupCard personId={personId} group={group} onBack={() => setCard(false)} />
  const more = (
    <button
      type="button"
      className="bar-button"
      onClick={() => setCard(true)}
      aria-label={t('group_card')}
    >
      <Glyph name="more" />
    </button>
  )
  return (
    <Screen title={title} onBack={onBack} action={more}>
      <div className="screen-body chat">
        {group.notice !== '' && <p className="group-notice">{group.notice}</p>}
        <Bubbles
          lines={linesIn(group, personId)}
          label={title}
          isGroup
          onOpen={(url) => {
            comeAs('customer', personId)
            void act('open-in-group', done, { chatId, id: personId, url })
          }}
        />
      </div>
      <Composer
        onSend={async (text) =>
          (await act('say-in-group', done, { chatId, from: personId, text })) !== null
        }
      />
    </Screen>
  )
}

export function linesIn(group: Group, id: string) {
  return group.bubbles.map((one) => ({ ...one, isMine: one.from === id }))
}

/** As WeChat does it: the name, and how many are inside. */
export function titleOf({ name, count }: Group, unnamed: string): string {
  return `${name || unnamed} (${count})`
}

function GroupCard({
  personId,
  group,
  onBack,
}: {
  personId: string
  group: Group
  onBack: () => void
}) {
  const t = useText(texts)
  const [isAsking, setAsking] = useState(false)
  const { chatId } = group
  return (
    <Screen title={t('group_card')} onBack={onBack}>
      <div className="screen-body pad">
        <ul className="faces">
          {group.people.map(({ id, name, isOwner }) => (
            <li key={id}>
              <Face name={name} />
              <span className="face-name">{name}</span>
              {isOwner && <span className="said-mark">{t('group_owner')}</span>}
            </li>
          ))}
        </ul>
        {!isAsking && (
          <button
            type="button"
            className="button button-harm button-wide"
            onClick={() => setAsking(true)}
          >
            {t('leave_group')}
          </button>
        )}
        {isAsking && (
          <div className="asking" role="alert">
            <p>{t('leave_sure')}</p>
            <div className="pair">
              <button type="button" className="button" onClick={() => setAsking(false)}>
                {t('delete_no')}
              </button>
              <button
                type="button"
                className="button button-harm"
                onClick={() => void act('leave-group', done, { chatId, id: personId })}
              >
                {t('leave_group')}
              </button>
            </div>
          </div>
        )}
      </div>
    </Screen>
  )
}
