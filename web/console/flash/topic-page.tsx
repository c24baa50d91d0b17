import { App, Button, Progress, Select } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import {
  type FlashTopic,
  type FlashTopicBody,
  flashPerson,
  flashTopic,
} from '../../../contract/flash.ts'
import {
  api,
  Card,
  CopyText,
  Figures,
  Go,
  Loaded,
  PageHead,
  PlainTable,
  useAddress,
  useDeed,
  useFormat,
  useGo,
  useList,
  useLoad,
  useMay,
  usePart,
  useText,
  useUndoToast,
  When,
} from '../../ui/index.ts'
import './flash.css'
import { StateMark } from './state-mark.tsx'
import { texts } from './text.ts'
import { TopicModal } from './topic-modal.tsx'

const REFRESH_MS = 5_000
const done = z.object({ ok: z.literal(true) })

/** A flash topic: who saw it, who took part, what they chose. */
export function FlashTopicPage() {
  const t = useText(texts)
  const id = usePart('id')
  const load = useLoad(`/api/flash-topics/${id}`, flashTopic, { every: REFRESH_MS })
  return (
    <Loaded load={load} shape="report">
      {(topic) => (
        <div className="kit-page">
          <PageHead
            title={topic.title}
            sentence={
              <>
                <StateMark state={topic.state} /> <Said topic={topic} />
              </>
            }
            deeds={<Deeds topic={topic} />}
          />
          <Figures
            figures={[
              { label: t('seen'), definition: t('define_seen'), value: topic.seen },
              { label: t('joined'), definition: t('define_joined'), value: topic.joined },
              {
                label: t('rate'),
                definition: t('define_rate'),
                value: topic.seen === 0 ? null : topic.joined / topic.seen,
                kind: 'percent',
              },
            ]}
          />
          <div className="kit-two">
            <div className="kit-stack">
              <Spread topic={topic} />
              <People topic={topic} />
            </div>
            <Share topic={topic} />
          </div>
        </div>
      )}
    </Loaded>
  )
}

function Said({ topic: { seen, joined, choices } }: { topic: FlashTopic }) {
  const t = useText(texts)
  if (seen === 0) return t('run_none')
  const top = [...choices].sort((a, b) => b.picked - a.picked)[0]
  const most = top && top.picked > 0 ? t('run_top', { choice: top.text, count: top.picked }) : ''
  return `${t('run', { seen, joined })}${most}`
}

function Spread({ topic: { id, choices, joined } }: { topic: FlashTopic }) {
  const t = useText(texts)
  const format = useFormat()
  return (
    <Card title={t('spread')}>
      <div className="fla-spread">
        {choices.flatMap((choice) => [
          <span key={`${choice.id} text`}>
            {choice.text}{' '}
            {choice.tag !== null && <span className="kit-soft">{`#${choice.tag}`}</span>}
          </span>,
          <Progress
            key={`${choice.id} bar`}
            percent={joined === 0 ? 0 : (100 * choice.picked) / joined}
            showInfo={false}
            size="small"
            aria-label={`${choice.text}: ${choice.picked}`}
          />,
          <Go key={`${choice.id} count`} to={`/flash/${id}?choice=${choice.id}`}>
            {format.count(choice.picked)}
          </Go>,
        ])}
      </div>
    </Card>
  )
}

/** Who took part; the address says which choice is meant. */
function People({ topic: { id, choices } }: { topic: FlashTopic }) {
  const t = useText(texts)
  const address = useAddress()
  const choice = address.get('choice') ?? ''
  const list = useList(
    `/api/flash-topics/${id}/people`,
    flashPerson,
    choice === '' ? {} : { choice },
  )
  const options = choices.map((one) => ({ value: one.id, label: one.text }))
  return (
    <Card
      title={t('people')}
      extra={
        <Select
          aria-label={t('choices')}
          value={choice}
          options={[{ value: '', label: t('all_choices') }, ...options]}
          popupMatchSelectWidth={false}
          onChange={(chosen) => address.change({ choice: chosen })}
        />
      }
    >
      {list.rows.length === 0 && !list.isLoading && <p className="kit-soft">{t('none_joined')}</p>}
      {list.rows.length > 0 && (
        <PlainTable
          label={t('people')}
          height={420}
          table={{
            columns: [t('person'), t('picked'), t('at')],
            rows: list.rows.map(({ id: row, person, joinedAt, choices: picked }) => [
              person ? (
                <Go key={`${row} person`} to={`/customers/${person.id}`}>
                  {person.name || `#${person.no}`}
                </Go>
              ) : (
                t('nobody')
              ),
              picked.join(' · '),
              <When key={`${row} at`} at={joinedAt} />,
            ]),
          }}
        />
      )}
    </Card>
  )
}

function Share({ topic: { id, url } }: { topic: FlashTopic }) {
  const t = useText(texts)
  return (
    <Card title={t('share')}>
      {url === null ? (
        <p className="kit-soft">{t('share_no_url')}</p>
      ) : (
        <div className="kit-stack">
          <CopyText text={url} />
          <img
            className="fla-code"
            src={`/api/flash-topics/${id}/code.svg`}
            alt={t('share_code_alt')}
          />
          <p className="kit-soft">{t('share_note')}</p>
        </div>
      )}
    </Card>
  )
}

function Deeds({ topic }: { topic: FlashTopic }) {
  const t = useText(texts)
  const go = useGo()
  const { message } = App.useApp()
  const undoable = useUndoToast()
  const mayWrite = useMay('acquisition.write')
  const [isOpen, setIsOpen] = useState(false)
  const { id, title, text, most, from, until, joined } = topic
  const path = `/api/flash-topics/${id}`
  const refresh = ['/api/flash-topics', path]
  const save = useDeed((body: FlashTopicBody) => api.put(path, done, body), {
    refresh,
    done: () => {
      void message.success(t('saved'))
      setIsOpen(false)
    },
  })
  const restore = useDeed(() => api.put(`${path}/restored`, done, {}), { refresh })
  const drop = useDeed(() => api.del(path, done), {
    refresh: ['/api/flash-topics'],
    done: () => {
      undoable({ says: t('deleted', { name: title }), undo: () => restore.run(undefined) })
      go('/flash')
    },
  })
  if (!mayWrite) return null
  const choices = topic.choices.map((one) => ({ id: one.id, text: one.text, tagId: one.tagId }))
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t('edit')}</Button>
      <Button danger loading={drop.isBusy} onClick={() => drop.run(undefined)}>
        {t('delete')}
      </Button>
      {isOpen && (
        <TopicModal
          title={t('edit_title')}
          okText={t('save')}
          begun={{ title, text, choices, most, from, until }}
          isLocked={joined > 0}
          isBusy={save.isBusy}
          onSave={save.run}
          onCancel={() => setIsOpen(false)}
        />
      )}
    </>
  )
}
