import { useEffect, useRef } from 'react'
import { useText } from '../ui/language.ts'
import { Nothing } from './screen.tsx'
import { answerSdk, askedOfSdk, type Pair } from './sidebar-sdk.ts'
import { texts } from './text.ts'
import { done } from './wire.ts'
import { act, useWorld } from './world.tsx'

/** The company's page beside a chat, with what WeCom's JS-SDK tells a page there. */
export function Sidebar({
  pair,
  name,
  onClose,
}: {
  pair: Pair
  name: string
  onClose: () => void
}) {
  const t = useText(texts)
  const url = useWorld().seen?.sidebarUrl ?? null
  return (
    <aside className="sidebar" aria-label={t('sidebar_of', { name })}>
      <div className="sidebar-head">
        <h3>{t('sidebar')}</h3>
        <button type="button" className="button" onClick={onClose}>
          {t('sidebar_close')}
        </button>
      </div>
      {url === null ? (
        <Nothing what={t('no_sidebar')} why={t('no_sidebar_why')} />
      ) : (
        <Beside url={url} pair={pair} title={t('sidebar_of', { name })} />
      )}
    </aside>
  )
}

function Beside({ url, pair, title }: { url: string; pair: Pair; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const { userid, externalUserId } = pair
  useEffect(() => {
    const page = new URL(url).origin
    const hear = (event: MessageEvent<unknown>) => {
      const asked = askedOfSdk(event.data)
      // Only the page itself is answered, and only while it is the company's.
      if (!asked || event.origin !== page || event.source !== frame.current?.contentWindow) return
      const say = async (said: object) =>
        (await act('chat', done, { userid, externalUserId, from: 'member', ...said })) !== null
      void answerSdk(asked, { userid, externalUserId }, say).then((answer) =>
        frame.current?.contentWindow?.postMessage(answer, page),
      )
    }
    window.addEventListener('message', hear)
    return () => window.removeEventListener('message', hear)
  }, [url, userid, externalUserId])
  return <iframe ref={frame} className="sidebar-page" src={url} title={title} />
}
