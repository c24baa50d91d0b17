import { useState } from 'react'
import { useText } from '../ui/language.ts'
import { texts } from './text.ts'
import { type CustomerChat, done, tagLibrary } from './wire.ts'
import { act, useLook } from './world.tsx'

/** What an associate notes of a customer in their own WeCom: a name to remember them by, and tags of the company. */
export function CustomerNotes({
  pair,
  chat,
}: {
  pair: { userid: string; externalUserId: string }
  chat: CustomerChat
}) {
  const t = useText(texts)
  const groups = useLook('/sandbox/tag-library', tagLibrary)?.groups ?? []
  const [remark, setRemark] = useState(chat.remark)
  const toggle = (id: string) => {
    const has = chat.tagIds.includes(id)
    void act('edit', done, { ...pair, ...(has ? { removeTagIds: [id] } : { addTagIds: [id] }) })
  }
  return (
    <div className="group-settings">
      <label className="choice">
        <span>{t('remark')}</span>
        <input
          className="field"
          value={remark}
          maxLength={20}
          onChange={(event) => setRemark(event.target.value)}
          onBlur={() => {
            if (remark !== chat.remark) void act('edit', done, { ...pair, remark })
          }}
        />
      </label>
      {groups.length === 0 && <p className="soft">{t('no_tags')}</p>}
      {groups.map((group) => (
        <fieldset key={group.id} className="vote">
          <legend>{group.name}</legend>
          <div className="tags">
            {group.tags.map(({ id, name }) => (
              <button
                key={id}
                type="button"
                className="button"
                aria-pressed={chat.tagIds.includes(id)}
                onClick={() => toggle(id)}
              >
                {name}
              </button>
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  )
}
