import { Button, Upload } from 'antd'
import { useState } from 'react'
import { wayBatches } from '../../../contract/way-batch.ts'
import { Card, Go, PageHead, textOfFile, useLoad, useMay, useText } from '../../ui/index.ts'
import { BATCH_PATH, BatchLine } from './way-batch-line.tsx'
import { BatchPreview, type ChosenTable } from './way-batch-preview.tsx'
import { wayBatchTexts } from './way-batch-text.ts'

const LIVE_MS = 2_000

/** Many codes from one table: what each line would become is seen before it does; then how far it is. */
export function WayBatchPage() {
  const t = useText(wayBatchTexts)
  const mayWrite = useMay('acquisition.write')
  const [chosen, setChosen] = useState<ChosenTable>()
  const take = async (file: File) =>
    setChosen({ fileName: file.name, text: textOfFile(await file.arrayBuffer()) })
  return (
    <div className="kit-page">
      <PageHead
        title={t('title')}
        help={t('help')}
        sentence={t('help')}
        deeds={<Go to="/contact-ways">{t('back')}</Go>}
      />
      {mayWrite && (
        <>
          <Upload.Dragger
            accept=".csv,.txt,text/csv"
            showUploadList={false}
            beforeUpload={(file) => {
              void take(file)
              return false
            }}
          >
            <p>{t('pick')}</p>
            <p className="kit-soft">{t('format')}</p>
          </Upload.Dragger>
          <Template />
        </>
      )}
      {chosen && <BatchPreview chosen={chosen} onTaken={() => setChosen(undefined)} />}
      <History mayWrite={mayWrite} />
    </div>
  )
}

/** A table with one line to begin from. */
function Template() {
  const t = useText(wayBatchTexts)
  return (
    <div className="kit-deeds">
      <Button
        type="link"
        href={`data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${t('template_text')}`)}`}
        download={t('template_file')}
      >
        {t('template')}
      </Button>
    </div>
  )
}

function History({ mayWrite }: { mayWrite: boolean }) {
  const t = useText(wayBatchTexts)
  const load = useLoad(BATCH_PATH, wayBatches, { every: LIVE_MS })
  const items = load.data?.items ?? []
  return (
    <Card title={t('history')}>
      {items.length === 0 ? (
        <p className="kit-soft">{t('none')}</p>
      ) : (
        <ul className="kit-stack way-batches">
          {items.map((one) => (
            <BatchLine key={one.id} batch={one} mayWrite={mayWrite} />
          ))}
        </ul>
      )}
    </Card>
  )
}
