import { ties } from '../../../contract/delivery.ts'
import { rfmClassNames } from '../../../contract/insight.ts'
import { type LayerPerson, layerPerson } from '../../../contract/layer.ts'
import {
  type Column,
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

/** The people of a cell, a tie or a class, whoever is expected to bring most first. */
export function LayerPeoplePage() {
  const t = useText(texts)
  const list = useList('/api/layers/people', layerPerson, useAddress().all)
  return (
    <ListPage<LayerPerson>
      name="layer-people"
      title={t('people_title')}
      sentence={!list.total ? undefined : t('people_sentence', { count: list.total })}
      list={list}
      columns={useColumns()}
      idOf={(row) => row.customer.id}
      nameOf={({ customer }) => customer.name || t('unnamed', { no: String(customer.no) })}
      to={(row) => `/customers/${row.customer.id}`}
      filters={[
        {
          kind: 'choice',
          key: 'tie',
          label: t('tie'),
          options: ties.map((value) => ({ value, label: t(`tie_${value}`) })),
        },
        {
          kind: 'choice',
          key: 'rfm',
          label: t('rfm_class'),
          options: [
            ...rfmClassNames.map((value) => ({ value, label: t(`rfm_${value}`) })),
            { value: 'none', label: t('never_bought') },
          ],
        },
      ]}
      empty={{
        what: t('people_empty'),
        why: t('people_empty_why'),
        action: <GoButton to="/layers">{t('back')}</GoButton>,
      }}
    />
  )
}

function useColumns(): Column<LayerPerson>[] {
  const t = useText(texts)
  const format = useFormat()
  return [
    {
      key: 'person',
      title: t('column_person'),
      draw: ({ customer, cameOn }) => (
        <PersonCell
          name={customer.name || t('unnamed', { no: String(customer.no) })}
          last={cameOn === null ? t('not_lately') : t('last_came', { on: format.day(cameOn) })}
          to={`/customers/${customer.id}`}
        />
      ),
    },
    { key: 'tie', title: t('tie'), draw: ({ tie }) => t(`tie_${tie}`) },
    {
      key: 'class',
      title: t('column_class'),
      draw: ({ rfm }) => (rfm === null ? t('never_bought') : t(`rfm_${rfm}`)),
    },
    {
      key: 'came',
      title: t('column_came'),
      isNumber: true,
      draw: ({ came }) => format.count(came),
    },
    {
      key: 'spoken',
      title: t('column_spoken'),
      isNumber: true,
      draw: ({ spokenTo }) => format.count(spokenTo),
    },
    {
      key: 'value90',
      title: t('column_value90'),
      isNumber: true,
      draw: ({ value90 }) => <Money minor={value90} />,
    },
    {
      key: 'spent',
      title: t('column_spent'),
      isNumber: true,
      draw: ({ spent }) => <Money minor={spent} />,
    },
  ]
}
