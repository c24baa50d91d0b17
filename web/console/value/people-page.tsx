import { type PersonValue, personValue, rfmClassNames } from '../../../contract/insight.ts'
import {
  type Column,
  Day,
  GoButton,
  ListPage,
  Money,
  PersonCell,
  useAddress,
  useFormat,
  useList,
  useText,
} from '../../ui/index.ts'
import { texts } from './text.ts'

const SORTS = ['ltv', 'p_alive', 'leaving'] as const

/** The people behind the figures: by value, by who is probably gone, or of the best who is leaving. */
export function ValuePeoplePage() {
  const t = useText(texts)
  const address = useAddress()
  const list = useList('/api/value/people', personValue, address.all)
  const sort = SORTS.find((one) => one === address.get('sort')) ?? 'ltv'
  // Too few data for a forecast: the list stands by what is known.
  const said = sort === 'ltv' && list.rows[0]?.ltv12 === null ? 'spent' : sort
  return (
    <ListPage<PersonValue>
      name="value-people"
      title={t('people_title')}
      sentence={!list.total ? undefined : t(`people_sentence_${said}`, { count: list.total })}
      list={list}
      columns={useColumns()}
      idOf={(row) => row.customer.id}
      nameOf={({ customer }) => customer.name || t('people_unnamed', { no: String(customer.no) })}
      to={(row) => `/customers/${row.customer.id}`}
      filters={[
        {
          kind: 'choice',
          key: 'sort',
          label: t('which'),
          options: [
            { value: 'leaving', label: t('which_leaving') },
            { value: 'p_alive', label: t('which_p_alive') },
          ],
        },
        {
          kind: 'choice',
          key: 'rfm',
          label: t('filter_rfm'),
          options: rfmClassNames.map((value) => ({ value, label: t(`rfm_${value}`) })),
        },
      ]}
      empty={{
        what: t('people_empty'),
        why: t('people_empty_why'),
        action: <GoButton to="/value">{t('to_value')}</GoButton>,
      }}
    />
  )
}

function useColumns(): Column<PersonValue>[] {
  const t = useText(texts)
  const format = useFormat()
  const orNone = (value: number | null, write: (value: number) => string) =>
    value === null ? '—' : write(value)
  return [
    {
      key: 'person',
      title: t('column_person'),
      draw: ({ customer, lastOn }) => (
        <PersonCell
          name={customer.name || t('people_unnamed', { no: String(customer.no) })}
          last={t('last_bought', { on: format.day(lastOn) })}
          to={`/customers/${customer.id}`}
        />
      ),
    },
    {
      key: 'ltv12',
      title: t('column_ltv12'),
      isNumber: true,
      draw: ({ ltv12 }) => <Money minor={ltv12} />,
    },
    {
      key: 'alive',
      title: t('column_alive'),
      help: t('column_alive_help'),
      isNumber: true,
      draw: ({ pAlive }) => orNone(pAlive, (value) => format.percent(value)),
    },
    {
      key: 'expected',
      title: t('column_expected'),
      isNumber: true,
      draw: ({ expectedPurchases12 }) =>
        orNone(expectedPurchases12, (value) => format.decimal(value, 1)),
    },
    {
      key: 'orders',
      title: t('column_orders'),
      isNumber: true,
      draw: ({ orders }) => format.count(orders),
    },
    {
      key: 'spent',
      title: t('column_spent'),
      isNumber: true,
      draw: ({ spent }) => <Money minor={spent} />,
    },
    { key: 'last', title: t('column_last'), draw: ({ lastOn }) => <Day on={lastOn} /> },
    {
      key: 'rfm',
      title: t('column_rfm'),
      draw: ({ scores, rfmClass }) => `${t(`rfm_${rfmClass}`)} ${scores.r}${scores.f}${scores.m}`,
    },
    {
      key: 'ltv36',
      title: t('column_ltv36'),
      isNumber: true,
      isHidden: true,
      draw: ({ ltv36 }) => <Money minor={ltv36} />,
    },
  ]
}
