import { useText } from '../ui/language.ts'
import { MomentContent, Reactions } from './moments-screen.tsx'
import { Nothing } from './screen.tsx'
import { texts } from './text.ts'
import { useWhen } from './when.ts'
import { done, type PostedMoment } from './wire.ts'
import { act } from './world.tsx'

/** What the company asks this associate to post, and what customers did with it. */
export function DeskMoments({
  userid,
  moments,
}: {
  userid: string
  moments: readonly PostedMoment[]
}) {
  const t = useText(texts)
  if (moments.length === 0) {
    return <Nothing what={t('no_moment_tasks')} why={t('no_moment_tasks_why')} />
  }
  return (
    <ul className="cards">
      {moments.map((moment) => (
        <li key={moment.momentId}>
          <MomentTask userid={userid} moment={moment} />
        </li>
      ))}
    </ul>
  )
}

function MomentTask({ userid, moment }: { userid: string; moment: PostedMoment }) {
  const t = useText(texts)
  const when = useWhen()
  const { momentId, state, viewers } = moment
  const of = { momentId, userid }
  const told = {
    open: t('moment_open'),
    posted: t('moment_posted', { count: viewers }),
    cancelled: t('state_cancelled'),
    ignored: t('state_ignored'),
  }[state]
  return (
    <article className={`task task-${state}`}>
      <header className="task-head">
        <span className="task-state">{told}</span>
        <time className="row-time" dateTime={moment.at}>
          {when(moment.at)}
        </time>
      </header>
      <MomentContent moment={moment} />
      {state === 'posted' && <Reactions moment={moment} />}
      {state === 'open' && (
        <div className="pair">
          <button
            type="button"
            className="button button-main"
            onClick={() => void act('post-moment', done, of)}
          >
            {t('post_moment', { count: viewers })}
          </button>
          <button
            type="button"
            className="button"
            onClick={() => void act('ignore-moment', done, of)}
          >
            {t('ignore')}
          </button>
        </div>
      )}
    </article>
  )
}
