import { Tag } from 'antd'
import { sources } from '../../../contract/acquisition.ts'
import { associates } from '../../../contract/corp.ts'
import { type Filter, useAddress, useLoad, useText } from '../../ui/index.ts'
import { associateLabel } from '../corp/associate-label.ts'
import { followTexts } from './follow-text.ts'

const RELATIONS = ['friend', 'lost', 'never'] as const

/** Filters by friendship: with whom, by which source, and whether it stands. Where no corp is known there are none. */
export function useFollowFilters(): Filter[] {
  const t = useText(followTexts)
  const address = useAddress()
  const members = useLoad('/api/associates', associates).data?.items ?? []
  const known = useLoad('/api/sources', sources).data?.items ?? []
  const code: Filter = {
    kind: 'own',
    key: 'code',
    label: t('filter_code'),
    draw: () =>
      address.get('code') !== undefined && (
        <Tag closable onClose={() => address.change({ code: undefined })}>
          {t('filter_code')}
        </Tag>
      ),
  }
  if (members.length === 0 && known.length === 0) return [code]
  return [
    {
      kind: 'choices',
      key: 'associate',
      label: t('filter_associate'),
      options: members.map((one) => ({ value: one.userid, label: associateLabel(one) })),
    },
    {
      kind: 'choices',
      key: 'from',
      label: t('filter_from'),
      options: known.map(({ id, name }) => ({ value: id, label: name })),
      isRare: true,
    },
    {
      kind: 'choice',
      key: 'relation',
      label: t('filter_relation'),
      options: RELATIONS.map((value) => ({ value, label: t(`relation_${value}`) })),
    },
    code,
  ]
}
