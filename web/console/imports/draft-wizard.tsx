import { App, Button } from 'antd'
import type { ImportPreview, ImportResult } from '../../../contract/import.ts'
import {
  GoButton,
  Loaded,
  useAddress,
  useDeed,
  useGo,
  useText,
  WizardPage,
} from '../../ui/index.ts'
import { Check } from './check.tsx'
import { Columns } from './columns.tsx'
import { imports, REFRESH, useImportPreview } from './door.ts'
import { useDraft } from './draft.ts'
import { texts } from './text.ts'
import { useSize } from './words.ts'

/** A draft: its columns, its totals, the start. It stands on the server, so it can be left and continued. */
export function Draft({ data }: { data: ImportResult }) {
  return (
    <Loaded load={useImportPreview(data.id)} shape="form">
      {(preview) => <Steps data={data} preview={preview} />}
    </Loaded>
  )
}

function Steps({ data, preview }: { data: ImportResult; preview: ImportPreview }) {
  const t = useText(texts)
  const address = useAddress()
  const size = useSize()
  const draft = useDraft(data.id, data.kind, preview)
  const start = useDeed(() => imports.start(data.id), { refresh: REFRESH })
  const { totals } = preview
  const taken = totals.rows - totals.failed
  const left = draft.settings.columns.filter((field) => field === null).length
  const isComplete = preview.missing.length === 0
  const show = (step: string) => address.change({ step }, { push: true })
  return (
    <WizardPage
      title={data.fileName}
      help={t('wizard_help')}
      leaveTo="/imports"
      steps={[
        {
          key: 'file',
          title: t('step_file'),
          result: `${t(`kind_${data.kind}`)} · ${size(data.fileBytes)}`,
          isDone: true,
          content: <FileStep data={data} />,
          next: { isReady: true, run: () => show('columns') },
        },
        {
          key: 'columns',
          title: t('step_columns'),
          result: t('columns_result', { used: draft.settings.columns.length - left, left }),
          isDone: isComplete,
          content: <Columns kind={data.kind} preview={preview} draft={draft} />,
          next: { isReady: isComplete && !draft.isBusy, run: () => show('check') },
        },
        {
          key: 'check',
          title: t('step_check'),
          isDone: false,
          content: <Check kind={data.kind} preview={preview} />,
          next: {
            label: totals.isWhole ? t('start_rows', { count: taken }) : t('start'),
            isReady: isComplete && taken > 0 && !draft.isBusy,
            isBusy: start.isBusy,
            run: () => start.run(undefined),
          },
        },
        { key: 'run', title: t('step_run'), isDone: false, content: null },
      ]}
    />
  )
}

/** What was uploaded; another file is another import. */
function FileStep({ data }: { data: ImportResult }) {
  const t = useText(texts)
  const go = useGo()
  const { message } = App.useApp()
  const discard = useDeed(() => imports.cancel(data.id), {
    refresh: REFRESH,
    done: () => {
      void message.info(t('discarded'))
      go('/imports')
    },
  })
  return (
    <div className="kit-stack">
      <h2>{data.fileName}</h2>
      <p className="kit-soft">{t('file_kept')}</p>
      <div className="kit-deeds">
        <GoButton to="/imports/new">{t('other_file')}</GoButton>
        <Button loading={discard.isBusy} onClick={() => discard.run(undefined)}>
          {t('discard')}
        </Button>
      </div>
    </div>
  )
}
