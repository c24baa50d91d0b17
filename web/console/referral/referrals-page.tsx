import { type ReferralLine, referralLine } from '../../../contract/referral.ts'
import {
  type Column,
  Go,
  GoButton,
  ListPage,
  useAddress,
  useFormat,
  useList,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import { StateMark, states } from './state-mark.tsx'
import { texts } from './text.ts'

const REFRESH_MS = 10_000

/** Every invitation campaign with what came of it. */
export function ReferralsPage() {
  const t = useText(texts)
  const list = useList('/api/referrals', referralLine, useAddress().all, { every: REFRESH_MS })
  const begin = useMay('journeys.write') && <GoButton to="/referrals/new">{t('new')}</GoButton>
  const friends = list.rows.reduce((sum, row) => sum + row.counted, 0)
  const suspicious = list.rows.reduce((sum, row) => sum + row.suspicious, 0)
  return (
    <ListPage<ReferralLine>
      name="referrals"
      title={t('title')}
      help={t('help')}
      sentence={
        list.total !== null &&
        t(suspicious > 0 ? 'sentence_suspicious' : 'sentence', {
          count: list.total,
          friends,
          suspicious,
        })
      }
      deeds={begin}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.name}
      to={(row) => `/referrals/${row.id}`}
      searchHint={t('search')}
      filters={[
        {
          kind: 'choice',
          key: 'state',
          label: t('state'),
          options: states.map((value) => ({ value, label: t(`state_${value}`) })),
        },
      ]}
      columns={useColumns()}
      empty={{ what: t('empty'), why: t('empty_why'), action: begin }}
    />
  )
}

function useColumns(): Column<ReferralLine>[] {
  const t = useText(texts)
  const format = useFormat()
  const count = (key: 'inviters' | 'friends' | 'counted'): Column<ReferralLine> => ({
    key,
    title: t(key),
    isNumber: true,
    draw: (row) => format.count(row[key]),
  })
  return [
    {
      key: 'name',
      title: t('name'),
      draw: ({ id, name }) => <Go to={`/referrals/${id}`}>{name}</Go>,
    },
    { key: 'state', title: t('state'), draw: ({ state }) => <StateMark state={state} /> },
    count('inviters'),
    count('friends'),
    count('counted'),
    {
      key: 'suspicious',
      title: t('suspicious'),
      isNumber: true,
      draw: ({ id, suspicious }) =>
        suspicious === 0 ? (
          '0'
        ) : (
          <Go to={`/referrals/${id}?show=suspicious`}>{format.count(suspicious)}</Go>
        ),
    },
    {
      key: 'until',
      title: t('until'),
      draw: ({ until }) => (until === null ? t('no_end') : <When at={until} />),
    },
  ]
}
