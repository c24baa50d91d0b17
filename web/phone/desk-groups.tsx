import { type FormEvent, useState } from 'react'
import { useText } from '../ui/language.ts'
import { Bubbles } from './bubbles.tsx'
import { Composer } from './composer.tsx'
import { Face } from './face.tsx'
import { linesIn, titleOf } from './group-screen.tsx'
import { Nothing } from './screen.tsx'
import { lastWord } from './status.ts'
import { SureButton } from './sure-button.tsx'
import { texts } from './text.ts'
import { useWhen } from './when.ts'
import { type CustomerChat, done, type Group, type GroupWelcome, type Member } from './wire.ts'
import { act } from './world.tsx'

/** The associate's groups, and one of them: talk, invite, name, give away, dissolve. */
export function DeskGroups({
  member,
  groups,
  chats,
  welcomes,
  colleagues,
}: {
  member: Member
  groups: readonly Group[]
  chats: readonly CustomerChat[]
  welcomes: readonly GroupWelcome[]
  colleagues: readonly Member[]
}) {
  const t = useText(texts)
  const [open, setOpen] = useState<string | null>(null)
  const group = groups.find(({ chatId }) => chatId === open)
  if (group) {
    return (
      <OneGroup
        member={member}
        group={group}
        chats={chats}
        welcomes={welcomes}
        colleagues={colleagues}
        onBack={() => setOpen(null)}
      />
    )
  }
  return (
    <>
      <NewGroup member={member} />
      {groups.length === 0 && <Nothing what={t('no_groups')} why={t('no_groups_why')} />}
      <ul className="rows desk-rows">
        {groups.map((one) => (
          <li key={one.chatId}>
            <GroupRow group={one} onOpen={() => setOpen(one.chatId)} />
          </li>
        ))}
      </ul>
    </>
  )
}

function NewGroup({ member }: { member: Member }) {
  const t = useText(texts)
  const [name, setName] = useState('')
  const make = async (event: FormEvent) => {
    event.preventDefault()
    const made = await act('groups', done, { owner: member.userid, name: name.trim() })
    if (made) setName('')
  }
  return (
    <form className="newcomer newcomer-row" onSubmit={(event) => void make(event)}>
      <input
        className="field"
        aria-label={t('group_name')}
        placeholder={t('group_name')}
        value={name}
        maxLength={40}
        onChange={(event) => setName(event.target.value)}
      />
      <button type="submit" className="button button-main" disabled={name.trim() === ''}>
        {t('make_group')}
      </button>
    </form>
  )
}

export function GroupRow({ group, onOpen }: { group: Group; onOpen: () => void }) {
  const t = useText(texts)
  const when = useWhen()
  const last = group.bubbles.at(-1)
  return (
    <button type="button" className="row" onClick={onOpen}>
      <Face name={group.name || t('unnamed_group')} isGroup />
      <span className="row-text">
        <span className="row-head">
          <span className="row-name">{titleOf(group, t('unnamed_group'))}</span>
          <time className="row-time" dateTime={last?.at ?? group.since}>
            {when(last?.at ?? group.since)}
          </time>
        </span>
        <span className="row-last">{lastWord(last) ?? t('new_group')}</span>
      </span>
    </button>
  )
}

type Of = {
  member: Member
  group: Group
  chats: readonly CustomerChat[]
  welcomes: readonly GroupWelcome[]
  colleagues: readonly Member[]
}

function OneGroup({ onBack, ...of }: Of & { onBack: () => void }) {
  const t = useText(texts)
  const [isSettings, setSettings] = useState(false)
  const { member, group } = of
  const { chatId } = group
  return (
    <div className="desk-chat">
      <div className="desk-chat-head">
        <button type="button" className="button" onClick={onBack}>
          {t('back')}
        </button>
        <h3>{titleOf(group, t('unnamed_group'))}</h3>
        <button
          type="button"
          className="button"
          aria-pressed={isSettings}
          onClick={() => setSettings(!isSettings)}
        >
          {t('group_settings')}
        </button>
      </div>
      {isSettings ? (
        <Settings {...of} />
      ) : (
        <>
          <Bubbles lines={linesIn(group, member.userid)} label={group.name} isGroup />
          <Composer
            onSend={async (text) =>
              (await act('say-in-group', done, { chatId, from: member.userid, text })) !== null
            }
          />
        </>
      )}
    </div>
  )
}

