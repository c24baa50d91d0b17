import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { type Happening, happening } from '../../../contract/customer.ts'
import { Go, Money, Timeline, useList, useMay, useNews, useText } from '../../ui/index.ts'
import { OpenModal } from '../care/open-modal.tsx'
import { useJourneyName } from '../journeys/use-journey-name.ts'
import { useLeftWord } from '../journeys/words.ts'
import { eventTexts } from './event-text.ts'
import {
  type HappenedGroup,
  happenedGroups,
  OUR_SOURCE,
  useEventWord,
  useSourceWord,
} from './event-word.ts'
import { shownValue } from './fields.tsx'
import { useOwnWords } from './own-words.ts'
import { texts } from './text.ts'

const PROPS_SHOWN = 4
/** What tells which page it was: said by its name. */
const OWN_PROPS: ReadonlySet<string> = new Set([
  ...['form', 'form_id', 'response_id', 'version', 'score', 'seconds'],
  ...['topic', 'topic_id', 'visitor'],
  ...['article', 'article_id', 'kind', 'generation'],
])
const TOLD_IN_OUR_WORDS = [OUR_SOURCE, 'wecom', 'official']
/** What happens while the page is open shows by itself, as the friendships beside it do. */
const LIVE_MS = 3_000

const groups: readonly HappenedGroup[] = ['all', 'orders', 'browse', 'contact', 'identity']

/** What happened, newest first; the filter asks the server, so that an order of years ago is found too. */
export function Happened({ personId }: { personId: string }) {
  const t = useText(texts)
  const eventWord = useEventWord()
  const mayWrite = useMay('customers.write')
  const [isMarking, setMarking] = useState(false)
  const [group, setGroup] = useState<HappenedGroup>('all')
  const path = `/api/customers/${personId}/timeline`
  const list = useList(path, happening, { names: happenedGroups[group].join(',') })
  useNews(list, path, happening, LIVE_MS)
  const happenings = list.rows.map((one) => ({
    id: one.id,
    at: one.at,
    kind: one.name,
    what: (
      <>
        {eventWord(one.name)} {one.value !== 0 && <Money minor={one.value} />}
        {one.name === 'message.replied' && mayWrite && (
          <Button type="link" size="small" onClick={() => setMarking(true)}>
            {t('happened_open_case')}
          </Button>
        )}
      </>
    ),
    detail: <Detail one={one} />,
  }))
  return (
    <>
      <div className="kit-head-row">
        <h2>{t('happened')}</h2>
        <Segmented<HappenedGroup>
          value={group}
          onChange={setGroup}
          options={groups.map((value) => ({ value, label: t(`happened_${value}`) }))}
        />
      </div>
      <Timeline
        happenings={happenings}
        more={list.more}
        isMoreLoading={list.isMoreLoading}
        empty={list.problem?.message ?? t('happened_none')}
      />
      {isMarking && (
        <OpenModal customerId={personId} origin="message" close={() => setMarking(false)} />
      )}
    </>
  )
}

/** The SOP behind it, by name; nothing for who may not read SOPs. */
function JourneyName({ id }: { id: string }) {
  const t = useText(eventTexts)
  const name = useJourneyName(id)
  if (name === undefined) return null
  return <Go to={`/journeys/${id}`}>{t('of_journey', { name })}</Go>
}

/** What was asked on a page of the brand's own, by name, and what was answered. */
function OnOurPage({
  props,
  answers,
}: {
  props: Happening['props']
  answers: readonly [string, unknown][]
}) {
  const t = useText(eventTexts)
  const { form, form_id: formId, topic, topic_id: topicId } = props
  const said = answers.slice(0, PROPS_SHOWN).map(([, value]) => shownValue(value))
  return (
    <>
      {typeof form === 'string' && typeof formId === 'string' && (
        <Go to={`/forms/${formId}`}>{t('of_form', { name: form })}</Go>
      )}
      {typeof topic === 'string' && typeof topicId === 'string' && (
        <Go to={`/flash/${topicId}`}>{t('of_form', { name: topic })}</Go>
      )}
      <ArticleName props={props} /> {said.join(' · ')}
    </>
  )
}

/** Which article, and how it was read where that is told. */
function ArticleName({ props }: { props: Happening['props'] }) {
  const t = useText(eventTexts)
  const { article, article_id: articleId, seconds, depth } = props
  if (typeof article !== 'string' || typeof articleId !== 'string') return null
  const isRead = typeof seconds === 'number' && typeof depth === 'number'
  return (
    <>
      <Go to={`/articles/${articleId}`}>{t('of_form', { name: article })}</Go>{' '}
      {isRead && t('read_for', { seconds, depth })}
    </>
  )
}

/** Ours say what they mean; a brand's own events show their first plain properties. */
function Detail({ one }: { one: Happening }) {
  const t = useText(texts)
  const ownWords = useOwnWords()
  const sourceWord = useSourceWord()
  const leftWord = useLeftWord()
  // What WeCom and an official account tell is told in our words; their own fields mean nothing to an operator.
  if (TOLD_IN_OUR_WORDS.includes(one.source)) {
    const { journey_id: journeyId, case_id: caseId, reason } = one.props
    const isLeaving = one.name === 'journey.left' && typeof reason === 'string'
    const words = [ownWords(one.props), isLeaving ? leftWord(reason) : '']
    return (
      <>
        {typeof journeyId === 'string' && <JourneyName id={journeyId} />}{' '}
        <ArticleName props={one.props} />
        {typeof caseId === 'string' && (
          <Go to={`/service-cases/${caseId}`}>{t('happened_case')}</Go>
        )}{' '}
        {words.filter((word) => word !== '').join(' · ')}
      </>
    )
  }
  const isOurPage = one.source === 'page'
  const plain = Object.entries(one.props).filter(
    ([key, value]) =>
      !key.startsWith('$') && typeof value !== 'object' && !(isOurPage && OWN_PROPS.has(key)),
  )
  if (isOurPage) return <OnOurPage props={one.props} answers={plain} />
  const props = plain.slice(0, PROPS_SHOWN).map(([key, value]) => `${key}: ${shownValue(value)}`)
  return <>{[...props, t('happened_from', { source: sourceWord(one.source) })].join(' · ')}</>
}
