import { type Diagnosis, diagnosis } from '../../../contract/playbook.ts'
import { Go, GoButton, ListPage, useFormat, useList, useText, When } from '../../ui/index.ts'
import { texts } from './text.ts'
import { isWorthSaying, likely } from './verdict.ts'

/** Every diagnosis that was made, newest first; a row opens it. */
export function DiagnosisHistoryPage() {
  const t = useText(texts)
  const format = useFormat()
  const list = useList('/api/diagnoses', diagnosis)
  return (
    <ListPage<Diagnosis>
      name="diagnoses"
      title={t('list_title')}
      sentence={list.total === null ? undefined : t('list_sentence', { count: list.total })}
      deeds={<Go to="/diagnosis">{t('back')}</Go>}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.madeAt}
      to={(row) => `/diagnosis?id=${row.id}`}
      columns={[
        {
          key: 'at',
          title: t('list_at'),
          draw: (row) => (
            <Go to={`/diagnosis?id=${row.id}`}>
              <When at={row.madeAt} />
            </Go>
          ),
        },
        { key: 'basis', title: t('list_basis'), draw: (row) => t(`basis_short_${row.basis}`) },
        {
          key: 'verdict',
          title: t('list_verdict'),
          draw: (row) => t(`verdict_${row.verdict.verdict}`),
        },
        {
          key: 'combination',
          title: t('list_combination'),
          draw: ({ combinations: { topTwo } }) =>
            topTwo
              .filter(isWorthSaying)
              .map(({ combination: n, probability }) =>
                t('list_nearest', { n, share: likely(probability, t, format) }),
              )
              .join(' · '),
        },
      ]}
      empty={{
        what: t('list_empty'),
        why: t('list_empty_why'),
        action: <GoButton to="/diagnosis">{t('title')}</GoButton>,
      }}
    />
  )
}
