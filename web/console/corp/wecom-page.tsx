import { corps } from '../../../contract/corp.ts'
import { Loaded, PageHead, useGo, useLoad, usePart, useText } from '../../ui/index.ts'
import { ConnectCard } from './connect-card.tsx'
import { CorpPage } from './corp-page.tsx'
import { CorpsPage } from './corps-page.tsx'
import { NotesCard } from './notes-card.tsx'
import { texts } from './text.ts'

const PATH = '/api/corps'
/** While contacts are read the count runs. */
const LIVE_MS = 2_000

/** The companies that the workspace is connected to. Most have one: then it stands here itself. */
export function WecomPage() {
  const load = useLoad(PATH, corps, { every: LIVE_MS })
  return (
    <Loaded load={load} shape="form">
      {({ items }) => {
        const [first, ...others] = items
        if (!first) return <Connect />
        return others.length === 0 ? <CorpPage corp={first} /> : <CorpsPage items={items} />
      }}
    </Loaded>
  )
}

/** One of several. */
export function WecomCorpPage() {
  const t = useText(texts)
  const id = usePart('id')
  const load = useLoad(PATH, corps, { every: LIVE_MS })
  return (
    <Loaded load={load} shape="form">
      {({ items }) => {
        const corp = items.find((one) => one.id === id)
        return corp ? (
          <CorpPage corp={corp} isOneOfSeveral={items.length > 1} />
        ) : (
          <div className="kit-page">
            <PageHead title={t('title')} sentence={t('sentence_gone')} />
          </div>
        )
      }}
    </Loaded>
  )
}

/** One more. */
export function NewCorpPage() {
  return <Connect isAnother />
}

function Connect({ isAnother = false }: { isAnother?: boolean }) {
  const t = useText(texts)
  const go = useGo()
  return (
    <div className="kit-page">
      <PageHead
        title={t(isAnother ? 'another' : 'title')}
        help={t('help')}
        sentence={t(isAnother ? 'sentence_another' : 'sentence_none')}
      />
      <div className="kit-two">
        <ConnectCard
          onConnected={({ id }) => go(isAnother ? `/settings/wecom/${id}` : '/settings/wecom')}
        />
        <aside className="kit-stack">
          <NotesCard />
        </aside>
      </div>
    </div>
  )
}
