import { Alert, App, Button, Upload } from 'antd'
import { useState } from 'react'
import { type ProductPreview, productPreview, productsTaken } from '../../../contract/product.ts'
import {
  api,
  Card,
  Go,
  PageHead,
  PlainTable,
  textOfFile,
  useAnswer,
  useDeed,
  useFormat,
  useGo,
  useText,
} from '../../ui/index.ts'
import { texts } from './text.ts'

const PATH = '/api/product-files'
const SHOWN_MAX = 50
type Chosen = { fileName: string; text: string }

/** A table of products: what each would become is seen before it does, and lines with faults are left out and told. */
export function ProductImportPage() {
  const t = useText(texts)
  const [chosen, setChosen] = useState<Chosen>()
  const take = async (file: File) =>
    setChosen({ fileName: file.name, text: textOfFile(await file.arrayBuffer()) })
  return (
    <div className="kit-page">
      <PageHead
        title={t('file_title')}
        sentence={t('file_help')}
        deeds={<Go to="/products">{t('title')}</Go>}
      />
      <Upload.Dragger
        accept=".csv,.txt,text/csv"
        showUploadList={false}
        beforeUpload={(file) => {
          void take(file)
          return false
        }}
      >
        <p>{t('file_pick')}</p>
        <p className="kit-soft">{t('file_format')}</p>
      </Upload.Dragger>
      {chosen && <Preview chosen={chosen} />}
    </div>
  )
}

function Preview({ chosen }: { chosen: Chosen }) {
  const t = useText(texts)
  const format = useFormat()
  const go = useGo()
  const { message } = App.useApp()
  const answer = useAnswer(`${PATH}/preview`, productPreview, chosen)
  const take = useDeed(() => api.post(PATH, productsTaken, chosen), {
    refresh: ['/api/products'],
    done: (counts) => {
      void message.success(t('file_taken', counts))
      go('/products')
    },
  })
  if (answer.problem) return <Alert type="error" title={answer.problem.message} />
  if (!answer.data) return null
  const { products, faults, made, changed } = answer.data
  return (
    <Card title={t('file_preview')}>
      <p className="kit-sentence">
        {t('file_found', { file: chosen.fileName, made, changed, faults: faults.length })}
      </p>
      {faults.length > 0 && <Faults faults={faults} />}
      {products.length > 0 && (
        <PlainTable
          label={t('file_preview')}
          table={{
            columns: [t('name'), t('category'), t('file_skus'), t('price'), t('file_what')],
            rows: products
              .slice(0, SHOWN_MAX)
              .map(({ name, category, skus, priceFrom, isNew }) => [
                name,
                category || '—',
                format.count(skus),
                priceFrom === null ? t('price_unknown') : format.money(priceFrom),
                t(isNew ? 'file_new' : 'file_change'),
              ]),
          }}
        />
      )}
      {products.length > SHOWN_MAX && (
        <p className="kit-soft">{t('file_more', { count: SHOWN_MAX })}</p>
      )}
      <Button
        type="primary"
        disabled={products.length === 0}
        loading={take.isBusy}
        onClick={() => take.run(undefined)}
      >
        {t('file_take', { count: products.length })}
      </Button>
    </Card>
  )
}

function Faults({ faults }: Pick<ProductPreview, 'faults'>) {
  const t = useText(texts)
  const rows = faults.map(({ line, fault, found }) => [
    String(line),
    t(`fault_${fault}`, { found }),
  ])
  const lines = [[t('line'), t('fault')], ...rows].map((row) => row.map(cell).join(','))
  const href = `data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${lines.join('\r\n')}`)}`
  return (
    <>
      <p className="kit-row">
        <span>{t('faults')}</span>
        <Button size="small" href={href} download="faults.csv">
          {t('faults_file')}
        </Button>
      </p>
      <PlainTable
        label={t('faults')}
        table={{ columns: [t('line'), t('fault')], rows: rows.slice(0, SHOWN_MAX) }}
      />
    </>
  )
}

/** A cell that a spreadsheet would run as a formula gets an apostrophe before it. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
