import { App } from 'antd'
import { z } from 'zod'
import {
  type ContactWayDetail,
  contactWayDetail,
  type NewContactWay,
} from '../../../contract/acquisition.ts'
import { corps } from '../../../contract/corp.ts'
import {
  api,
  Empty,
  GoButton,
  Loaded,
  PageHead,
  useDeed,
  useGo,
  useLoad,
  useMay,
  usePart,
  useText,
} from '../../ui/index.ts'
import { texts } from './text.ts'
import { newSourceName, WayForm, type WayWords } from './way-form.tsx'

const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const REFRESH = ['/api/contact-ways', '/api/sources']

/** A new code: WeCom makes it as soon as it is saved. */
export function NewWayPage() {
  const t = useText(texts)
  const go = useGo()
  const { message } = App.useApp()
  const known = useLoad('/api/corps', corps, { enabled: useMay('workspace.write') })
  const make = useDeed(
    async ({ sourceId, ...words }: WayWords) => {
      const name = newSourceName(sourceId)
      const id = name === null ? sourceId : (await api.post('/api/sources', made, { name })).id
      const wanted: NewContactWay = { ...words, sourceId: id }
      return api.post('/api/contact-ways', contactWayDetail, wanted)
    },
    {
      refresh: REFRESH,
      done: ({ id, phase }) => {
        if (phase === 'live') void message.success(t('created'))
        else void message.warning(t('created_failed'))
        go(`/contact-ways/${id}`)
      },
    },
  )
  const isUnconnected = known.data?.items.length === 0
  return (
    <div className="kit-page">
      <PageHead title={t('way_new')} help={t('ways_help')} />
      {isUnconnected ? (
        <Empty
          what={t('ways_empty')}
          why={t('not_connected')}
          action={<GoButton to="/settings/wecom">{t('connect')}</GoButton>}
        />
      ) : (
        <WayForm
          deed={t('create')}
          isBusy={make.isBusy}
          onSave={make.run}
          leaveTo="/contact-ways"
        />
      )}
    </div>
  )
}

/** The same form for a code that is there; its source and parameter stay. */
export function EditWayPage() {
  const id = usePart('id')
  const load = useLoad(`/api/contact-ways/${id}`, contactWayDetail)
  return (
    <Loaded load={load} shape="form">
      {(way) => <Edit key={way.id} way={way} />}
    </Loaded>
  )
}

function Edit({ way }: { way: ContactWayDetail }) {
  const t = useText(texts)
  const go = useGo()
  const { message } = App.useApp()
  const path = `/api/contact-ways/${way.id}`
  const page = `/contact-ways/${way.id}`
  const change = useDeed(
    ({ sourceId: _source, ...words }: WayWords) => api.patch(path, done, words),
    {
      refresh: REFRESH,
      done: () => {
        void message.success(t('saved'))
        go(page)
      },
    },
  )
  return (
    <div className="kit-page">
      <PageHead title={`${t('edit')} · ${way.name}`} />
      <WayForm
        way={way}
        deed={t('save')}
        isBusy={change.isBusy}
        onSave={change.run}
        leaveTo={page}
      />
    </div>
  )
}
