import { type ImportView, importView } from '../../../contract/import.ts'
import {
  Go,
  GoButton,
  ListPage,
  Loaded,
  useAddress,
  useFormat,
  useList,
  useText,
  When,
} from '../../ui/index.ts'
import { importsPath, isLive, LIVE_MS, useImport } from './door.ts'
import { Outcome } from './outcome.tsx'
import { ImportStateTag } from './state-tag.tsx'
import { texts } from './text.ts'

/** Every import with how it went, the newest first; what came of one, and its undo, beside the list. */
export function ImportsPage() {
  const t = useText(texts)
  const format = useFormat()
  const query = useAddress().all
  // The first call knows what is known so far; both read the same answer.
  const moving = useList(importsPath, importView, query).rows.filter(isLive).length
  const list = useList(importsPath, importView, query, moving > 0 ? { every: LIVE_MS } : {})
  const action = <GoButton to="/imports/new">{t('new')}</GoButton>
  const sentence = t('sentence', { count: list.rows[0]?.no ?? 0 })
  return (
    <ListPage<ImportView>
      name="imports"
      title={t('title')}
      help={t('help')}
      sentence={
        list.rows.length === 0
          ? undefined
          : `${sentence}${moving > 0 ? t('sentence_moving', { count: moving }) : ''}`
      }
      deeds={list.rows.length > 0 ? action : undefined}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.fileName}
      to={(row) => `/imports/${row.id}`}
      preview={(row) => <Glance id={row.id} />}
      columns={[
        { key: 'no', title: t('no'), isNumber: true, width: 80, draw: (row) => row.no },
        {
          key: 'file',
          title: t('file'),
          draw: (row) => <Go to={`/imports/${row.id}`}>{row.fileName}</Go>,
        },
        { key: 'kind', title: t('kind'), draw: (row) => t(`kind_${row.kind}`) },
        { key: 'state', title: t('state'), draw: (row) => <ImportStateTag of={row} /> },
        {
          key: 'rows',
          title: t('rows'),
          isNumber: true,
          draw: (row) => format.count(row.rowsTaken),
        },
        {
          key: 'failed',
          title: t('failed'),
          isNumber: true,
          draw: (row) => (
            <span className={row.rowsFailed > 0 ? 'kit-tone-harm' : 'kit-soft'}>
              {format.count(row.rowsFailed)}
            </span>
          ),
        },
        { key: 'created', title: t('created'), draw: (row) => <When at={row.createdAt} /> },
        {
          key: 'finished',
          title: t('finished'),
          isHidden: true,
          draw: (row) => <When at={row.finishedAt} />,
        },
      ]}
      empty={{
        what: t('empty'),
        why: t('empty_why'),
        action,
        sample: <code>{t('sample_line')}</code>,
      }}
    />
  )
}

/** The list's drawer. */
function Glance({ id }: { id: string }) {
  const t = useText(texts)
  return (
    <Loaded load={useImport(id)} shape="form">
      {(data) =>
        data.state === 'draft' ? (
          <GoButton to={`/imports/${id}`}>{t('continue')}</GoButton>
        ) : (
          <Outcome data={data} />
        )
      }
    </Loaded>
  )
}
