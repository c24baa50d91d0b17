import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { describeTree } from '../../../contract/segment-sentence.ts'
import {
  madeSegment,
  memberPage,
  type Segment,
  segment as segmentShape,
} from '../../../contract/segment-view.ts'
import {
  api,
  Card,
  DetailPage,
  Facts,
  Go,
  GoButton,
  Loaded,
  PersonCell,
  useDeed,
  useFormat,
  useGo,
  useLoad,
  useMay,
  usePart,
  useText,
  useUndoToast,
  When,
} from '../../ui/index.ts'
import { done, useCalled } from '../customers/words.ts'
import { StateTag } from './segments-page.tsx'
import { SizeCard } from './size-card.tsx'
import { useSpeech, useTold } from './speech.ts'
import { texts } from './text.ts'
import { WhyCard } from './why-card.tsx'

/** Members are brought up within seconds; the page follows. */
const EVERY_MS = 5_000
const MEMBERS_SHOWN = 8

/** One segment: what it says, how it grew, who is in it, why somebody is or is not, and what rests on it. */
export function SegmentPage() {
  const id = usePart('id')
  const load = useLoad(`/api/segments/${id}`, segmentShape, { every: EVERY_MS })
  return (
    <Loaded load={load} shape="detail">
      {(segment) => <SegmentView key={segment.id} segment={segment} />}
    </Loaded>
  )
}

function SegmentView({ segment }: { segment: Segment }) {
  const speech = useSpeech(segment.names)
  const told = useTold()
  const mayWrite = useMay('segments.write')
  return (
    <DetailPage
      title={segment.name}
      marks={<StateTag state={segment.state} />}
      subtitle={describeTree(told(segment.tree), speech)}
      deeds={mayWrite && <SegmentDeeds segment={segment} />}
      letter={
        <>
          <SizeCard segment={segment} />
          <Members segment={segment} />
        </>
      }
      side={
        <>
          <Standing segment={segment} />
          <WhyCard segment={segment} speech={speech} />
          <UsedBy segment={segment} />
        </>
      }
    />
  )
}

function SegmentDeeds({ segment }: { segment: Segment }) {
  const t = useText(texts)
  const toast = useUndoToast()
  const [isCopying, setIsCopying] = useState(false)
  const place = `/api/segments/${segment.id}/archived`
  const refresh = ['/api/segments']
  const restore = useDeed(() => api.del(place, done), { refresh })
  const archive = useDeed(() => api.put(place, done), {
    refresh,
    done: () =>
      toast({
        says: t('archived', { name: segment.name }),
        undo: () => restore.run(undefined),
      }),
  })
  const isArchived = segment.state === 'archived'
  return (
    <>
      {!isArchived && <GoButton to={`/segments/${segment.id}/edit`}>{t('edit')}</GoButton>}
      <Button onClick={() => setIsCopying(true)}>{t('copy')}</Button>
      {isArchived ? (
        <Button loading={restore.isBusy} onClick={() => restore.run(undefined)}>
          {t('restore')}
        </Button>
      ) : (
        <Button loading={archive.isBusy} onClick={() => archive.run(undefined)}>
          {t('archive')}
        </Button>
      )}
      {isCopying && <CopyModal segment={segment} close={() => setIsCopying(false)} />}
    </>
  )
}

function CopyModal({ segment, close }: { segment: Segment; close: () => void }) {
  const t = useText(texts)
  const go = useGo()
  const [name, setName] = useState(t('copy_name', { name: segment.name }))
  const copy = useDeed(
    () => api.post(`/api/segments/${segment.id}/copies`, madeSegment, { name: name.trim() }),
    { refresh: ['/api/segments'], done: ({ id }) => go(`/segments/${id}/edit`) },
  )
  return (
    <Modal
      open
      title={t('copy')}
      okText={t('copy_deed')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: name.trim() === '' }}
      confirmLoading={copy.isBusy}
      onOk={() => copy.run(undefined)}
      onCancel={close}
    >
      <p>{t('copy_what')}</p>
      <Input
        aria-label={t('name')}
        autoFocus
        maxLength={60}
        value={name}
        onChange={({ target }) => setName(target.value)}
        onPressEnter={() => copy.run(undefined)}
      />
    </Modal>
  )
}

function Standing({ segment }: { segment: Segment }) {
  const t = useText(texts)
  const format = useFormat()
  const size =
    segment.size === null
      ? t(segment.state === 'draft' ? 'draft_size' : 'not_computed')
      : format.count(segment.size)
  return (
    <Card title={t('standing')}>
      <Facts
        facts={[
          { label: t('size'), value: size },
          {
            label: t('moved'),
            value: t('moved_of', {
              entered: format.count(segment.entered7),
              left: format.count(segment.left7),
            }),
          },
          { label: t('computed'), value: <When at={segment.computedAt} /> },
          {
            label: t('changed'),
            value: (
              <>
                <When at={segment.changedAt} /> {segment.changedBy}
              </>
            ),
          },
        ]}
      />
    </Card>
  )
}

function Members({ segment }: { segment: Segment }) {
  const t = useText(texts)
  const called = useCalled()
  const load = useLoad(`/api/segments/${segment.id}/members`, memberPage, {
    query: { limit: MEMBERS_SHOWN },
    every: EVERY_MS,
  })
  const people = load.data?.items ?? []
  return (
    <Card
      title={t('members')}
      extra={
        people.length > 0 && (
          <Go to={`/segments/${segment.id}/members`}>
            {t('members_all', { count: segment.size ?? people.length })}
          </Go>
        )
      }
    >
      {people.length === 0 && (
        <p className="kit-soft">
          {t(
            segment.size === null
              ? segment.state === 'draft'
                ? 'members_draft'
                : 'members_soon'
              : 'members_none',
          )}
        </p>
      )}
      <div className="kit-stack">
        {people.map((person) => (
          <PersonCell
            key={person.id}
            name={called(person)}
            to={`/customers/${person.id}`}
            last={<When at={person.lastSeenAt} />}
          />
        ))}
      </div>
    </Card>
  )
}

function UsedBy({ segment }: { segment: Segment }) {
  const t = useText(texts)
  return (
    <Card title={t('used_by', { count: segment.usedBy.length })}>
      {segment.usedBy.length === 0 && <p className="kit-soft">{t('used_by_none')}</p>}
      <ul className="kit-stack">
        {segment.usedBy.map(({ kind, id, name }) => (
          <li key={id}>
            <Go to={kind === 'segment' ? `/segments/${id}` : `/journeys/${id}`}>
              {t(`use_${kind}`, { name })}
            </Go>
          </li>
        ))}
      </ul>
    </Card>
  )
}
