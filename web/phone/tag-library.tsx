import { type FormEvent, useState } from 'react'
import { useText } from '../ui/language.ts'
import { texts } from './text.ts'
import { done, tagLibrary } from './wire.ts'
import { act, useLook } from './world.tsx'

/** The tags of the company as WeCom's own console shows them: what is changed here, the product is told. */
export function TagLibrary() {
  const t = useText(texts)
  const groups = useLook('/sandbox/tag-library', tagLibrary)?.groups ?? []
  return (
    <div className="branch">
      <h3 className="branch-name">{t('tag_library')}</h3>
      <NewTag />
      {groups.map((group) => (
        <div key={group.id} className="tag-group">
          <Name key={group.name} id={group.id} name={group.name} />
          <ul className="tags">
            {group.tags.map((tag) => (
              <li key={tag.id} className="tag">
                <Name key={tag.name} id={tag.id} name={tag.name} />
                <button
                  type="button"
                  className="tag-gone"
                  aria-label={t('delete_tag', { name: tag.name })}
                  onClick={() => void act('delete-tag', done, { id: tag.id })}
                >
                  ×
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  )
}

function NewTag() {
  const t = useText(texts)
  const [groupName, setGroup] = useState('')
  const [name, setName] = useState('')
  const [isRefused, setRefused] = useState(false)
  const add = async (event: FormEvent) => {
    event.preventDefault()
    const made = await act('tags', done, { groupName: groupName.trim(), names: [name.trim()] })
    setRefused(made === null)
    if (made) setName('')
  }
  const isReady = groupName.trim() !== '' && name.trim() !== ''
  return (
    <form className="newcomer-row comment" onSubmit={(event) => void add(event)}>
      <input
        className="field"
        aria-label={t('tag_group')}
        placeholder={t('tag_group')}
        value={groupName}
        maxLength={30}
        onChange={(event) => setGroup(event.target.value)}
      />
      <input
        className="field"
        aria-label={t('tag')}
        placeholder={t('tag')}
        value={name}
        maxLength={30}
        onChange={(event) => setName(event.target.value)}
      />
      <button type="submit" className="button button-main" disabled={!isReady}>
        {t('add_tag')}
      </button>
      {isRefused && (
        <p className="refused" role="alert">
          {t('tag_taken')}
        </p>
      )}
    </form>
  )
}

/** A name that is changed by writing another over it. */
function Name({ id, name }: { id: string; name: string }) {
  const t = useText(texts)
  const [words, setWords] = useState(name)
  const save = async () => {
    if (words.trim() === '' || words === name) return setWords(name)
    const saved = await act('rename-tag', done, { id, name: words.trim() })
    if (!saved) setWords(name)
  }
  return (
    <input
      className="tag-name"
      aria-label={t('rename', { name })}
      size={Math.max(2, [...words].length * 2)}
      value={words}
      maxLength={30}
      onChange={(event) => setWords(event.target.value)}
      onBlur={() => void save()}
    />
  )
}
