import { App, Button } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { associates, type Corp } from '../../../contract/corp.ts'
import {
  api,
  PageHead,
  TypedConfirm,
  useDeed,
  useGo,
  useLoad,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { AssociatesCard } from './associates-card.tsx'
import { CallbackCard } from './callback-card.tsx'
import { ChangeModal } from './change-modal.tsx'
import { CheckupCard } from './checkup-card.tsx'
import { companyOf } from './companies.ts'
import { InventoryCard } from './inventory-card.tsx'
import { LimitsCard } from './limits-card.tsx'
import { NotesCard } from './notes-card.tsx'
import { NoticesCard } from './notices-card.tsx'
import { SidebarCard } from './sidebar-card.tsx'
import { StateCard } from './state-card.tsx'
import { SyncCard } from './sync-card.tsx'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
/** While contacts are read the count runs. */
const LIVE_MS = 2_000

/** One company: what state it is in, what it may do, who is there; changed and disconnected here. */
export function CorpPage({
  corp,
  isOneOfSeveral = false,
}: {
  corp: Corp
  isOneOfSeveral?: boolean
}) {
  const t = useText(texts)
  const load = useLoad('/api/associates', associates, { every: LIVE_MS })
  const own = load.data?.items.filter(({ userid }) => companyOf(userid) === corp.company)
  const go = useGo()
  const [modal, setModal] = useState<'change' | 'disconnect'>()
  const close = () => setModal(undefined)
  return (
    <div className="kit-page">
      <PageHead
        title={isOneOfSeveral ? nameOf(corp) : t('title')}
        help={t('help')}
        sentence={<Sentence corp={corp} />}
        deeds={
          <>
            <Button onClick={() => go(isOneOfSeveral ? '/settings/wecom' : '/settings/wecom/new')}>
              {t(isOneOfSeveral ? 'all' : 'another')}
            </Button>
            <Button onClick={() => setModal('change')}>{t('change')}</Button>
            <Button danger onClick={() => setModal('disconnect')}>
              {t('disconnect')}
            </Button>
          </>
        }
      />
      <div className="kit-two">
        <div className="kit-stack">
          <NoticesCard company={corp.company} />
          <StateCard corp={corp} members={own} />
          <CheckupCard corpId={corp.id} />
          <SyncCard corp={corp} />
          <LimitsCard corpId={corp.id} />
          <InventoryCard corpId={corp.id} />
          <AssociatesCard members={own} isLoading={load.isLoading} />
        </div>
        <aside className="kit-stack">
          <CallbackCard corp={corp} />
          <SidebarCard corp={corp} />
          <NotesCard />
        </aside>
      </div>
      <ChangeModal corp={corp} open={modal === 'change'} onClose={close} />
      <Disconnect
        corp={corp}
        isOneOfSeveral={isOneOfSeveral}
        open={modal === 'disconnect'}
        onClose={close}
      />
    </div>
  )
}

function nameOf({ name, corpId }: Corp): string {
  return name === '' ? corpId : name
}

function Sentence({ corp }: { corp: Corp }) {
  const t = useText(texts)
  const when = useWhen()
  const standing = {
    corp: nameOf(corp),
    associates: corp.associates,
    customers: corp.follows,
  }
  return corp.heardAt === null
    ? t('sentence_unheard', standing)
    : t('sentence', { ...standing, heard: when(corp.heardAt) })
}

function Disconnect({
  corp,
  isOneOfSeveral,
  open,
  onClose,
}: {
  corp: Corp
  isOneOfSeveral: boolean
  open: boolean
  onClose: () => void
}) {
  const t = useText(texts)
  const go = useGo()
  const { message } = App.useApp()
  const end = useDeed(() => api.del(`/api/corps/${corp.id}`, done), {
    refresh: ['/api/corps', '/api/associates'],
    done: () => {
      onClose()
      go('/settings/wecom')
      void message.success(t('disconnected'))
    },
  })
  return (
    <TypedConfirm
      open={open}
      title={t('disconnect_title', { corp: nameOf(corp) })}
      what={corp.corpId}
      deed={t('disconnect')}
      isBusy={end.isBusy}
      onConfirm={() => end.run(undefined)}
      onCancel={onClose}
    >
      <p>
        {t(isOneOfSeveral ? 'disconnect_what_one' : 'disconnect_what', {
          associates: corp.associates,
          customers: corp.follows,
        })}
      </p>
    </TypedConfirm>
  )
}
