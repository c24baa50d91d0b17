import { Button } from 'antd'
import { useState } from 'react'
import {
  type FlashLine,
  type FlashProposals,
  type FlashTopicBody,
  flashLine,
  flashProposals,
  flashStates,
  madeFlash,
} from '../../../contract/flash.ts'
import {
  api,
  Card,
  type Column,
  Explain,
  Go,
  ListPage,
  useAddress,
  useDeed,
  useFormat,
  useGo,
  useList,
  useLoad,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { StateMark } from './state-mark.tsx'
import { texts } from './text.ts'
import { newChoice, TopicModal, useBlankTopic } from './topic-modal.tsx'

const REFRESH_MS = 10_000

/** Every flash topic, and what to ask next. */
export function FlashPage() {
  const t = useText(texts)
  const go = useGo()
  const address = useAddress()
  const blank = useBlankTopic()
  const mayWrite = useMay('acquisition.write')
  const [begun, setBegun] = useState<FlashTopicBody>()
  const list = useList('/api/flash-topics', flashLine, address.all, { every: REFRESH_MS })
  const make = useDeed((body: FlashTopicBody) => api.post('/api/flash-topics', madeFlash, body), {
    refresh: ['/api/flash-topics', '/api/flash-proposals'],
    done: ({ id }) => go(`/flash/${id}`),
  })
  const begin = mayWrite && (
    <Button type="primary" onClick={() => setBegun(blank())}>
      {t('new')}
    </Button>
  )
  const states = flashStates.map((value) => ({ value, label: t(`state_${value}`) }))
  return (
    <>
      <ListPage<FlashLine>
        name="flash"
        title={t('title')}
        help={t('help')}
        sentence={list.total !== null && t('sentence', { count: list.total })}
        deeds={begin}
        above={
          <Proposals
            mayWrite={mayWrite}
            onUse={(group) => setBegun({ ...blank(), ...asking(group, t) })}
          />
        }
        list={list}
        idOf={(row) => row.id}
        nameOf={(row) => row.title}
        to={(row) => `/flash/${row.id}`}
        searchHint={t('search')}
        filters={[{ kind: 'choice', key: 'state', label: t('state'), options: states }]}
        columns={useColumns()}
        empty={{ what: t('empty'), why: t('empty_why'), action: begin }}
      />
      {begun && (
        <TopicModal
          title={t('new')}
          okText={t('make')}
          begun={begun}
          isBusy={make.isBusy}
          onSave={make.run}
          onCancel={() => setBegun(undefined)}
        />
      )}
    </>
  )
}

type Group = FlashProposals['groups'][number]

/** A topic that asks about a group of tags. */
function asking(
  { name, tags }: Group,
  t: ReturnType<typeof useText<typeof texts.keys>>,
): Pick<FlashTopicBody, 'title' | 'choices'> {
  const choices = tags.map((tag, at) => ({
    ...newChoice([]),
    id: `c${at + 1}`,
    text: tag.name.slice(0, 40),
    tagId: tag.id,
  }))
  return { title: t('proposed_title', { group: name }).slice(0, 60), choices }
}

/** About which groups of tags the brand knows the fewest people, with the numbers. */
function Proposals({ mayWrite, onUse }: { mayWrite: boolean; onUse: (group: Group) => void }) {
  const t = useText(texts)
  const { data } = useLoad('/api/flash-proposals', flashProposals)
  if (!data) return null
  return (
    <Card title={t('propose')} extra={<Explain what={t('propose')}>{t('propose_help')}</Explain>}>
      {data.groups.length === 0 && <p className="kit-soft">{t('propose_none')}</p>}
      <div className="kit-stack">
        {data.groups.map((group) => (
          <div key={group.id} className="kit-row">
            <span>
              {t('propose_line', { group: group.name, people: data.people, known: group.known })}{' '}
              <span className="kit-soft">
                {group.tags.map(({ name, known }) => `${name} ${known}`).join(' · ')}
              </span>
            </span>
            {mayWrite && (
              <Button size="small" onClick={() => onUse(group)}>
                {t('propose_use')}
              </Button>
            )}
          </div>
        ))}
      </div>
    </Card>
  )
}

function useColumns(): Column<FlashLine>[] {
  const t = useText(texts)
  const format = useFormat()
  return [
    {
      key: 'title',
      title: t('name'),
      draw: ({ id, title }) => <Go to={`/flash/${id}`}>{title}</Go>,
    },
    { key: 'state', title: t('state'), draw: ({ state }) => <StateMark state={state} /> },
    { key: 'choices', title: t('choices'), draw: ({ choices }) => choices.join(' · ') },
    { key: 'seen', title: t('seen'), isNumber: true, draw: ({ seen }) => format.count(seen) },
    {
      key: 'joined',
      title: t('joined'),
      isNumber: true,
      draw: ({ joined }) => format.count(joined),
    },
    {
      key: 'rate',
      title: t('rate'),
      isNumber: true,
      draw: ({ seen, joined }) => (seen === 0 ? '—' : format.percent(joined / seen)),
    },
    {
      key: 'time',
      title: t('time'),
      draw: ({ from, until }) => (
        <>
          <When at={from} /> – <When at={until} />
        </>
      ),
    },
  ]
}
