import { Alert, App, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import {
  type Moment,
  type MomentReaction,
  moment,
  momentReactions,
} from '../../../contract/moment.ts'
import {
  api,
  Card,
  Facts,
  Figures,
  Go,
  Loaded,
  PageHead,
  PlainTable,
  useDeed,
  useFormat,
  useLoad,
  useMay,
  usePart,
  useText,
  useWhen,
  When,
} from '../../ui/index.ts'
import { Field } from '../journeys/field.tsx'
import { PostPreview } from './post-preview.tsx'
import { StateMark } from './state-mark.tsx'
import { texts } from './text.ts'

const REFRESH_MS = 3_000
const TITLE_CHARACTERS = 24
const REASON_MIN = 2
const done = z.object({ ok: z.literal(true) })

/** A moment: who has posted it, who sees it, who did what with it. */
export function MomentPage() {
  const t = useText(texts)
  const id = usePart('id')
  const load = useLoad(`/api/moments/${id}`, moment, { every: REFRESH_MS })
  return (
    <Loaded load={load} shape="report">
      {(found) => (
        <div className="kit-page">
          <PageHead
            title={found.text.slice(0, TITLE_CHARACTERS) || t('picture_only')}
            sentence={
              <>
                <StateMark state={found.state} /> <Said found={found} />
              </>
            }
            deeds={<Cancel found={found} />}
          />
          <CalledBack found={found} />
          <Numbers found={found} />
          <div className="kit-two">
            <div className="kit-stack">
              <Reactions id={id} />
              <ByAssociate found={found} />
            </div>
            <div className="kit-stack">
              <PostPreview
                text={found.text}
                picture={found.hasPicture ? `/api/moments/${id}/picture` : null}
                link={found.link}
              />
              <Details found={found} />
            </div>
          </div>
        </div>
      )}
    </Loaded>
  )
}

function Said({ found }: { found: Moment }) {
  const t = useText(texts)
  const { state, errmsg } = found
  if (state === 'asked' || state === 'making') return t('run_asked')
  if (state === 'unknown') return t('run_unknown')
  if (state === 'lost') return t('run_lost')
  if (state === 'failed')
    return errmsg === 'tags' ? t('run_failed_tags') : t('run_failed', { why: errmsg })
  return t('run', found)
}

function CalledBack({ found: { cancelledAt, cancelledBy } }: { found: Moment }) {
  const t = useText(texts)
  const when = useWhen()
  if (cancelledAt === null) return null
  const said = { who: cancelledBy ?? t('someone'), when: when(cancelledAt) }
  return <Alert type="info" showIcon title={t('cancelled_by', said)} />
}

function Numbers({ found }: { found: Moment }) {
  const t = useText(texts)
  const figure = (key: 'posted' | 'viewers' | 'likes' | 'comments') => ({
    label: t(`figure_${key}`),
    definition: t(`define_${key}`),
    value: found[key],
  })
  return (
    <Figures figures={[figure('posted'), figure('viewers'), figure('likes'), figure('comments')]} />
  )
}

function Reactions({ id }: { id: string }) {
  const t = useText(texts)
  const load = useLoad(`/api/moments/${id}/reactions`, momentReactions, { every: REFRESH_MS })
  return (
    <Card title={t('reactions')}>
      <Loaded load={load} shape="list">
        {({ items }) => <Reacted rows={items} />}
      </Loaded>
    </Card>
  )
}

function Reacted({ rows }: { rows: readonly MomentReaction[] }) {
  const t = useText(texts)
  if (rows.length === 0) return <p className="kit-soft">{t('reactions_none')}</p>
  return (
    <PlainTable
      label={t('reactions')}
      table={{
        columns: [t('person'), t('did'), t('associate'), t('at')],
        rows: rows.map(({ id: key, customer, who, kind, associate, at }) => [
          customer ? (
            <Go key={key} to={`/customers/${customer.id}`}>
              {customer.name || t('person')}
            </Go>
          ) : who === '' ? (
            t('unknown_person')
          ) : (
            `${who} · ${t('colleague')}`
          ),
          t(`did_${kind}`),
          associate,
          <When key={`${key} at`} at={at} />,
        ]),
      }}
    />
  )
}

function ByAssociate({ found: { byAssociate } }: { found: Moment }) {
  const t = useText(texts)
  const format = useFormat()
  if (byAssociate.length === 0) return null
  return (
    <Card title={t('by_associate')}>
      <PlainTable
        label={t('by_associate')}
        table={{
          columns: [t('associate'), t('posted_at'), t('viewers'), t('likes'), t('comments')],
          rows: byAssociate.map((one) => [
            one.name,
            one.postedAt === null ? t('not_posted') : <When key="at" at={one.postedAt} />,
            one.viewers === null ? '—' : format.count(one.viewers),
            format.count(one.likes),
            format.count(one.comments),
          ]),
        }}
      />
    </Card>
  )
}

function Details({ found: { madeBy, madeAt, tags } }: { found: Moment }) {
  const t = useText(texts)
  const when = useWhen()
  const who = madeBy ?? t('someone')
  return (
    <Card title={t('details')}>
      <Facts
        facts={[
          { label: t('made'), value: t('made_by', { who, when: when(madeAt) }) },
          { label: t('sees'), value: tags.length === 0 ? t('who_sees_all') : tags.join(' · ') },
        ]}
      />
    </Card>
  )
}

const OPEN = ['asked', 'making', 'unknown', 'running']

function Cancel({ found: { id, state } }: { found: Moment }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const mayWrite = useMay('journeys.write')
  const [isOpen, setIsOpen] = useState(false)
  const [reason, setReason] = useState('')
  const cancel = useDeed(
    () => api.put(`/api/moments/${id}/cancellation`, done, { reason: reason.trim() }),
    {
      refresh: ['/api/moments'],
      done: () => {
        void message.success(t('cancelled'))
        setIsOpen(false)
      },
    },
  )
  if (!mayWrite || !OPEN.includes(state)) return null
  return (
    <>
      <Button danger onClick={() => setIsOpen(true)}>
        {t('cancel')}
      </Button>
      <Modal
        open={isOpen}
        title={t('cancel')}
        okText={t('cancel')}
        cancelText={t('back')}
        okButtonProps={{ danger: true, disabled: reason.trim().length < REASON_MIN }}
        confirmLoading={cancel.isBusy}
        onCancel={() => setIsOpen(false)}
        onOk={() => cancel.run(undefined)}
      >
        <p>{t('cancel_help')}</p>
        <Field label={t('cancel_why')}>
          {(field) => (
            <Input
              id={field}
              value={reason}
              maxLength={200}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </Field>
      </Modal>
    </>
  )
}
