import { Button, Tag } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type Material, material, materialPage } from '../../../contract/content.ts'
import {
  api,
  type Column,
  ListPage,
  useAddress,
  useDeed,
  useFormat,
  useHouse,
  useList,
  useLoad,
  useMay,
  useText,
  useUndoToast,
  When,
} from '../../ui/index.ts'
import { MaterialModal } from './material-modal.tsx'
import { texts } from './text.ts'

const PATH = '/api/materials'
const done = z.object({ ok: z.literal(true) })
const STATES = ['offered', 'resting', 'archived'] as const
/** Materials whose results the sentence adds up: those that can be chosen now. */
const OFFERED_MAX = 200

/** What associates choose from, and what came of it. */
export function MaterialsPage() {
  const t = useText(texts)
  const address = useAddress()
  const mayWrite = useMay('messages.write')
  const [writing, setWriting] = useState<'new' | Material>()
  const list = useList(PATH, material, address.all)
  const offered = useLoad(PATH, materialPage, { query: { state: 'offered', limit: OFFERED_MAX } })
  const works = offered.data?.items.map(({ work }) => work) ?? []
  const add = mayWrite && (
    <Button type="primary" onClick={() => setWriting('new')}>
      {t('material_add')}
    </Button>
  )
  return (
    <>
      <ListPage<Material>
        name="materials"
        title={t('materials')}
        help={t('materials_help')}
        deeds={add}
        sentence={
          offered.data &&
          (works.length === 0
            ? t('materials_sentence_none')
            : t('materials_sentence', {
                offered: offered.data.total ?? works.length,
                sent: works.reduce((sum, { sent }) => sum + sent, 0),
                clicked: works.reduce((sum, { clicked }) => sum + clicked, 0),
              }))
        }
        list={list}
        idOf={({ id }) => id}
        nameOf={({ title }) => title}
        searchHint={t('search_materials')}
        filters={[
          {
            kind: 'choice',
            key: 'state',
            label: t('state'),
            options: STATES.map((value) => ({ value, label: t(`state_${value}`) })),
          },
        ]}
        columns={useColumns(mayWrite ? setWriting : undefined)}
        empty={{
          what: t('materials_empty'),
          why: t('materials_empty_why'),
          ...(add ? { action: add } : {}),
        }}
      />
      {writing && <MaterialModal material={writing} onClose={() => setWriting(undefined)} />}
    </>
  )
}

function useColumns(onChange: ((material: Material) => void) | undefined): Column<Material>[] {
  const t = useText(texts)
  const days = useDays()
  const put = useArchiving()
  return [
    {
      key: 'title',
      title: t('material_title'),
      draw: ({ title, text, story }) => (
        <>
          <div>{title}</div>
          <div className="kit-soft kit-clamp">{story === '' ? text : story}</div>
        </>
      ),
    },
    {
      key: 'tags',
      title: t('material_tags'),
      width: 200,
      draw: ({ tags }) => tags.map(({ id, name }) => <Tag key={id}>{name}</Tag>),
    },
    {
      key: 'purpose',
      title: t('material_purpose'),
      width: 120,
      draw: ({ purpose }) => t(`purpose_${purpose}`),
    },
    { key: 'days', title: t('days'), width: 170, draw: days },
    {
      key: 'work',
      title: t('work'),
      width: 220,
      draw: ({ work }) =>
        work.sent === 0 ? <span className="kit-soft">{t('work_none')}</span> : t('work_of', work),
    },
    {
      key: 'changed',
      title: t('changed'),
      width: 130,
      draw: ({ changedAt }) => <When at={changedAt} />,
    },
    ...(onChange
      ? [
          {
            key: 'deeds',
            title: '',
            width: 150,
            draw: (row: Material) => (
              <div className="kit-deeds">
                <Button size="small" onClick={() => onChange(row)}>
                  {t('material_edit')}
                </Button>
                <Button size="small" onClick={() => put(row, row.archivedAt === null)}>
                  {t(row.archivedAt === null ? 'archive' : 'unarchive')}
                </Button>
              </div>
            ),
          },
        ]
      : []),
  ]
}

function useArchiving(): (material: Material, isArchived: boolean) => void {
  const t = useText(texts)
  const undo = useUndoToast()
  const put = useDeed(
    ({ row, isArchived }: { row: Material; isArchived: boolean }) =>
      api.put(`${PATH}/${row.id}`, done, { ...writtenOf(row), isArchived }),
    {
      refresh: [PATH],
      done: (_answer, { row, isArchived }) => {
        if (!isArchived) return
        undo({
          says: t('archived', { title: row.title }),
          undo: () => put.run({ row, isArchived: false }),
        })
      },
    },
  )
  return (row, isArchived) => put.run({ row, isArchived })
}

/** What is written of a material, without what was made of it. */
export function writtenOf({
  title,
  text,
  link,
  purpose,
  tagIds,
  story,
  fromOn,
  untilOn,
}: Material) {
  return { title, text, link, purpose, tagIds, story, fromOn, untilOn }
}

function useDays(): (material: Material) => string {
  const t = useText(texts)
  const format = useFormat()
  const house = useHouse()
  const year = Number(format.dayOf(house.now()).slice(0, 4))
  return ({ fromOn, untilOn }) => {
    const from = fromOn === null ? null : format.day(fromOn, year)
    const until = untilOn === null ? null : format.day(untilOn, year)
    if (from !== null && until !== null) return t('from_until', { from, until })
    if (from !== null) return t('from_day', { day: from })
    return until === null ? t('always') : t('until_day', { day: until })
  }
}
