import { useState } from 'react'
import {
  type OfferedMaterial,
  offeredMaterials,
  rankedMaterials,
  rankedPeople,
} from '../../contract/sidebar.ts'
import { useText } from '../ui/language.ts'
import { useSeen } from './load.ts'
import { usePlace, useReasonWord, useWords } from './place.tsx'
import { Reasons } from './reasons.tsx'
import { SendMaterial } from './send-material.tsx'
import { texts } from './text.ts'

/** What may be sent: ranked for the customer beside whom the page stands, or this week's materials and for whom they are. */
export function MaterialsTab() {
  const t = useText(texts)
  const { contact } = usePlace()
  const [isForHer, setForHer] = useState(contact !== null)
  return (
    <>
      {contact !== null && (
        <div className="row switch">
          <button
            type="button"
            className="button"
            aria-pressed={isForHer}
            onClick={() => setForHer(true)}
          >
            {t('for_customer')}
          </button>
          <button
            type="button"
            className="button"
            aria-pressed={!isForHer}
            onClick={() => setForHer(false)}
          >
            {t('this_week')}
          </button>
        </div>
      )}
      {isForHer && contact !== null ? <ForCustomer contact={contact} /> : <ThisWeek />}
    </>
  )
}

function ForCustomer({ contact }: { contact: string }) {
  const t = useText(texts)
  const words = useWords()
  const reasonWord = useReasonWord()
  const seen = useSeen(`/customers/${encodeURIComponent(contact)}/materials`, rankedMaterials)
  const items = seen.data?.items
  if (!items) return <p className="empty">{seen.error ? t('not_yours') : t('loading')}</p>
  if (items.length === 0) return <p className="empty">{t('materials_none')}</p>
  return items.map((material) => (
    <article key={material.id} className="card">
      <h3>{material.title}</h3>
      <Reasons reasons={material.reasons} />
      <p className="quote">{material.read ?? material.text}</p>
      {material.link && <p className="soft">🔗 {material.link.title}</p>}
      {material.read === null && <p className="harm">{t('unreadable')}</p>}
      {material.may.reason !== null && (
        <p className="soft">
          {reasonWord(material.may.reason)}
          {material.may.until !== null &&
            `，${t('until', { when: words.when(material.may.until) })}`}
        </p>
      )}
      <SendMaterial
        materialId={material.id}
        contact={contact}
        isRefused={material.may.reason !== null || material.read === null}
      />
    </article>
  ))
}

function ThisWeek() {
  const t = useText(texts)
  const words = useWords()
  const [chosen, setChosen] = useState<OfferedMaterial | null>(null)
  const seen = useSeen('/materials', offeredMaterials)
  const items = seen.data?.items
  if (chosen) return <WhoFor material={chosen} onBack={() => setChosen(null)} />
  if (!items) return <p className="empty">{seen.error ? t('no_answer') : t('loading')}</p>
  if (items.length === 0) return <p className="empty">{t('materials_none')}</p>
  return items.map((material) => (
    <article key={material.id} className="card">
      <h3>{material.title}</h3>
      {material.story !== '' && (
        <p>
          <span className="soft">{t('story')}：</span>
          {material.story}
        </p>
      )}
      <p className="quote">{material.text}</p>
      {material.link && <p className="soft">🔗 {material.link.title}</p>}
      <p className="soft">
        {t(`purpose_${material.purpose}`)}
        {material.tags.length > 0 &&
          ` · ${t('answers', { tags: material.tags.map(({ name }) => name).join('、') })}`}
        {material.untilOn !== null &&
          ` · ${t('until_day', { day: words.onDay(material.untilOn) })}`}
        {material.work.sent > 0 &&
          ` · ${t('reason_worked', { sent: material.work.sent, clicked: material.work.clicked })}`}
      </p>
      <button type="button" className="button" onClick={() => setChosen(material)}>
        {t('who_for')}
      </button>
    </article>
  ))
}

function WhoFor({ material, onBack }: { material: OfferedMaterial; onBack: () => void }) {
  const t = useText(texts)
  const words = useWords()
  const reasonWord = useReasonWord()
  const { contact } = usePlace()
  const seen = useSeen(`/materials/${material.id}/customers`, rankedPeople)
  const found = seen.data
  return (
    <>
      <button type="button" className="text-button" onClick={onBack}>
        ‹ {t('back')}
      </button>
      <h2 className="over">{material.title}</h2>
      {!found && <p className="empty">{seen.error ? t('no_answer') : t('loading')}</p>}
      {found && (
        <p className="soft over">
          {found.items.length === 0
            ? t('people_none', { customers: found.customers })
            : t('people_found', { customers: found.customers, count: found.items.length })}
        </p>
      )}
      {found?.items.map((person) => (
        <article key={person.id} className="card">
          <h3>{person.name}</h3>
          <Reasons reasons={person.reasons} />
          <p className="soft">
            {person.may.reason === null ? t('may_yes') : reasonWord(person.may.reason)}
            {person.may.until !== null && `，${t('until', { when: words.when(person.may.until) })}`}
          </p>
          {person.externalUserid === contact ? (
            <SendMaterial
              materialId={material.id}
              contact={contact}
              isRefused={person.may.reason !== null}
            />
          ) : (
            <p className="soft">{t('open_chat_first')}</p>
          )}
        </article>
      ))}
    </>
  )
}
