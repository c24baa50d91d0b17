import { App, Button, Select } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type OfficialAccount, officialAccounts } from '../../../contract/official.ts'
import {
  api,
  Card,
  Loaded,
  PageHead,
  TypedConfirm,
  useDeed,
  useGo,
  useLoad,
  usePart,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { CallbackCard } from './callback-card.tsx'
import { ChangeModal } from './change-modal.tsx'
import { CheckupCard } from './checkup-card.tsx'
import { CodesCard } from './codes-card.tsx'
import { ConnectCard } from './connect-card.tsx'
import { LimitsCard } from './limits-card.tsx'
import { texts } from './text.ts'

const PATH = '/api/official-accounts'
const HERE = '/settings/official'
const LIVE_MS = 5_000
const done = z.object({ ok: z.literal(true) })

/** The official accounts of the brand. Most have one: it stands here itself. */
export function OfficialPage() {
  return <Accounts wanted={null} />
}

/** One of several. */
export function OfficialAccountPage() {
  return <Accounts wanted={usePart('id')} />
}

/** One more. */
export function NewOfficialPage() {
  return <Connect isAnother />
}

function Accounts({ wanted }: { wanted: string | null }) {
  const t = useText(texts)
  const load = useLoad(PATH, officialAccounts, { every: LIVE_MS })
  return (
    <Loaded load={load} shape="form">
      {({ items }) => {
        const account = wanted === null ? items[0] : items.find(({ id }) => id === wanted)
        if (account) return <Account key={account.id} account={account} all={items} />
        if (wanted === null) return <Connect isAnother={false} />
        return (
          <div className="kit-page">
            <PageHead title={t('title')} sentence={t('sentence_gone')} />
          </div>
        )
      }}
    </Loaded>
  )
}

function Connect({ isAnother }: { isAnother: boolean }) {
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
        <ConnectCard onConnected={({ id }) => go(isAnother ? `${HERE}/${id}` : HERE)} />
        <aside className="kit-stack">
          <NotesCard />
        </aside>
      </div>
    </div>
  )
}

function Account({ account, all }: { account: OfficialAccount; all: readonly OfficialAccount[] }) {
  const t = useText(texts)
  const go = useGo()
  const when = useWhen()
  const [modal, setModal] = useState<'change' | 'disconnect'>()
  const close = () => setModal(undefined)
  const { id, name, followers, heardAt } = account
  const standing = { name, followers }
  return (
    <div className="kit-page">
      <PageHead
        title={t('title')}
        help={t('help')}
        sentence={
          heardAt === null
            ? t('sentence_unheard', standing)
            : t('sentence', { ...standing, heard: when(heardAt) })
        }
        deeds={
          <>
            {all.length > 1 && (
              <Select
                aria-label={t('which')}
                value={id}
                options={all.map((one) => ({ value: one.id, label: one.name }))}
                onChange={(chosen: string) => go(`${HERE}/${chosen}`)}
              />
            )}
            <Button onClick={() => go(`${HERE}/new`)}>{t('another')}</Button>
            <Button onClick={() => setModal('change')}>{t('change')}</Button>
            <Button danger onClick={() => setModal('disconnect')}>
              {t('disconnect')}
            </Button>
          </>
        }
      />
      <div className="kit-two">
        <div className="kit-stack">
          <CheckupCard accountId={id} />
          <CodesCard accountId={id} />
          <LimitsCard accountId={id} />
        </div>
        <aside className="kit-stack">
          <CallbackCard account={account} />
          <NotesCard />
        </aside>
      </div>
      <ChangeModal account={account} open={modal === 'change'} onClose={close} />
      <Disconnect account={account} open={modal === 'disconnect'} onClose={close} />
    </div>
  )
}

function NotesCard() {
  const t = useText(texts)
  const notes = [
    'note_days',
    'note_takeover',
    'note_unionid',
    'note_window',
    'note_no_text',
  ] as const
  return (
    <Card title={t('notes')}>
      <ul>
        {notes.map((note) => (
          <li key={note}>{t(note)}</li>
        ))}
      </ul>
    </Card>
  )
}

function Disconnect({
  account: { id, name, followers },
  open,
  onClose,
}: {
  account: OfficialAccount
  open: boolean
  onClose: () => void
}) {
  const t = useText(texts)
  const go = useGo()
  const { message } = App.useApp()
  const end = useDeed(() => api.del(`${PATH}/${id}`, done), {
    refresh: [PATH],
    done: () => {
      onClose()
      go(HERE)
      void message.success(t('disconnected'))
    },
  })
  return (
    <TypedConfirm
      open={open}
      title={t('disconnect_title', { name })}
      what={name}
      deed={t('disconnect')}
      isBusy={end.isBusy}
      onConfirm={() => end.run(undefined)}
      onCancel={onClose}
    >
      <p>{t('disconnect_what', { followers })}</p>
    </TypedConfirm>
  )
}
