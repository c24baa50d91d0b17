import { useText } from '../../ui/index.ts'
import { Face } from '../../ui/person-cell.tsx'
import './moments.css'
import { texts } from './text.ts'

/** A moment among those of friends. @param picture an address, or the picture itself as one. */
export function PostPreview({
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
    <figure aria-label={t('phone')}>
      <figcaption className="kit-soft">{t('phone')}</figcaption>
      <div className="mmt-post">
        <Face name={t('brand')} />
        <div>
          <strong>{t('brand')}</strong>
          <p className="mmt-words">{text}</p>
          {link ? (
            <div className="mmt-link">
              {picture !== null && <img src={picture} alt="" />}
              <span>{link.title}</span>
            </div>
          ) : (
            picture !== null && <img className="mmt-picture" src={picture} alt={t('picture')} />
          )}
        </div>
      </div>
    </figure>
  )
}
