import { type FormEvent, useState } from 'react'
import { useText } from '../ui/language.ts'
import { Face } from './face.tsx'
import { Glyph, Nothing } from './screen.tsx'
import { texts } from './text.ts'
import { useWhen } from './when.ts'
import { done, type Moment } from './wire.ts'
import { act } from './world.tsx'

/** What the customer's associates posted, the latest first; one may like it and write below it. */
export function Moments({ personId, moments }: { personId: string; moments: readonly Moment[] }) {
  const t = useText(texts)
  if (moments.length === 0) return <Nothing what={t('no_moments')} why={t('no_moments_why')} />
  return (
    <ul className="moments">
      {moments.map((moment) => (
        <li key={moment.key}>
          <OneMoment personId={personId} moment={moment} />
        </li>
      ))}
    </ul>
  )
}

function OneMoment({ personId, moment }: { personId: string; moment: Moment }) {
  const t = useText(texts)
  const when = useWhen()
  const [isWriting, setWriting] = useState(false)
  const { momentId, userid, likes } = moment
  const of = { momentId, userid, externalUserId: personId }
  const isLiked = likes.some(({ by }) => by === personId)
  return (
    <article className="moment">
      <Face name={moment.name} />
      <div className="moment-body">
        <p className="moment-name">{moment.name}</p>
        <MomentContent moment={moment} />
        <div className="moment-foot">
          <time dateTime={moment.at}>{when(moment.at)}</time>
          <span className="moment-deeds">
            <button
              type="button"
              className="bar-button"
              aria-pressed={isLiked}
              onClick={() => void act('like-moment', done, of)}
            >
              <Glyph name="like" />
              {isLiked ? t('liked') : t('like')}
            </button>
            <button
              type="button"
              className="bar-button"
              aria-expanded={isWriting}
              onClick={() => setWriting(!isWriting)}
            >
              <Glyph name="chat" />
              {t('comment')}
            </button>
          </span>
        </div>
        <Reactions moment={moment} />
        {isWriting && (
          <Comment
            onSend={(text) => {
              setWriting(false)
              void act('comment-moment', done, { ...of, text })
            }}
          />
        )}
      </div>
    </article>
  )
}

/** The words, pictures, video or link of a post. */
export function MomentContent({ moment }: { moment: Moment }) {
  const { text, images, video, link } = moment
  return (
    <>
      {text !== '' && <p className="moment-text">{text}</p>}
      {images.length > 0 && (
        <div className={images.length === 1 ? 'pictures pictures-one' : 'pictures'}>
          {images.map((src) => (
            <img key={src} src={src} alt="" />
          ))}
        </div>
      )}
      {video && (
        // biome-ignore lint/a11y/useMediaCaption: what a brand uploads brings no captions with it.
        <video className="moment-video" src={video} controls />
      )}
      {link && (
        <span className="link-card">
          <span className="link-title">{link.title}</span>
        </span>
      )}
    </>
  )
}

/** Who likes it, and what was written below it. */
export function Reactions({ moment: { likes, comments } }: { moment: Moment }) {
  if (likes.length + comments.length === 0) return null
  return (
    <div className="reactions">
      {likes.length > 0 && (
        <p className="likes">
          <Glyph name="like" />
          {likes.map(({ name }) => name).join('、')}
        </p>
      )}
      {comments.map(({ by, at, name, text }) => (
        <p key={`${by}${at}`}>
          <span className="moment-name">{name}</span>：{text}
        </p>
      ))}
    </div>
  )
}

function Comment({ onSend }: { onSend: (text: string) => void }) {
  const t = useText(texts)
  const [text, setText] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') onSend(text.trim())
  }
  return (
    <form className="newcomer-row comment" onSubmit={send}>
      <input
        className="field"
        aria-label={t('comment')}
        placeholder={t('comment')}
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button button-main" disabled={text.trim() === ''}>
        {t('send')}
      </button>
    </form>
  )
}
