import { Select, Tag } from 'antd'
import { useState } from 'react'
import { customerRow } from '../../../contract/customer.ts'
import type { Speech } from '../../../contract/segment-sentence.ts'
import { type Segment, segmentWhy } from '../../../contract/segment-view.ts'
import { Card, Failed, Go, useAddress, useList, useLoad, useText } from '../../ui/index.ts'
import { useCalled } from '../customers/words.ts'
import { Reasons } from './reasons.tsx'
import { texts } from './text.ts'

const CHOICES = 20

/** Why somebody is in, or is not: the whole tree with what was found of this person. */
export function WhyCard({ segment, speech }: { segment: Segment; speech: Speech }) {
  const t = useText(texts)
  const called = useCalled()
  const [search, setSearch] = useState('')
  const address = useAddress()
  const asked = address.get('why')
  const found = useList('/api/customers', customerRow, { search, limit: CHOICES })
  const why = useLoad(`/api/segments/${segment.id}/why`, segmentWhy, {
    query: { customerId: asked },
    enabled: asked !== undefined,
  })
  const choices = found.rows.map((row) => ({
    value: row.id,
    label: [called(row), ...row.identities.map(({ masked }) => masked)].join(' · '),
  }))
  const isListed = choices.some(({ value }) => value === asked)
  // Somebody whom another page sent here is not among the first of the list.
  const person = why.data?.customer
  const known = person && !isListed ? [{ value: person.id, label: called(person) }] : []
  return (
    <Card title={t('why')}>
      <p className="kit-soft">{t('why_what')}</p>
      <Select<string>
        className="segment-values"
        showSearch={{ filterOption: false, onSearch: setSearch }}
        placeholder={t('why_search')}
        aria-label={t('why_search')}
        value={asked ?? null}
        onChange={(id) => address.change({ why: id })}
        options={[...known, ...choices]}
      />
      {why.problem && <Failed problem={why.problem} retry={why.reload} />}
      {why.data && (
        <div aria-live="polite" className="segment-reasons">
          <p>
            <Go to={`/customers/${why.data.customer.id}`}>{called(why.data.customer)}</Go>{' '}
            <Tag color={why.data.holds ? 'success' : 'default'}>
              {t(why.data.holds ? 'is_in' : 'is_out')}
            </Tag>
            {segment.state === 'live' && why.data.holds !== why.data.isMember && (
              <span className="kit-soft">{t('catching_up')}</span>
            )}
          </p>
          <Reasons tree={segment.tree} reasons={why.data.reasons} speech={speech} />
        </div>
      )}
    </Card>
  )
}
