import { useState } from 'react'
import { useText } from '../ui/language.ts'
import { Face } from './face.tsx'
import { Nothing, Screen } from './screen.tsx'
import { texts } from './text.ts'
import { person as personShape, persons as personsShape } from './wire.ts'
import { act, useLook } from './world.tsx'

const SHOWN = 40

/** Whose phone it is: somebody who is there, or a stranger. */
export function Someone({ onChoose }: { onChoose: (id: string) => void }) {
  const t = useText(texts)
  const [search, setSearch] = useState('')
  const query = new URLSearchParams({ limit: String(SHOWN), search })
  const found = useLook(`/sandbox/persons?${query}`, personsShape)
  const newest = [...(found?.persons ?? [])].reverse()
  const beStranger = async () => {
    const made = await act('persons', personShape, {})
    if (made) onChoose(made.externalUserId)
  }
  return (
    <Screen title={t('whose')}>
      <div className="screen-body pad">
        <p className="soft">{t('whose_why')}</p>
        <button
          type="button"
          className="button button-main button-wide"
          onClick={() => void beStranger()}
        >
          {t('stranger')}
        </button>
        <input
          className="field"
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {found && newest.length === 0 && (
          <Nothing what={found.count === 0 ? t('nobody_yet') : t('nobody')} />
        )}
        <ul className="rows">
          {newest.map(({ externalUserId, name, memberNo }) => (
            <li key={externalUserId}>
              <button type="button" className="row" onClick={() => onChoose(externalUserId)}>
                <Face name={name} />
                <span className="row-text">
                  <span className="row-name">{name}</span>
                  {memberNo !== '' && (
                    <span className="row-last">{t('member_no', { no: memberNo })}</span>
                  )}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Screen>
  )
}
