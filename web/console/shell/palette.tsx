import { Input, Modal } from 'antd'
import { type KeyboardEvent, useState } from 'react'
import { z } from 'zod'
import type { Me } from '../../../contract/staff.ts'
import { changeLanguage, PersonCell, useGo, useLanguage, useLoad, useText } from '../../ui/index.ts'
import { useModeChoice } from './mode.tsx'
import { useEntries } from './side.tsx'
import { texts } from './text.ts'

/** What the palette needs of a customer; the list's own rows have more. */
const found = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string().nullable() })),
})
const SEARCH_FROM = 2
const PEOPLE_MAX = 8

type Choice = { id: string; kind: 'person' | 'command'; says: string; run: () => void }

/** Ctrl-K: people by name, pinyin or phone; pages and commands by name. */
export default function Palette({ me, close }: { me: Me; close: () => void }) {
  const t = useText(texts)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const asked = text.trim()
  const people = usePeople(asked)
  const commands = useCommands(me).filter((one) => matches(one.says, asked))
  const choices = [...people, ...commands]
  const chosen = choices[Math.min(at, choices.length - 1)]
  const run = (choice: Choice | undefined) => {
    if (!choice) return
    close()
    choice.run()
  }
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, choices.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0))
    else if (event.key === 'Enter') run(chosen)
    else return
    event.preventDefault()
  }
  return (
    <Modal open footer={null} closable={false} onCancel={close} title={t('palette')}>
      <Input
        autoFocus
        size="large"
        value={text}
        placeholder={t('palette_hint')}
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={chosen === undefined ? undefined : `palette-${chosen.id}`}
        aria-label={t('palette')}
        onKeyDown={press}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
      />
      <div id="palette-list" role="listbox" aria-label={t('palette')} className="palette-list">
        <Choices title={t('palette_people')} choices={people} chosen={chosen} run={run} />
        <Choices title={t('palette_commands')} choices={commands} chosen={chosen} run={run} />
      </div>
      {asked.length < SEARCH_FROM && <p className="kit-soft">{t('palette_type')}</p>}
      {choices.length === 0 && <p className="kit-soft">{t('palette_nothing')}</p>}
    </Modal>
  )
}

function Choices({
  title,
  choices,
  chosen,
  run,
}: {
  title: string
  choices: readonly Choice[]
  chosen: Choice | undefined
  run: (choice: Choice) => void
}) {
  if (choices.length === 0) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group inside a listbox; a fieldset would not be one.
    <div role="group" aria-label={title}>
      <div className="palette-group" aria-hidden="true">
        {title}
      </div>
      {choices.map((choice) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, as in any combobox.
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the input.
        <div
          key={choice.id}
          id={`palette-${choice.id}`}
          role="option"
          aria-selected={choice === chosen}
          onClick={() => run(choice)}
        >
          {choice.kind === 'person' ? <PersonCell name={choice.says} /> : choice.says}
        </div>
      ))}
    </div>
  )
}

function matches(says: string, asked: string): boolean {
  return says.toLowerCase().includes(asked.toLowerCase())
}

function usePeople(asked: string): Choice[] {
  const t = useText(texts)
  const go = useGo()
  const load = useLoad('/api/customers', found, {
    query: { search: asked, limit: PEOPLE_MAX },
    enabled: asked.length >= SEARCH_FROM,
  })
  return (load.data?.items ?? []).map(({ id, name }) => ({
    id,
    kind: 'person',
    says: name ?? t('palette_unnamed', { id: id.slice(-6) }),
    run: () => go(`/customers/${id}`),
  }))
}

function useCommands(me: Me): Choice[] {
  const t = useText(texts)
  const go = useGo()
  const other = useLanguage() === 'zh' ? 'en' : 'zh'
  const { mode, choose } = useModeChoice()
  const pages = useEntries(me).flatMap(({ group, entries }) =>
    [...entries].map(
      ({ key, to }): Choice => ({
        id: key,
        kind: 'command',
        says: `${t(`group_${group}`)} · ${t(`go_${key}`)}`,
        run: () => go(to),
      }),
    ),
  )
  const opposite = mode === 'dark' ? 'light' : 'dark'
  return [
    ...pages,
    {
      id: 'language',
      kind: 'command',
      says: `${t('language')} · ${t('language_other')}`,
      run: () => void changeLanguage(other),
    },
    {
      id: 'theme',
      kind: 'command',
      says: `${t('theme')} · ${t(`theme_${opposite}`)}`,
      run: () => choose(opposite),
    },
  ]
}
