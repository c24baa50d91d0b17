import { App, Button } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type Associate, associates, type Corp, corpState } from '../../../contract/corp.ts'
import {
  api,
  Loaded,
  PageHead,
  TypedConfirm,
  useDeed,
  useLoad,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { AssociatesCard } from './associates-card.tsx'
import { CallbackCard } from './callback-card.tsx'
import { ChangeModal } from './change-modal.tsx'
import { CheckupCard } from './checkup-card.tsx'
import { ConnectCard } from './connect-card.tsx'
import { InventoryCard } from './inventory-card.tsx'
import { LimitsCard } from './limits-card.tsx'
import { NotesCard } from './notes-card.tsx'
import { StateCard } from './state-card.tsx'
import { SyncCard } from './sync-card.tsx'
import { texts } from './text.ts'

const PATH = '/api/corp'
const done = z.object({ ok: z.literal(true) })
/** While contacts are read the count runs. */
const LIVE_MS = 2_000

/** The connection to WeCom: made here, tested here, and what state it is in. */
export function WecomPage() {
  const load = useLoad(PATH, corpState, { every: LIVE_MS })
  return (
    <Loaded load={load} shape="form">
      {({ corp }) => (corp ? <Connected corp={corp} /> : <Unconnected />)}
    </Loaded>
  )
}

function Unconnected() {
  const t = useText(texts)
  return (
    <div className="kit-page">
      <PageHead title={t('title')} help={t('help')} sentence={t('sentence_none')} />
      <div className="kit-two">
        <ConnectCard />
        <aside className="kit-stack">
          <NotesCard />
        </aside>
      </div>
    </div>
  )
}

function Connected({ corp }: { corp: Corp }) {
  const t = useText(texts)
  const members = useLoad('/api/associates', associates, { every: LIVE_MS })
  const [modal, setModal] = useState<'change' | 'disconnect'>()
  const close = () => setModal(undefined)
  return (
    <div className="kit-page">
      <PageHead
        title={t('title')}
        help={t('help')}
        sentence={<Standing corp={corp} members={members.data?.items ?? []} />}
        deeds={
          <>
            <Button onClick={() => setModal('change')}>{t('change')}</Button>
            <Button danger onClick={() => setModal('disconnect')}>
              {t('disconnect')}
            </Button>
          </>
        }
      />
      <div className="kit-two">
        <div className="kit-stack">
          <StateCard corp={corp} members={members.data?.items} />
          <CheckupCard />
          <SyncCard corp={corp} />
          <LimitsCard />
          <InventoryCard />
          <AssociatesCard load={members} />
        </div>
        <aside className="kit-stack">
          <CallbackCard corp={corp} />
          <NotesCard />
        </aside>
      </div>
      <ChangeModal corp={corp} open={modal === 'change'} onClose={close} />
      <Disconnect corp={corp} open={modal === 'disconnect'} onClose={close} />
    </div>
  )
}

function Standing({ corp, members }: { corp: Corp; members: readonly Associate[] }) {
  const t = useText(texts)
  const when = useWhen()
  const standing = {
    corpId: corp.corpId,
    associates: members.filter(({ isActive }) => isActive).length,
    customers: members.reduce((sum, one) => sum + one.customers, 0),
  }
  return corp.heardAt === null
    ? t('sentence_unheard', standing)
    : t('sentence', { ...standing, heard: when(corp.heardAt) })
}

function Disconnect({ corp, open, onClose }: { corp: Corp; open: boolean; onClose: () => void }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const end = useDeed(() => api.del(PATH, done), {
    refresh: [PATH, '/api/associates'],
    done: () => {
      onClose()
      void message.success(t('disconnected'))
    },
  })
  return (
    <TypedConfirm
      open={open}
      title={t('disconnect_title', { corpId: corp.corpId })}
      what={corp.corpId}
      deed={t('disconnect')}
      isBusy={end.isBusy}
      onConfirm={() => end.run(undefined)}
      onCancel={onClose}
    >
      <p>{t('disconnect_what')}</p>
    </TypedConfirm>
  )
}
