import { Alert, App, Button, Popconfirm } from 'antd'
import { useState } from 'react'
import type { CallbackKeys } from '../../../contract/corp.ts'
import { type OfficialAccount, officialAccount, officialKeys } from '../../../contract/official.ts'
import { api, Card, CopyText, useDeed, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const LOCAL = /^https?:\/\/(localhost|127\.|\[::1\]|0\.0\.0\.0)/

/** What is copied into the platform: the address, and on demand (and on the record) the two keys. */
export function CallbackCard({ account: { id, callbackUrl } }: { account: OfficialAccount }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [keys, setKeys] = useState<CallbackKeys>()
  const path = `/api/official-accounts/${id}`
  const show = useDeed(() => api.post(`${path}/callback-keys`, officialKeys), { done: setKeys })
  const renew = useDeed(() => api.put(path, officialAccount, { renewsCallbackKeys: true }), {
    refresh: ['/api/official-accounts'],
    done: () => {
      show.run(undefined)
      void message.warning(t('callback_renewed'))
    },
  })
  return (
    <Card title={t('callbacks')}>
      <div className="kit-stack">
        <p className="kit-soft">{t('callbacks_what')}</p>
        {LOCAL.test(callbackUrl) && <Alert type="info" showIcon title={t('callback_local')} />}
        <Value label={t('callback_url')} text={callbackUrl} />
        {keys && <Value label={t('callback_token')} text={keys.token} />}
        {keys && <Value label={t('callback_key')} text={keys.aesKey} />}
        {keys && <p className="kit-soft">{t('callback_shown')}</p>}
        <div className="kit-deeds">
          {keys ? (
            <Button onClick={() => setKeys(undefined)}>{t('callback_hide')}</Button>
          ) : (
            <Button onClick={() => show.run(undefined)} loading={show.isBusy}>
              {t('callback_show')}
            </Button>
          )}
          <Popconfirm
            title={t('callback_renew_title')}
            description={<div className="kit-explain">{t('callback_renew_what')}</div>}
            okText={t('callback_renew')}
            okButtonProps={{ danger: true }}
            onConfirm={() => renew.run(undefined)}
          >
            <Button loading={renew.isBusy}>{t('callback_renew')}</Button>
          </Popconfirm>
        </div>
      </div>
    </Card>
  )
}

function Value({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <div className="kit-soft">{label}</div>
      <CopyText text={text} />
    </div>
  )
}
