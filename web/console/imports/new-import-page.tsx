import { Button, Radio, Upload } from 'antd'
import { useState } from 'react'
import { type ImportKind, importKinds, importView } from '../../../contract/import.ts'
import { api, Card, Go, PageHead, Progress, useDeed, useGo, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** The first step: what kind of file, and the file itself. What follows happens on the import's own page. */
export function NewImportPage() {
  const t = useText(texts)
  const go = useGo()
  const [kind, setKind] = useState<ImportKind>('orders')
  const [sent, setSent] = useState(0)
  const upload = useDeed(
    (file: File) =>
      api.upload('/api/imports', importView, file, {
        query: { kind, fileName: file.name },
        sent: setSent,
      }),
    { refresh: ['/api/imports'], done: (draft) => go(`/imports/${draft.id}`) },
  )
  return (
    <div className="kit-page">
      <PageHead
        title={t('new_title')}
        help={t('help')}
        deeds={<Go to="/imports">{t('back')}</Go>}
      />
      <Card title={t('step_file')}>
        <div className="kit-stack">
          <Radio.Group
            value={kind}
            onChange={(event) =>
              setKind(event.target.value === 'customers' ? 'customers' : 'orders')
            }
            options={importKinds.map((value) => ({ value, label: t(`kind_${value}`) }))}
          />
          <p className="kit-soft">{t('kind_help')}</p>
          <Upload.Dragger
            accept=".csv,.txt,.tsv,text/csv"
            showUploadList={false}
            disabled={upload.isBusy}
            beforeUpload={(file) => {
              upload.run(file)
              return false
            }}
          >
            <Button type="primary" loading={upload.isBusy}>
              {t('pick')}
            </Button>
            <p className="kit-soft">{t('pick_help')}</p>
          </Upload.Dragger>
          {upload.isBusy && (
            <Progress label={t('uploading')} done={Math.round(sent * 100)} total={100} />
          )}
        </div>
      </Card>
    </div>
  )
}
