import { App, Button, Upload } from 'antd'
import type { z } from 'zod'
import { type posterBackground, posterSaved } from '../../../contract/poster.ts'
import { api, Card, useDeed, useText } from '../../ui/index.ts'
import { shrink } from '../moments/shrink.ts'
import { texts } from './text.ts'

/** The picture under the layers; saved at once, as it is large. */
export function BackgroundCard({
  id,
  version,
  has,
  isChanged,
  onSaved,
}: {
  id: string
  version: number
  has: boolean
  isChanged: boolean
  onSaved: (version: number) => void
}) {
  const t = useText(texts)
  const { message } = App.useApp()
  const path = `/api/posters/${id}/background`
  const kept = {
    refresh: ['/api/posters'],
    done: (saved: z.infer<typeof posterSaved>) => onSaved(saved.version),
  }
  const put = useDeed(
    (body: z.infer<typeof posterBackground>) => api.put(path, posterSaved, body),
    kept,
  )
  const remove = useDeed(() => api.del(`${path}?version=${version}`, posterSaved), kept)
  const pick = async (file: Blob) => {
    const picture = await shrink(file)
    if (picture) put.run({ picture, version })
    else void message.error(t('background_bad'))
  }
  return (
    <Card title={t('background')}>
      <p className="kit-soft">{t(isChanged ? 'background_first' : 'background_help')}</p>
      <div className="kit-deeds">
        <Upload
          accept="image/jpeg,image/png"
          showUploadList={false}
          disabled={isChanged}
          beforeUpload={(file) => {
            void pick(file)
            return false
          }}
        >
          <Button loading={put.isBusy} disabled={isChanged}>
            {t(has ? 'background_other' : 'background_pick')}
          </Button>
        </Upload>
        {has && (
          <Button
            loading={remove.isBusy}
            disabled={isChanged}
            onClick={() => remove.run(undefined)}
          >
            {t('background_remove')}
          </Button>
        )}
      </div>
    </Card>
  )
}
