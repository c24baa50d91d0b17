import { useText } from '../../ui/index.ts'
import { Face } from '../../ui/person-cell.tsx'
import './posting.css'
import { texts } from './text.ts'

/** A post as it stands in a group. @param picture an address, or the picture itself as one. */
export function GroupPreview({
  text,
  picture,
  link,
}: {
  text: string
  picture: string | null
  link: { title: string; url: string } | null
}) {
  const t = useText(texts)
  return (
    <figure className="pst-phone" aria-label={t('phone')}>
      <figcaption className="kit-soft">{t('phone')}</figcaption>
      <div className="pst-line">
        <Face name={t('owner')} />
        <div className="pst-said">
          <span className="kit-soft">{t('owner')}</span>
          {text !== '' && <p className="pst-bubble">{text}</p>}
          {picture !== null && <img className="pst-picture" src={picture} alt={t('picture')} />}
          {link && <p className="pst-bubble">🔗 {link.title}</p>}
        </div>
      </div>
    </figure>
  )
}
