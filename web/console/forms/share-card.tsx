import type { Form } from '../../../contract/form.ts'
import { Card, CopyText, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** Where customers find a form: link, code, and what a site puts into its page. */
export function ShareCard({ form: { id, url, published } }: { form: Form }) {
  const t = useText(texts)
  if (published === null) return null
  const { title, hosts } = published.plan
  return (
    <Card title={t('share')}>
      {url === null ? (
        <p className="kit-soft">{t('share_no_url')}</p>
      ) : (
        <div className="kit-stack">
          <CopyText text={url} />
          <img className="frm-code" src={`/api/forms/${id}/code.svg`} alt={t('share_code_alt')} />
          <p className="kit-soft">{t('share_note')}</p>
          <strong>{t('share_embed')}</strong>
          {hosts.length === 0 ? (
            <p className="kit-soft">{t('share_embed_none')}</p>
          ) : (
            <CopyText text={embedOf(url, title)} />
          )}
        </div>
      )}
    </Card>
  )
}

const QUOTED: Record<string, string> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' }

function embedOf(url: string, title: string): string {
  const called = title.replace(/[&"<>]/g, (one) => QUOTED[one] ?? one)
  return `<iframe src="${url}" title="${called}" width="100%" height="640" style="border:0"></iframe>`
}
