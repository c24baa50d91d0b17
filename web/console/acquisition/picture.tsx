import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import type { ContactWay } from '../../../contract/acquisition.ts'
import { CopyText, useText } from '../../ui/index.ts'
import { texts } from './text.ts'
import './acquisition.css'

/** The code to print. Where its picture cannot be fetched, WeCom's own address stands in its place. */
export function Picture({ way: { id, name, qrUrl } }: { way: ContactWay }) {
  const t = useText(texts)
  const [isMissing, setIsMissing] = useState(false)
  const path = `/api/contact-ways/${id}/picture`
  if (qrUrl === null) return <p className="kit-soft">{t('picture_none')}</p>
  if (isMissing) {
    return (
      <div className="kit-stack">
        <p>{t('picture_failed')}</p>
        <CopyText text={qrUrl} />
      </div>
    )
  }
  return (
    <div className="kit-stack">
      <img
        className="way-picture"
        src={path}
        alt={t('picture_alt', { name })}
        onError={() => setIsMissing(true)}
      />
      <div>
        <Button icon={<DownloadOutlined />} href={`${path}?download=1`}>
          {t('download')}
        </Button>
      </div>
    </div>
  )
}
