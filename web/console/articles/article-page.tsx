import { Alert, App, Button, Tag } from 'antd'
import { z } from 'zod'
import { type Article, article as articleShape } from '../../../contract/article.ts'
import {
  api,
  Card,
  CopyText,
  DetailPage,
  Facts,
  Figures,
  Go,
  GoButton,
  Loaded,
  useDeed,
  useLoad,
  useMay,
  usePart,
  useText,
  useUndoToast,
} from '../../ui/index.ts'
import { ArticleMark } from './article-mark.tsx'
import './articles.css'
import { useReadingTime } from '../../ui/reading.ts'
import { OfferCard, PermissionCard } from './permission-card.tsx'
import { Depths, Sections } from './reading-charts.tsx'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
const LIVE_MS = 5_000

/** One article: how it is read, by whom, and where it stands. */
export function ArticlePage() {
  const id = usePart('id')
  const load = useLoad(`/api/articles/${id}`, articleShape, { every: LIVE_MS })
  return (
    <Loaded load={load} shape="report">
      {(one) => <View article={one} />}
    </Loaded>
  )
}

function View({ article }: { article: Article }) {
  const t = useText(texts)
  const { id, kind, title, summary, state, counts, published } = article
  const run =
    state !== 'published'
      ? t(`run_${state}`)
      : counts.openers === 0
        ? t('run_none')
        : t('run', counts)
  return (
    <DetailPage
      title={title}
      subtitle={summary === '' ? run : `${summary} · ${run}`}
      marks={
        <>
          <ArticleMark state={state} />
          {kind === 'story' && <Tag>{t('kind_story')}</Tag>}
        </>
      }
      deeds={
        <>
          <Deeds article={article} />
          <Go to={`/articles/${id}/readers`}>{t('readers_all')}</Go>
        </>
      }
      letter={
        <>
          {published?.isBehind && (
            <Alert type="info" showIcon title={t('behind', { no: published.no })} />
          )}
          <Numbers article={article} />
          <Sections article={article} />
          <Depths article={article} />
        </>
      }
      side={
        <>
          <PermissionCard article={article} />
          <Link article={article} />
          <OfferCard article={article} />
          <About article={article} />
        </>
      }
    />
  )
}

function Numbers({ article: { id, counts } }: { article: Article }) {
  const t = useText(texts)
  const time = useReadingTime()
  const { openers, readers, finished, shared, medianSeconds } = counts
  const people = `/articles/${id}/readers`
  const count = (key: 'openers' | 'readers' | 'shared', value: number, how: string) => ({
    ...{ label: t(key), definition: t(`define_${key}`), value },
    to: how === '' ? people : `${people}?how=${how}`,
  })
  return (
    <Card title={t('readers_title')}>
      <Figures
        figures={[
          count('openers', openers, ''),
          count('readers', readers, 'read'),
          {
            label: t('rate'),
            definition: t('define_rate'),
            value: readers === 0 ? null : finished / readers,
            kind: 'percent',
            to: `${people}?how=finished`,
          },
          count('shared', shared, 'came_shared'),
        ]}
      />
      <Facts
        facts={[{ label: t('median'), value: medianSeconds === null ? '—' : time(medianSeconds) }]}
      />
    </Card>
  )
}

function Deeds({ article }: { article: Article }) {
  const t = useText(texts)
  const toast = useUndoToast()
  const { message } = App.useApp()
  const mayWrite = useMay('messages.write')
  const { id, title, state, draftNo, published } = article
  const path = `/api/articles/${id}`
  const refresh = ['/api/articles', path]
  const publish = useDeed(() => api.put(`${path}/published`, done, { draftNo }), {
    refresh,
    done: () => void message.success(t('published')),
  })
  const put = useDeed((isArchived: boolean) => api.put(`${path}/archived`, done, { isArchived }), {
    refresh,
  })
  const isArchived = state === 'archived'
  const archive = async () => {
    if (!(await put.runAndWait(!isArchived))) return
    toast({
      says: t(isArchived ? 'restored' : 'archived', { name: title }),
      undo: () => put.run(isArchived),
    })
  }
  if (!mayWrite) return null
  return (
    <>
      <GoButton to={`/articles/${id}/edit`}>{t('edit')}</GoButton>
      {!isArchived && (published === null || published.isBehind) && (
        <Button type="primary" loading={publish.isBusy} onClick={() => publish.run(undefined)}>
          {t(published === null ? 'publish' : 'publish_again')}
        </Button>
      )}
      <Button type="text" loading={put.isBusy} onClick={() => void archive()}>
        {t(isArchived ? 'restore' : 'archive')}
      </Button>
    </>
  )
}

function Link({ article: { id, url, state, kind, permission } }: { article: Article }) {
  const t = useText(texts)
  if (state !== 'published' || (kind === 'story' && permission === null))
    return (
      <Card title={t('link')}>
        <p className="kit-soft">{t('link_none')}</p>
      </Card>
    )
  return (
    <Card title={t('link')}>
      {url === null ? (
        <p className="kit-soft">{t('link_no_url')}</p>
      ) : (
        <div className="kit-stack">
          <CopyText text={url} />
          <img className="art-code" src={`/api/articles/${id}/code.svg`} alt={t('link_code')} />
          <p className="kit-soft">{t('link_note')}</p>
        </div>
      )}
    </Card>
  )
}

function About({ article }: { article: Article }) {
  const t = useText(texts)
  const { tags, hook, madeBy, published } = article
  return (
    <Card title={t('about')}>
      <Facts
        facts={[
          { label: t('tags'), value: tags.map(({ name }) => name).join('、') || '—' },
          {
            label: t('hook'),
            value: hook ? (
              <Go to={`/hooks/${hook.id}`}>
                {t('hook_claimed', { name: hook.name, count: hook.claimed })}
              </Go>
            ) : (
              t('hook_none')
            ),
          },
          ...(madeBy === null ? [] : [{ label: t('made_by'), value: madeBy }]),
          ...(published
            ? [
                {
                  label: t('state_published'),
                  value: t('version', {
                    no: published.no,
                    characters: String(published.characters),
                  }),
                },
              ]
            : []),
        ]}
      />
    </Card>
  )
}
