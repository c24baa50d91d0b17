import type { ImportResult } from '../../../contract/import.ts'
import {
  Card,
  DetailPage,
  Facts,
  Go,
  GoButton,
  Loaded,
  useFormat,
  usePart,
  useText,
  When,
} from '../../ui/index.ts'
import { isLive, useImport } from './door.ts'
import { Draft } from './draft-wizard.tsx'
import { LeftOut } from './left-out.tsx'
import { Outcome } from './outcome.tsx'
import { ImportStateTag } from './state-tag.tsx'
import { texts } from './text.ts'
import { useSize } from './words.ts'

/** One import from its draft to its result: columns, check, progress, what came of it, undo. */
export function ImportPage() {
  const id = usePart('id')
  return (
    <Loaded load={useImport(id)} shape="detail">
      {(data) => (data.state === 'draft' ? <Draft data={data} /> : <Started data={data} />)}
    </Loaded>
  )
}

function Started({ data }: { data: ImportResult }) {
  const t = useText(texts)
  return (
    <DetailPage
      title={data.fileName}
      marks={<ImportStateTag of={data} />}
      subtitle={t('number', { no: data.no })}
      deeds={
        <>
          <Go to="/imports">{t('back')}</Go>
          {!isLive(data) && <GoButton to="/imports/new">{t('new')}</GoButton>}
        </>
      }
      letter={
        <>
          <Card title={t(isLive(data) ? 'progress' : 'result')}>
            <Outcome data={data} />
          </Card>
          {data.rowsFailed > 0 && !isLive(data) && <LeftOut data={data} />}
        </>
      }
      side={
        <Card title={t('about')}>
          <About data={data} />
        </Card>
      }
    />
  )
}

function About({ data }: { data: ImportResult }) {
  const t = useText(texts)
  const format = useFormat()
  const size = useSize()
  return (
    <Facts
      facts={[
        { label: t('kind'), value: t(`kind_${data.kind}`) },
        { label: t('size'), value: size(data.fileBytes) },
        { label: t('encoding'), value: data.settings.encoding.toUpperCase() },
        { label: t('rows_read'), value: format.count(data.rowsRead) },
        { label: t('rows'), value: format.count(data.rowsTaken) },
        { label: t('failed'), value: format.count(data.rowsFailed) },
        { label: t('created'), value: <When at={data.createdAt} /> },
        { label: t('started'), value: <When at={data.startedAt} /> },
        { label: t('finished'), value: <When at={data.finishedAt} /> },
      ]}
    />
  )
}
