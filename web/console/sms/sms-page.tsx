import { Alert, App, Button } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type SmsLine, type SmsState, smsState } from '../../../contract/sms.ts'
import {
  api,
  Card,
  CopyText,
  Figures,
  Loaded,
  PageHead,
  TypedConfirm,
  useDeed,
  useLoad,
  useText,
  When,
} from '../../ui/index.ts'
import { LineForm } from './line-form.tsx'
import { TemplatesCard } from './templates-card.tsx'
import { TestCard } from './test-card.tsx'
import { texts } from './text.ts'

const PATH = '/api/sms-line'
const done = z.object({ ok: z.literal(true) })
const LIVE_MS = 5_000

/** The account that short messages go out from, its templates, and how it fares. */
export function SmsPage() {
  const load = useLoad(PATH, smsState, { every: LIVE_MS })
  return (
    <Loaded load={load} shape="form">
      {(state) => <SmsView state={state} />}
    </Loaded>
  )
}

function SmsView({ state }: { state: SmsState }) {
  const t = useText(texts)
  const { line, agreed, refused } = state
  const [isLeaving, setLeaving] = useState(false)
  return (
    <div className="kit-page">
      <PageHead
        title={t('title')}
        help={t('help')}
        sentence={
          line ? t('sentence', { sign: line.signName, agreed, refused }) : t('sentence_none')
        }
        deeds={
          line && (
            <Button danger onClick={() => setLeaving(true)}>
              {t('remove')}
            </Button>
          )
        }
      />
      {line && state.hookUrl === null && <Alert type="warning" showIcon title={t('hook_none')} />}
      {line && <Month state={state} />}
      <div className="kit-two">
        <div className="kit-stack">
          <LineForm line={line} />
          <TemplatesCard state={state} />
        </div>
        <aside className="kit-stack">
          {line && <StateCard line={line} state={state} />}
          {line && state.hookUrl !== null && (
            <Card title={t('hook')}>
              <p className="kit-soft">{t('hook_what')}</p>
              <CopyText text={state.hookUrl} />
            </Card>
          )}
          {line && <TestCard templates={state.templates} />}
          <NotesCard />
        </aside>
      </div>
      {line && <Remove line={line} open={isLeaving} onClose={() => setLeaving(false)} />}
    </div>
  )
}

function Month({ state: { month } }: { state: SmsState }) {
  const t = useText(texts)
  const period = t('month')
  const names = ['sent', 'delivered', 'failed', 'segments'] as const
  return (
    <Figures
      figures={[
        ...names.map((name) => ({
          label: t(`month_${name}`),
          value: month[name],
          period,
          definition: t(`month_${name}_means`),
        })),
        {
          label: t('month_cost'),
          value: month.costFen,
          kind: 'money' as const,
          period,
          definition: t('month_cost_means'),
        },
      ]}
    />
  )
}

function StateCard({ line, state }: { line: SmsLine; state: SmsState }) {
  const t = useText(texts)
  const { takenAt, heardAt, trouble } = line
  const { refusedNumbers, deadNumbers } = state
  return (
    <Card title={t('state')}>
      <div className="kit-stack" aria-live="polite">
        {trouble && (
          <Alert
            type="warning"
            showIcon
            title={t.rich('state_trouble', {
              at: <When at={trouble.at} />,
              what: t(`trouble_${trouble.kind}`),
              said: trouble.said,
            })}
          />
        )}
        {!trouble && takenAt !== null && (
          <p>{t.rich('state_taken', { at: <When at={takenAt} /> })}</p>
        )}
        {!trouble && takenAt === null && <p>{t('state_never')}</p>}
        {heardAt !== null && <p>{t.rich('state_heard', { at: <When at={heardAt} /> })}</p>}
        {heardAt === null && state.hookUrl !== null && <p>{t('state_unheard')}</p>}
        {refusedNumbers > 0 && <p>{t('refused_numbers', { count: refusedNumbers })}</p>}
        {deadNumbers > 0 && <p>{t('dead_numbers', { count: deadNumbers })}</p>}
      </div>
    </Card>
  )
}

function NotesCard() {
  const t = useText(texts)
  const notes = [
    'note_consent',
    'note_way_out',
    'note_rules',
    'note_unknown',
    'note_links',
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

function Remove({ line, open, onClose }: { line: SmsLine; open: boolean; onClose: () => void }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const { signName } = line
  const end = useDeed(() => api.del(PATH, done), {
    refresh: [PATH, '/api/sms-templates'],
    done: () => {
      onClose()
      void message.success(t('removed'))
    },
  })
  return (
    <TypedConfirm
      open={open}
      title={t('remove_title', { sign: signName })}
      what={signName}
      deed={t('remove')}
      isBusy={end.isBusy}
      onConfirm={() => end.run(undefined)}
      onCancel={onClose}
    >
      <p>{t('remove_what')}</p>
    </TypedConfirm>
  )
}
