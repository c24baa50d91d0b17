import { SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, type InputRef, Popover, Radio } from 'antd'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import type { Address } from '../address.ts'
import { useKept } from '../kept.ts'
import { useText } from '../language.ts'
import { texts } from '../text.ts'
import { useUndoToast } from '../undo.tsx'
import { type Filter, FilterField, namesOf } from './list-filters.tsx'

const SEARCH_WAIT_MS = 300

const settings = z.object({
  density: z.enum(['large', 'middle', 'small']),
  hidden: z.array(z.string()),
})
export type ListSettings = z.infer<typeof settings>

/** Columns and density of a list on this device. */
export function useListSettings(name: string, hidden: readonly string[]) {
  return useKept(`list.${name}`, settings, { density: 'middle', hidden: [...hidden] })
}

/** Search and filters, all in the address. */
export function ListFilters({
  address,
  filters,
  searchHint,
  searchBox,
}: {
  address: Address
  filters: readonly Filter[]
  searchHint: string | undefined
  searchBox: RefObject<InputRef | null>
}) {
  const t = useText(texts)
  const names = ['search', ...filters.flatMap(namesOf)]
  const isFiltered = names.some((name) => address.get(name) !== undefined)
  const [isWide, setIsWide] = useState(false)
  const isUsed = (filter: Filter) => namesOf(filter).some((name) => address.get(name) !== undefined)
  const rare = filters.filter((filter) => filter.isRare === true && !isUsed(filter))
  const clear = () => address.change(Object.fromEntries(names.map((name) => [name, undefined])))
  return (
    <search className="kit-controls">
      {searchHint !== undefined && (
        <SearchBox
          key={address.get('search') === undefined ? 'empty' : 'searching'}
          address={address}
          hint={searchHint}
          box={searchBox}
        />
      )}
      {filters
        .filter((filter) => isWide || !rare.includes(filter))
        .map((filter) => (
          <FilterField key={filter.key} filter={filter} address={address} />
        ))}
      {rare.length > 0 && (
        <Button type="link" aria-expanded={isWide} onClick={() => setIsWide(!isWide)}>
          {isWide ? t('filter_fewer') : t('filter_more', { count: rare.length })}
        </Button>
      )}
      {isFiltered && (
        <Button type="link" onClick={clear}>
          {t('filter_clear')}
        </Button>
      )}
    </search>
  )
}

/** Waits until the typing rests; while a Chinese word is being composed nothing is asked. */
function SearchBox({
  address,
  hint,
  box,
}: {
  address: Address
  hint: string
  box: RefObject<InputRef | null>
}) {
  const t = useText(texts)
  const [text, setText] = useState(address.get('search') ?? '')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const isComposing = useRef(false)
  useEffect(() => () => clearTimeout(timer.current), [])
  const later = (value: string) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => address.change({ search: value.trim() }), SEARCH_WAIT_MS)
  }
  return (
    <Input.Search
      ref={box}
      className="kit-search"
      value={text}
      placeholder={hint}
      aria-label={t('search')}
      allowClear
      onChange={(event) => {
        setText(event.target.value)
        if (!isComposing.current) later(event.target.value)
      }}
      onCompositionStart={() => {
        isComposing.current = true
      }}
      onCompositionEnd={(event) => {
        isComposing.current = false
        later(event.currentTarget.value)
      }}
      onSearch={(value) => {
        clearTimeout(timer.current)
        address.change({ search: value.trim() })
      }}
    />
  )
}

/** Which columns are shown and how dense the rows are. */
export function ListSettingsButton({
  columns,
  settings: now,
  change,
}: {
  columns: readonly { key: string; title: string }[]
  settings: ListSettings
  change: (next: ListSettings) => void
}) {
  const t = useText(texts)
  const shown = columns.map(({ key }) => key).filter((key) => !now.hidden.includes(key))
  const content = (
    <div className="kit-stack">
      <fieldset>
        <legend>{t('columns_shown')}</legend>
        <Checkbox.Group
          className="kit-choices"
          value={shown}
          options={columns.map(({ key, title }) => ({ value: key, label: title }))}
          onChange={(keys) =>
            change({
              ...now,
              hidden: columns.map(({ key }) => key).filter((key) => !keys.includes(key)),
            })
          }
        />
      </fieldset>
      <fieldset>
        <legend>{t('density')}</legend>
        <Radio.Group
          value={now.density}
          onChange={(event) => {
            const density = settings.shape.density.safeParse(event.target.value)
            if (density.success) change({ ...now, density: density.data })
          }}
          options={[
            { value: 'large', label: t('density_large') },
            { value: 'middle', label: t('density_middle') },
            { value: 'small', label: t('density_small') },
          ]}
        />
      </fieldset>
    </div>
  )
  return (
    <Popover trigger="click" content={content} placement="bottomRight">
      <Button icon={<SettingOutlined />} aria-label={t('columns')} />
    </Popover>
  )
}

const views = z.array(z.object({ name: z.string(), query: z.record(z.string(), z.string()) }))

/** Saved views: a name for what stands in the address. Kept on this device. */
export function SavedViews({ name, address }: { name: string; address: Address }) {
  const t = useText(texts)
  const toast = useUndoToast()
  const [saved, setSaved] = useKept(`views.${name}`, views, [])
  const [title, setTitle] = useState('')
  const save = () => {
    const view = { name: title.trim(), query: { ...address.all } }
    if (view.name === '') return
    setSaved([...saved.filter((one) => one.name !== view.name), view])
    setTitle('')
    toast({ says: t('view_saved', { name: view.name }), undo: () => setSaved(saved) })
  }
  const remove = (view: string) => {
    setSaved(saved.filter((one) => one.name !== view))
    toast({ says: t('view_removed', { name: view }), undo: () => setSaved(saved) })
  }
  const content = (
    <div className="kit-stack kit-views">
      <Button type="text" onClick={() => address.replace({})}>
        {t('view_all')}
      </Button>
      {saved.map((view) => (
        <div key={view.name} className="kit-row">
          <Button type="text" onClick={() => address.replace(view.query)}>
            {view.name}
          </Button>
          <Button
            type="text"
            size="small"
            aria-label={t('view_remove', { name: view.name })}
            onClick={() => remove(view.name)}
          >
            ×
          </Button>
        </div>
      ))}
      <Input.Search
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        onSearch={save}
        enterButton={t('save')}
        placeholder={t('view_name')}
        aria-label={t('view_save')}
      />
    </div>
  )
  return (
    <Popover trigger="click" content={content} placement="bottomLeft">
      <Button>{t('views')}</Button>
    </Popover>
  )
}
