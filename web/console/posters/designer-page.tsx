import { App, Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import {
  type Poster,
  type PosterChange,
  poster,
  posterPlan,
  posterSaved,
} from '../../../contract/poster.ts'
import {
  api,
  Go,
  Loaded,
  PageHead,
  useDeed,
  useKeys,
  useLoad,
  useMay,
  usePart,
  useText,
} from '../../ui/index.ts'
import { Field } from '../journeys/field.tsx'
import { BackgroundCard } from './background-card.tsx'
import { LayerCard } from './layer-card.tsx'
import { LayersCard } from './layers-card.tsx'
import { PageCard } from './page-card.tsx'
import { Stage } from './stage.tsx'
import { texts } from './text.ts'
import { type Design, useDesign } from './use-design.ts'
import './posters.css'

const NAME_MAX = 60

/** One poster on the desk. */
export function DesignerPage() {
  const id = usePart('id')
  const load = useLoad(`/api/posters/${id}`, poster)
  return (
    <Loaded load={load} shape="detail">
      {(found) => <Desk key={found.id} found={found} />}
    </Loaded>
  )
}

function Desk({ found }: { found: Poster }) {
  const t = useText(texts)
  const mayWrite = useMay('messages.write')
  const design = useDesign({ name: found.name, plan: found.plan })
  const [version, setVersion] = useState(found.version)
  const [name, setName] = useState(t('sample_name'))
  useLeaveGuard(design.isChanged)
  useKeys([
    { key: 'mod+z', says: t('undo'), run: () => design.undo?.(), inFields: false },
    { key: 'mod+y', says: t('redo'), run: () => design.redo?.(), inFields: false },
  ])
  return (
    <div className="kit-page">
      <PageHead
        title={design.name.trim() === '' ? found.name : design.name}
        help={t('posters_help')}
        deeds={
          mayWrite ? (
            <Deeds id={found.id} design={design} version={version} onSaved={setVersion} />
          ) : (
            <Go to="/posters">{t('back')}</Go>
          )
        }
      />
      <div className="pst-desk">
        <div>
          <Stage design={design} posterId={found.id} drawnFor={{ version, name }} />
          <Field label={t('as_name')}>
            {(field) => (
              <Input
                id={field}
                value={name}
                maxLength={NAME_MAX}
                onChange={({ target }) => setName(target.value)}
              />
            )}
          </Field>
        </div>
        <div className="kit-stack">
          {design.chosen && <LayerCard layer={design.chosen} design={design} />}
          <LayersCard design={design} />
          <PageCard design={design} />
          {mayWrite && (
            <BackgroundCard
              id={found.id}
              version={version}
              has={found.hasBackground}
              isChanged={design.isChanged}
              onSaved={setVersion}
            />
          )}
        </div>
      </div>
    </div>
  )
}

function Deeds({
  id,
  design,
  version,
  onSaved,
}: {
  id: string
  design: Design
  version: number
  onSaved: (version: number) => void
}) {
  const t = useText(texts)
  const { message } = App.useApp()
  const { name, plan, isChanged } = design
  const save = useDeed(
    (wanted: PosterChange) => api.put(`/api/posters/${id}`, posterSaved, wanted),
    {
      refresh: ['/api/posters'],
      done: (saved) => {
        design.keep({ name, plan })
        onSaved(saved.version)
        void message.success(t('saved'))
      },
    },
  )
  const isWhole = name.trim() !== '' && posterPlan.safeParse(plan).success
  return (
    <>
      {isChanged && <span className="kit-soft">{t('unsaved')}</span>}
      <Button disabled={!design.undo} onClick={design.undo}>
        {t('undo')}
      </Button>
      <Button disabled={!design.redo} onClick={design.redo}>
        {t('redo')}
      </Button>
      <Button
        type="primary"
        disabled={!isChanged || !isWhole}
        loading={save.isBusy}
        onClick={() => save.run({ name, plan, version })}
      >
        {t('save')}
      </Button>
      <Go to="/posters">{t('back')}</Go>
    </>
  )
}

/** Whoever closes the window with changes in hand is asked by the browser. */
function useLeaveGuard(isChanged: boolean): void {
  useEffect(() => {
    if (!isChanged) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isChanged])
}
