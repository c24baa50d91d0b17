import { Alert, App, Button } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type Mailbox, type MailboxState, mailboxState } from '../../../contract/mail.ts'
import {
  api,
  Card,
  Loaded,
  PageHead,
  TypedConfirm,
  useDeed,
  useLoad,
  useText,
  When,
} from '../../ui/index.ts'
import { MailboxForm } from './mailbox-form.tsx'
import { TestCard } from './test-card.tsx'
import { texts } from './text.ts'

const PATH = '/api/mailbox'
const done = z.object({ ok: z.literal(true) })
const LIVE_MS = 5_000

/** The mailbox that the brand writes from: set here, tested here, and how it fares. */
export function MailPage() {
  const load = useLoad(PATH, mailboxState, { every: LIVE_MS })
  return (
    <Loaded load={load} shape="form">
      {(state) => <Mail state={state} />}
    </Loaded>
  )
}

function Mail({ state }: { state: MailboxState }) {
  const t = useText(texts)
  const { mailbox, agreed, refused } = state
  const [isLeaving, setLeaving] = useState(false)
  return (
    <div className="kit-page">
      <PageHead
        title={t('title')}
        help={t('help')}
        sentence={
          mailbox
            ? t('sentence', { from: mailbox.fromAddress, agreed, refused })
            : t('sentence_none')
        }
        deeds={
          mailbox && (
            <Button danger onClick={() => setLeaving(true)}>
              {t('remove')}
            </Button>
          )
        }
      />
      {!state.canUnsubscribe && <Alert type="warning" showIcon title={t('no_way_out')} />}
      <div className="kit-two">
        <MailboxForm mailbox={mailbox} />
        <aside className="kit-stack">
          {mailbox && <StateCard mailbox={mailbox} dead={state.deadAddresses} />}
          {mailbox && <TestCard />}
          <NotesCard />
        </aside>
      </div>
      {mailbox && <Remove mailbox={mailbox} open={isLeaving} onClose={() => setLeaving(false)} />}
    </div>
  )
}

function StateCard({ mailbox, dead }: { mailbox: Mailbox; dead: number }) {
  const t = useText(texts)
  const { takenAt, trouble } = mailbox
  return (
    <Card title={t('state')}>
      <div className="kit-stack" aria-live="polite">
        {trouble && (
          <Alert
            type="warning"
            showIcon
            title={t.rich('state_trouble', { at: <When at={trouble.at} />, said: trouble.said })}
          />
        )}
        {!trouble && takenAt !== null && (
          <p>{t.rich('state_taken', { at: <When at={takenAt} /> })}</p>
        )}
        {!trouble && takenAt === null && <p>{t('state_never')}</p>}
        {dead > 0 && <p>{t('dead', { count: dead })}</p>}
      </div>
    </Card>
  )
}

function NotesCard() {
  const t = useText(texts)
  const notes = ['note_consent', 'note_way_out', 'note_rules', 'note_dns'] as const
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

function Remove({
  mailbox,
  open,
  onClose,
}: {
  mailbox: Mailbox
  open: boolean
  onClose: () => void
}) {
  const t = useText(texts)
  const { message } = App.useApp()
  const end = useDeed(() => api.del(PATH, done), {
    refresh: [PATH],
    done: () => {
      onClose()
      void message.success(t('removed'))
    },
  })
  return (
    <TypedConfirm
      open={open}
      title={t('remove_title', { from: mailbox.fromAddress })}
      what={mailbox.fromAddress}
      deed={t('remove')}
      isBusy={end.isBusy}
      onConfirm={() => end.run(undefined)}
      onCancel={onClose}
    >
      <p>{t('remove_what')}</p>
    </TypedConfirm>
  )
}
