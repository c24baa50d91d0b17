import { Segmented } from 'antd'
import { useState } from 'react'
import { type Happening, happening } from '../../../contract/customer.ts'
import { Money, Timeline, useList, useText } from '../../ui/index.ts'
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

const groups: readonly HappenedGroup[] = ['all', 'orders', 'browse', 'contact', 'identity']

/** What happened, newest first; the filter asks the server, so that an order of years ago is found too. */
export function Happened({ personId }: { personId: string }) {
  const t = useText(texts)
  const eventWord = useEventWord()
  const [group, setGroup] = useState<HappenedGroup>('all')
  const list = useList(`/api/customers/${personId}/timeline`, happening, {
    names: happenedGroups[group].join(','),
  })
  const happenings = list.rows.map((one) => ({
    id: one.id,
    at: one.at,
    kind: one.name,
    what: (
      <>
        {eventWord(one.name)} {one.value !== 0 && <Money minor={one.value} />}
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
    </>
  )
}

/** Ours say what they mean; a brand's own events show their first plain properties. */
function Detail({ one }: { one: Happening }) {
  const t = useText(texts)
  const ownWords = useOwnWords()
  const sourceWord = useSourceWord()
  // What WeCom tells is told in our words; its own fields mean nothing to an operator.
  if (one.source === OUR_SOURCE || one.source === 'wecom') return <>{ownWords(one.props)}</>
  const plain = Object.entries(one.props).filter(
    ([key, value]) => !key.startsWith('$') && typeof value !== 'object',
  )
  const props = plain.slice(0, PROPS_SHOWN).map(([key, value]) => `${key}: ${shownValue(value)}`)
  return <>{[...props, t('happened_from', { source: sourceWord(one.source) })].join(' · ')}</>
}