function Settings({ member, group, chats, welcomes, colleagues }: Of) {
  const t = useText(texts)
  const { chatId, isOwner, people, welcomeId } = group
  const change = (what: object) => void act('change-group', done, { chatId, ...what })
  const outside = chats.filter(
    ({ externalUserId, relation }) =>
      relation === 'friend' && !people.some(({ id }) => id === externalUserId),
  )
  return (
    <div className="group-settings">
      <Choice
        label={t('invite_customer')}
        options={outside.map((one) => ({ id: one.externalUserId, name: one.remark || one.name }))}
        onChoose={(id) => void act('invite', done, { chatId, by: member.userid, ids: [id] })}
      />
      {isOwner && (
        <>
          <Words
            key={`name${group.name}`}
            label={t('group_name')}
            text={group.name}
            onSave={(name) => change({ name })}
          />
          <Words
            key={`notice${group.notice}`}
            label={t('group_notice')}
            text={group.notice}
            onSave={(notice) => change({ notice })}
          />
          {welcomes.length > 0 && (
            <Choice
              label={t('group_welcome')}
              value={welcomeId}
              options={welcomes.map(({ templateId, text }) => ({ id: templateId, name: text }))}
              onChoose={(id) => change({ welcomeId: id })}
            />
          )}
          <Choice
            label={t('new_owner')}
            options={colleagues
              .filter(({ userid }) => userid !== member.userid)
              .map(({ userid, name }) => ({ id: userid, name }))}
            onChoose={(owner) => change({ owner })}
          />
        </>
      )}
      <People member={member} group={group} />
      {isOwner && (
        <SureButton
          label={t('dissolve_group')}
          sure={t('dissolve_sure')}
          yes={t('dissolve_group')}
          onYes={() => void act('dissolve-group', done, { chatId })}
        />
      )}
    </div>
  )
}

function People({ member, group }: { member: Member; group: Group }) {
  const t = useText(texts)
  return (
    <ul>
      {group.people.map(({ id, name, isStaff, isOwner }) => (
        <li key={id} className="employee">
          <Face name={name} />
          <span className="row-text">
            <span className="row-name">{name}</span>
            <span className="row-last">
              {isOwner ? t('group_owner') : isStaff ? t('colleague') : t('customer')}
            </span>
          </span>
          {group.isOwner && id !== member.userid && (
            <button
              type="button"
              className="button"
              onClick={() => void act('throw-out', done, { chatId: group.chatId, id })}
            >
              {t('throw_out')}
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}

/** A choice that is done at once. */
function Choice({
  label,
  value = '',
  options,
  onChoose,
}: {
  label: string
  value?: string
  options: readonly { id: string; name: string }[]
  onChoose: (id: string) => void
}) {
  const t = useText(texts)
  return (
    <label className="choice">
      <span>{label}</span>
      <select
        className="field"
        value={value}
        disabled={options.length === 0}
        onChange={(event) => event.target.value !== '' && onChoose(event.target.value)}
      >
        <option value="">{options.length > 0 ? t('choose') : t('nobody_to_choose')}</option>
        {options.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Words that are saved when one leaves them. */
function Words({
  label,
  text,
  onSave,
}: {
  label: string
  text: string
  onSave: (text: string) => void
}) {
  const [words, setWords] = useState(text)
  return (
    <label className="choice">
      <span>{label}</span>
      <input
        className="field"
        value={words}
        maxLength={200}
        onChange={(event) => setWords(event.target.value)}
        onBlur={() => words !== text && onSave(words)}
      />
    </label>
  )
}
