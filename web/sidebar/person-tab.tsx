import { type SidebarPerson, sidebarPersonAnswer } from '../../contract/sidebar.ts'
import { useText } from '../ui/language.ts'
import { Letter } from './letter.tsx'
import { useSeen } from './load.ts'
import { Needs } from './needs.tsx'
import { NextStep } from './next-step.tsx'
import { usePlace, useReasonWord, useWords } from './place.tsx'
import { Promises } from './promises.tsx'
import { Readings } from './readings.tsx'
import { Recommended } from './recommended.tsx'
import { Remark } from './remark.tsx'
import { texts } from './text.ts'
import { Waits } from './waits.tsx'

const REFRESH_MS = 15_000

/** The person in one screen: what to do now, then who they are, what they need, what we promised, what they got. */
export function PersonTab({ onContent }: { onContent: () => void }) {
  const t = useText(texts)
  const { contact } = usePlace()
  const path = contact === null ? null : `/customers/${encodeURIComponent(contact)}`
  const seen = useSeen(path, sidebarPersonAnswer, { every: REFRESH_MS })
  if (contact === null) return <p className="empty">{t('no_customer')}</p>
  if (seen.error) return <p className="empty">{t('not_yours')}</p>
  const person = seen.data?.person
  if (!person) return <p className="empty">{t('loading')}</p>
  return (
    <>
      <Head person={person} />
      <NextStep person={person} contact={contact} onContent={onContent} />
      <Waits waits={person.waits} contact={contact} />
      <Letter contact={contact} />
      <Needs person={person} contact={contact} />
      <Recommended contact={contact} />
      <Readings contact={contact} />
      <Promises promises={person.promises} contact={contact} />
      <May person={person} />
      <Messages person={person} />
      <Orders person={person} />
    </>
  )
}

function Head({ person }: { person: SidebarPerson }) {
  const t = useText(texts)
  const words = useWords()
  const { source, way, value } = person
  const from = [source, way].filter((one) => one !== null).join(' · ')
  return (
    <header className="card head">
      <h1>{person.name}</h1>
      <Remark remark={person.remark} />
      <p className="soft">
        {t('since', { when: words.when(person.followedAt) })}
        {from !== '' && ` · ${t('came_from', { source: from })}`}
      </p>
      <p>
        {person.orders === 0
          ? t('never_bought')
          : t('bought', { orders: person.orders, total: words.money(person.total) })}
        {value?.isGone && <span className="mark mark-wait">{t('gone')}</span>}
      </p>
      <Tie tie={person.tie} />
      {value && !value.isGone && (
        <p className="soft">
          {t('worth', { money: words.money(value.expected) })}
          {value.dueOn !== null && ` · ${t('due', { day: words.onDay(value.dueOn) })}`}
        </p>
      )}
    </header>
  )
}

/** How strong the tie is, and what that rests on. */
function Tie({ tie: { level, reasons } }: { tie: SidebarPerson['tie'] }) {
  const t = useText(texts)
  return (
    <p className="soft">
      <strong>{t(`tie_${level}`)}</strong>
      {' · '}
      {reasons === null
        ? t('tie_new')
        : t('tie_reasons', { came: reasons.came, spokenTo: reasons.spokenTo })}
    </p>
  )
}

function May({ person }: { person: SidebarPerson }) {
  const t = useText(texts)
  const words = useWords()
  const reasonWord = useReasonWord()
  return (
    <section className="card">
      <h2>{t('may')}</h2>
      <ul className="lines">
        {person.may.map(({ purpose, reason, until }) => (
          <li key={purpose}>
            <span>{t(`purpose_${purpose}`)}</span>
            <span className={reason === null ? 'yes' : 'soft'}>
              {reason === null ? t('may_yes') : reasonWord(reason)}
              {until !== null && `，${t('until', { when: words.when(until) })}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Messages({ person }: { person: SidebarPerson }) {
  const t = useText(texts)
  const words = useWords()
  return (
    <section className="card">
      <h2>{t('messages')}</h2>
      {person.lastMessages.length === 0 && <p className="soft">{t('messages_none')}</p>}
      <ul className="lines lines-tall">
        {person.lastMessages.map(({ at, text, isClicked }) => (
          <li key={`${at} ${text}`}>
            <span className="clamp">{text}</span>
            <span className="soft">
              {words.when(at)}
              {isClicked && ` · ${t('clicked')}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Orders({ person }: { person: SidebarPerson }) {
  const t = useText(texts)
  const words = useWords()
  return (
    <section className="card">
      <h2>{t('orders')}</h2>
      {person.lastOrders.length === 0 && <p className="soft">{t('orders_none')}</p>}
      <ul className="lines lines-tall">
        {person.lastOrders.map(({ id, at, amount, items }) => (
          <li key={id}>
            <span className="clamp">
              {items.map(({ name, quantity }) => `${name} × ${quantity}`).join('，')}
            </span>
            <span className="soft">
              {words.when(at)} · {words.money(amount)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
