import { Select, Tag } from 'antd'
import { type HandoverDetail, handoverDetail, move } from '../../../contract/handover.ts'
import {
  Card,
  Facts,
  GoButton,
  Loaded,
  PageHead,
  Progress,
  useAddress,
  useFormat,
  useList,
  useLoad,
  usePart,
  useText,
  When,
} from '../../ui/index.ts'
import { Moves } from './moves.tsx'
import { texts } from './text.ts'

const LIVE_MS = 2_000
const FILTERS = ['all', 'stuck', 'under', 'done'] as const
const WENT = ['promises', 'cases', 'tasks', 'massSends'] as const
const SHOWN = 20

/** One handover: how far it is, what went along, and what came of each customer. */
export function OneHandoverPage() {
  const id = usePart('id')
  const load = useLoad(`/api/handovers/${id}`, handoverDetail, { every: LIVE_MS })
  return (
    <Loaded load={load} shape="detail">
      {(one) => <One one={one} />}
    </Loaded>
  )
}

function One({ one }: { one: HandoverDetail }) {
  const t = useText(texts)
  const { counts, from, successors } = one
  const { total, done, under } = counts
  const stuck = counts.refused + counts.failed
  const says =
    stuck > 0 ? 'one_sentence_stuck' : under > 0 ? 'one_sentence_under' : 'one_sentence_done'
  return (
    <div className="kit-page">
      <PageHead
        title={t('one_title', {
          from: from.name,
          to: successors.map(({ name }) => name).join(t('and')),
        })}
        sentence={t(says, { total, done, under, stuck })}
        deeds={successors.map(({ userid, name }) => (
          <GoButton key={userid} to={`/handover/kit/${encodeURIComponent(userid)}`}>
            {t('kit_of', { name })}
          </GoButton>
        ))}
      />
      {under > 0 && <Progress label={t('progress')} done={total - under} total={total} />}
      <div className="kit-two">
        <Card title={t('people')} extra={<StateChoice />}>
          <People id={one.id} reason={one.reason} />
        </Card>
        <div className="kit-stack">
          <About one={one} />
          <Happened one={one} />
        </div>
      </div>
    </div>
  )
}

function StateChoice() {
  const t = useText(texts)
  const address = useAddress()
  return (
    <Select
      className="kit-filter"
      aria-label={t('filter')}
      prefix={t('filter')}
      value={address.get('state') ?? 'all'}
      onChange={(state) => address.change({ state })}
      options={FILTERS.map((value) => ({ value, label: t(`state_${value}`) }))}
    />
  )
}

function People({ id, reason }: { id: string; reason: HandoverDetail['reason'] }) {
  const list = useList(`/api/handovers/${id}/moves`, move, useAddress().all, { every: LIVE_MS })
  return <Moves list={list} reason={reason} />
}

function About({ one }: { one: HandoverDetail }) {
  const t = useText(texts)
  const format = useFormat()
  const { carried, caretaker, from } = one
  const went = WENT.filter((key) => carried[key] > 0)
  const until =
    one.reason === 'on_job'
      ? t('interim_giver', { name: from.name })
      : caretaker
        ? t('interim_by', { name: caretaker.name })
        : t('interim_self')
  return (
    <Card>
      <Facts
        facts={[
          {
            label: t('reason'),
            value: (
              <>
                <Tag>{t(`reason_${one.reason}`)}</Tag>
                {until}
              </>
            ),
          },
          {
            label: t('begun'),
            value: (
              <>
                {one.begunBy} <When at={one.begunAt} />
              </>
            ),
          },
          { label: t('note'), value: one.note || t('note_none') },
          {
            label: t('went_along'),
            value:
              went.length === 0
                ? t('went_none')
                : went.map((key) => (
                    <Tag key={key}>
                      {t(`went_${key}`)} {format.count(carried[key])}
                    </Tag>
                  )),
          },
        ]}
      />
    </Card>
  )
}

function Happened({ one }: { one: HandoverDetail }) {
  const t = useText(texts)
  return (
    <Card title={t('happened')}>
      <div className="kit-stack">
        {one.entries.slice(0, SHOWN).map((entry) => (
          <div key={entry.id}>
            {t(wordOf(entry.kind), {
              by: entry.by ?? t('system'),
              to: entry.to,
              customer: entry.customer?.name || t('nameless'),
            })}{' '}
            <span className="kit-soft">
              <When at={entry.at} />
            </span>
          </div>
        ))}
      </div>
    </Card>
  )
}

const KINDS = [
  'begun',
  'carried',
  'taken',
  'done',
  'refused',
  'limit',
  'failed',
  'gone',
  'renamed',
] as const

function wordOf(kind: string) {
  const known = KINDS.find((one) => one === kind)
  return known ? (`entry_${known}` as const) : 'entry_begun'
}
