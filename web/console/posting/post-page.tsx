import { Alert } from 'antd'
import { type GroupPost, groupPost } from '../../../contract/group-post.ts'
import {
  Card,
  Facts,
  Figures,
  Loaded,
  PageHead,
  useLoad,
  usePart,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { ByOwner } from './by-owner.tsx'
import { GroupPreview } from './group-preview.tsx'
import { Cancel, Remind } from './post-deeds.tsx'
import { nameOf } from './posts-page.tsx'
import { StateMark } from './state-mark.tsx'
import { Targets } from './targets.tsx'
import { texts } from './text.ts'

const REFRESH_MS = 3_000

/** A post in customer groups: who has confirmed, what came of it in each group, what is left to do by hand. */
export function PostPage() {
  const t = useText(texts)
  const id = usePart('id')
  const load = useLoad(`/api/group-posts/${id}`, groupPost, { every: REFRESH_MS })
  return (
    <Loaded load={load} shape="report">
      {(post) => (
        <div className="kit-page">
          <PageHead
            title={nameOf(post) || t('picture_only')}
            sentence={
              <>
                <StateMark post={post} /> <Said post={post} />
              </>
            }
            deeds={
              <div className="kit-deeds">
                <Remind post={post} />
                <Cancel post={post} />
              </div>
            }
          />
          <Notes post={post} />
          <Numbers post={post} />
          <div className="kit-two">
            <div className="kit-stack">
              <ByOwner post={post} />
              <Targets post={post} />
            </div>
            <div className="kit-stack">
              <GroupPreview
                text={post.text}
                picture={post.hasPicture ? `/api/group-posts/${id}/picture` : null}
                link={post.link}
              />
              <Details post={post} />
            </div>
          </div>
        </div>
      )}
    </Loaded>
  )
}

type Shown = { post: GroupPost }

function Said({ post }: Shown) {
  const t = useText(texts)
  const when = useWhen()
  const { state, groups, sent, waiting, manual, startsAt } = post
  if (state === 'waiting') return t('run_waiting', { groups, when: when(startsAt) })
  if (state === 'running') return t('run', { groups, sent, waiting, manual })
  return t('run_over', { groups, sent })
}

function Notes({ post }: Shown) {
  const t = useText(texts)
  const when = useWhen()
  const { cancelledAt, cancelledBy, cancelReason, counts } = post
  return (
    <>
      {cancelledAt !== null && (
        <Alert
          type="info"
          showIcon
          title={t('cancelled_by', {
            who: cancelledBy ?? t('someone'),
            when: when(cancelledAt),
            why: cancelReason,
          })}
        />
      )}
      {counts.parked > 0 && <Alert type="warning" showIcon title={t('parked_note')} />}
      {counts.unknown > 0 && <Alert type="info" showIcon title={t('unknown_note')} />}
      {counts.manual > 0 && (
        <Alert type="warning" showIcon title={t('manual_note', { count: counts.manual })} />
      )}
    </>
  )
}

function Numbers({ post: { sent, people, waiting, manual } }: Shown) {
  const t = useText(texts)
  return (
    <Figures
      figures={[
        { label: t('sent'), value: sent, definition: t('sent_help') },
        { label: t('people'), value: people, definition: t('people_help') },
        { label: t('waiting'), value: waiting, definition: t('waiting_help') },
        { label: t('manual'), value: manual, definition: t('manual_help') },
      ]}
    />
  )
}

function Details({ post: { madeBy, madeAt, startsAt, notAfter, cause, whenTaken } }: Shown) {
  const t = useText(texts)
  const when = useWhen()
  return (
    <Card title={t('details')}>
      <Facts
        facts={[
          { label: t('cause'), value: t(`cause_${cause}`) },
          { label: t('made_by'), value: `${madeBy ?? t('by_itself')} · ${when(madeAt)}` },
          { label: t('starts'), value: when(startsAt) },
          { label: t('not_after'), value: when(notAfter) },
          { label: t('when_taken'), value: t(`when_taken_${whenTaken}`) },
        ]}
      />
    </Card>
  )
}
