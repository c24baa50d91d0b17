import { Alert, Radio, Upload } from 'antd'
import { useState } from 'react'
import { type ImportKind, importKinds } from '../../../contract/import.ts'
import { useAddress, useDeed, useGo, useText, WizardPage } from '../../ui/index.ts'
import { imports, importsPath } from './door.ts'
import { Share } from './share.tsx'
import { texts } from './text.ts'
import { useSize } from './words.ts'

const WORKBOOK = /\.(xlsx?|xlsm|xlsb|et|numbers)$/i

/** The first step: what kind of file, and the file itself. What follows happens on the import's own page. */
export function NewImportPage() {
  const t = useText(texts)
  const go = useGo()
  const asked = useAddress().get('kind')
  const [kind, setKind] = useState<ImportKind>(asked === 'customers' ? 'customers' : 'orders')
  const [file, setFile] = useState<File>()
  const [sent, setSent] = useState(0)
  const upload = useDeed((chosen: File) => imports.upload(chosen, kind, setSent), {
    refresh: [importsPath],
    done: (draft) => go(`/imports/${draft.id}?step=columns`),
  })
  const later = { isDone: false, content: null }
  const content = (
    <div className="kit-stack">
      <h2>{t('what_is_it')}</h2>
      <Kind kind={kind} isBusy={upload.isBusy} onChange={setKind} />
      <Pick file={file} isBusy={upload.isBusy} onPick={setFile} />
      {upload.isBusy && <Share label={t(sent < 1 ? 'uploading' : 'looking')} share={sent} />}
    </div>
  )
  return (
    <WizardPage
      title={t('new_title')}
      help={t('wizard_help')}
      leaveTo="/imports"
      steps={[
        {
          key: 'file',
          title: t('step_file'),
          isDone: false,
          content,
          next: {
            label: t('upload'),
            isReady: file !== undefined && !WORKBOOK.test(file.name),
            isBusy: upload.isBusy,
            run: () => file && upload.run(file),
          },
        },
        { key: 'columns', title: t('step_columns'), ...later },
        { key: 'check', title: t('step_check'), ...later },
        { key: 'run', title: t('step_run'), ...later },
      ]}
    />
  )
}

function Kind({
  kind,
  isBusy,
  onChange,
}: {
  kind: ImportKind
  isBusy: boolean
  onChange: (kind: ImportKind) => void
}) {
  const t = useText(texts)
  return (
    <Radio.Group
      value={kind}
      disabled={isBusy}
      vertical
      aria-label={t('what_is_it')}
      onChange={(event) => onChange(event.target.value === 'customers' ? 'customers' : 'orders')}
      options={[...importKinds].reverse().map((value) => ({
        value,
        label: (
          <>
            {t(`kind_${value}`)} <span className="kit-soft">{t(`kind_${value}_help`)}</span>
          </>
        ),
      }))}
    />
  )
}

/** The file is taken by dropping or choosing; it is sent by the step's own deed. */
function Pick({
  file,
  isBusy,
  onPick,
}: {
  file: File | undefined
  isBusy: boolean
  onPick: (file: File) => void
}) {
  const t = useText(texts)
  const size = useSize()
  return (
    <>
      <Upload.Dragger
        accept=".csv,.txt,.tsv,text/csv"
        showUploadList={false}
        disabled={isBusy}
        beforeUpload={(chosen) => {
          onPick(chosen)
          return false
        }}
      >
        {file && <p>{t('picked', { file: file.name, size: size(file.size) })}</p>}
        <p>
          <strong>{t(file ? 'other_file' : 'pick')}</strong>
        </p>
        <p className="kit-soft">{t('pick_help')}</p>
      </Upload.Dragger>
      {file && WORKBOOK.test(file.name) && <Alert type="warning" showIcon title={t('workbook')} />}
    </>
  )
}
