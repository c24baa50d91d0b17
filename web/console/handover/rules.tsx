import { Button, Form, Select } from 'antd'
import { useState } from 'react'
import { customerPage } from '../../../contract/customer.ts'
import type { HandoverRule } from '../../../contract/handover.ts'
import { segmentPage } from '../../../contract/segment-view.ts'
import { tagGroups } from '../../../contract/tag.ts'
import { useLoad, useText } from '../../ui/index.ts'
import { useAssociateOptions } from '../care/owner-modal.tsx'
import { texts } from './text.ts'

/** A rule that is being written: nobody or nothing chosen yet. */
type Draft = { no: number; kind: HandoverRule['kind']; what: string[]; to: string | null }
type Given = { from: string | undefined }

/** Customers who go to somebody by a condition, before the rest is divided. Half written rules count for nothing. */
export function Rules({
  rules,
  change,
  from,
}: { rules: HandoverRule[]; change: (rules: HandoverRule[]) => void } & Given) {
  const t = useText(texts)
  const [drafts, setDrafts] = useState<Draft[]>([])
  const keep = (next: Draft[]) => {
    setDrafts(next)
    const whole = next.flatMap((draft) => ruleOf(draft) ?? [])
    if (JSON.stringify(whole) !== JSON.stringify(rules)) change(whole)
  }
  const add = (kind: Draft['kind']) => {
    const no = Math.max(0, ...drafts.map((one) => one.no)) + 1
    keep([...drafts, { no, kind, what: [], to: null }])
  }
  return (
    <Form.Item label={t('rules')}>
      <div className="kit-stack">
        {drafts.map((draft) => (
          <Rule
            key={draft.no}
            draft={draft}
            from={from}
            change={(next) => keep(drafts.map((one) => (one.no === draft.no ? next : one)))}
            remove={() => keep(drafts.filter((one) => one.no !== draft.no))}
          />
        ))}
        <div className="kit-deeds">
          <Button size="small" onClick={() => add('tag')}>
            {t('rule_add_tag')}
          </Button>
          <Button size="small" onClick={() => add('segment')}>
            {t('rule_add_segment')}
          </Button>
          <Button size="small" onClick={() => add('picked')}>
            {t('rule_add_picked')}
          </Button>
        </div>
      </div>
    </Form.Item>
  )
}

function ruleOf({ kind, what, to }: Draft): HandoverRule | null {
  const [first] = what
  if (first === undefined || to === null) return null
  if (kind === 'tag') return { kind, tagId: first, to }
  return kind === 'segment' ? { kind, segmentId: first, to } : { kind, customerIds: what, to }
}

function Rule({
  draft,
  from,
  change,
  remove,
}: { draft: Draft; change: (draft: Draft) => void; remove: () => void } & Given) {
  const t = useText(texts)
  const takers = useAssociateOptions()
  const choose = (what: string[]) => change({ ...draft, what })
  return (
    <div className="kit-stack">
      <span className="kit-soft">{t(`rule_${draft.kind}`)}</span>
      {draft.kind === 'tag' && <TagChoice value={draft.what} choose={choose} />}
      {draft.kind === 'segment' && <SegmentChoice value={draft.what} choose={choose} />}
      {draft.kind === 'picked' && <PeopleChoice value={draft.what} choose={choose} from={from} />}
      <div className="kit-row">
        <Select
          className="kit-filter"
          prefix={t('rule_to')}
          aria-label={t('rule_to')}
          showSearch={{ optionFilterProp: 'label' }}
          value={draft.to}
          onChange={(to: string) => change({ ...draft, to })}
          options={takers.filter(({ value }) => value !== from)}
        />
        <Button size="small" type="text" onClick={remove}>
          {t('rule_remove')}
        </Button>
      </div>
    </div>
  )
}

type Choice = { value: string[]; choose: (what: string[]) => void }

function TagChoice({ value, choose }: Choice) {
  const t = useText(texts)
  const groups = useLoad('/api/tag-groups', tagGroups)
  return (
    <Select
      aria-label={t('rule_tag')}
      showSearch={{ optionFilterProp: 'label' }}
      value={value[0] ?? null}
      onChange={(id: string) => choose([id])}
      options={(groups.data?.items ?? [])
        .filter(({ archivedAt }) => archivedAt === null)
        .map((group) => ({
          label: group.name,
          options: group.tags.map(({ id, name }) => ({ value: id, label: name })),
        }))}
    />
  )
}

function SegmentChoice({ value, choose }: Choice) {
  const t = useText(texts)
  const found = useLoad('/api/segments', segmentPage, { query: { limit: '100' } })
  return (
    <Select
      aria-label={t('rule_segment')}
      showSearch={{ optionFilterProp: 'label' }}
      value={value[0] ?? null}
      onChange={(id: string) => choose([id])}
      options={(found.data?.items ?? [])
        .filter(({ state }) => state === 'live')
        .map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}

function PeopleChoice({ value, choose, from }: Choice & Given) {
  const t = useText(texts)
  const [search, setSearch] = useState('')
  const query = { limit: '30', search, ...(from === undefined ? {} : { associate: from }) }
  const found = useLoad('/api/customers', customerPage, { query, enabled: from !== undefined })
  return (
    <Select
      mode="multiple"
      aria-label={t('rule_picked')}
      placeholder={t('rule_search')}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      value={value}
      onChange={choose}
      options={(found.data?.items ?? []).map(({ id, name }) => ({
        value: id,
        label: name || t('nameless'),
      }))}
    />
  )
}
