import { Button, Modal, Radio, Tag } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import {
  type NewPoster,
  type PosterLine,
  posterLine,
  posterSaved,
} from '../../../contract/poster.ts'
import { type ReadyKind, readyKinds, readyPlan } from '../../../contract/poster-ready.ts'
import {
  api,
  type Column,
  ListPage,
  useAddress,
  useDeed,
  useFormat,
  useGo,
  useLanguage,
  useList,
  useMay,
  useText,
  useUndoToast,
  When,
} from '../../ui/index.ts'
import { texts } from './text.ts'
import './posters.css'

const PATH = '/api/posters'
const done = z.object({ ok: z.literal(true) })
const THUMB = 240

/** Posters of the brand, each with its look. */
export function PostersPage() {
  const t = useText(texts)
  const format = useFormat()
  const mayWrite = useMay('messages.write')
  const [isMaking, setIsMaking] = useState(false)
  const list = useList(PATH, posterLine, useAddress().all)
  const make = mayWrite && (
    <Button type="primary" onClick={() => setIsMaking(true)}>
      {t('poster_new')}
    </Button>
  )
  return (
    <>
      <ListPage<PosterLine>
        name="posters"
        title={t('posters')}
        help={t('posters_help')}
        deeds={make}
        sentence={
          list.total !== null &&
          list.total > 0 &&
          t('posters_sentence', { count: format.count(list.total) })
        }
        list={list}
        idOf={({ id }) => id}
        nameOf={({ name }) => name}
        to={({ id }) => `/posters/${id}`}
        searchHint={t('search_posters')}
        filters={[
          {
            kind: 'choice',
            key: 'state',
            label: t('state'),
            options: (['used', 'archived'] as const).map((value) => ({
              value,
              label: t(`state_${value}`),
            })),
          },
        ]}
        columns={useColumns(mayWrite)}
        empty={{
          what: t('posters_empty'),
          why: t('posters_empty_why'),
          ...(make ? { action: make } : {}),
        }}
      />
      {isMaking && <NewPosterModal onClose={() => setIsMaking(false)} />}
    </>
  )
}

function useColumns(mayWrite: boolean): Column<PosterLine>[] {
  const t = useText(texts)
  const put = useArchiving()
  return [
    {
      key: 'picture',
      title: t('picture'),
      width: 120,
      draw: ({ id, version, name, width, height }) => (
        <img
          className="pst-thumb"
          src={`${PATH}/${id}/picture?width=${THUMB}&version=${version}`}
          alt={name}
          loading="lazy"
          style={{ aspectRatio: `${width} / ${height}` }}
        />
      ),
    },
    {
      key: 'name',
      title: t('name'),
      draw: ({ name, archivedAt }) => (
        <>
          {name} {archivedAt !== null && <Tag>{t('state_archived')}</Tag>}
        </>
      ),
    },
    { key: 'size', title: t('size'), width: 180, draw: (row) => t('size_of', row) },
    {
      key: 'changed',
      title: t('changed'),
      width: 160,
      draw: ({ changedAt }) => <When at={changedAt} />,
    },
    ...(mayWrite
      ? [
          {
            key: 'deeds',
            title: '',
            width: 100,
            draw: (row: PosterLine) => (
              <Button size="small" type="link" onClick={() => put(row)}>
                {t(row.archivedAt === null ? 'archive' : 'unarchive')}
              </Button>
            ),
          },
        ]
      : []),
  ]
}

function useArchiving(): (row: PosterLine) => void {
  const t = useText(texts)
  const toast = useUndoToast()
  const turn = useDeed(
    ({ id, away }: { id: string; away: boolean }) =>
      away ? api.put(`${PATH}/${id}/archive`, done) : api.del(`${PATH}/${id}/archive`, done),
    { refresh: [PATH] },
  )
  return ({ id, name, archivedAt }) => {
    const away = archivedAt === null
    turn.run({ id, away })
    if (away) toast({ says: t('archived', { name }), undo: () => turn.run({ id, away: false }) })
  }
}

function NewPosterModal({ onClose }: { onClose: () => void }) {
  const t = useText(texts)
  const go = useGo()
  const language = useLanguage()
  const [kind, setKind] = useState<ReadyKind>('friend')
  const make = useDeed((wanted: NewPoster) => api.post(PATH, posterSaved, wanted), {
    refresh: [PATH],
    done: ({ id }) => go(`/posters/${id}`),
  })
  return (
    <Modal
      open
      title={t('choose')}
      okText={t('make')}
      cancelText={t('cancel')}
      confirmLoading={make.isBusy}
      onOk={() => make.run({ name: t(`ready_${kind}`), plan: readyPlan(kind, language) })}
      onCancel={onClose}
    >
      <Radio.Group
        value={kind}
        onChange={({ target }) => setKind(target.value)}
        options={readyKinds.map((value) => ({ value, label: t(`ready_${value}`) }))}
      />
    </Modal>
  )
}
