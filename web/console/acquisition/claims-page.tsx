import { type HookClaim, hookClaim, hookDetail } from '../../../contract/hook.ts'
import {
  type Column,
  Go,
  GoButton,
  ListPage,
  PersonCell,
  useAddress,
  useList,
  useLoad,
  usePart,
  useText,
  When,
} from '../../ui/index.ts'
import { hookTexts } from './hook-text.ts'

/** Who claimed a hook, and whether they went on. */
export function ClaimsPage() {
  const t = useText(hookTexts)
  const id = usePart('id')
  const address = useAddress()
  const list = useList(`/api/hooks/${id}/claims`, hookClaim, address.all)
  const hook = useLoad(`/api/hooks/${id}`, hookDetail)
  const back = `/hooks/${id}`
  return (
    <ListPage<HookClaim>
      name="claims"
      title={t('claims')}
      sentence={hook.data && t('claims_sentence', { name: hook.data.name })}
      deeds={<Go to={back}>{t('back')}</Go>}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.customer?.name ?? t('stranger')}
      filters={[
        {
          kind: 'choice',
          key: 'kind',
          label: t('claims_kind'),
          options: (['opened', 'unopened'] as const).map((one) => ({
            value: one,
            label: t(`claims_${one}`),
          })),
        },
      ]}
      columns={useColumns()}
      empty={{
        what: t('claims_empty'),
        why: t('claims_empty_why'),
        action: <GoButton to={back}>{t('back')}</GoButton>,
      }}
    />
  )
}

function useColumns(): Column<HookClaim>[] {
  const t = useText(hookTexts)
  return [
    {
      key: 'customer',
      title: t('customer'),
      draw: ({ customer }) =>
        customer ? (
          <PersonCell
            name={customer.name === '' ? null : customer.name}
            to={`/customers/${customer.id}`}
          />
        ) : (
          <span className="kit-soft">{t('stranger')}</span>
        ),
    },
    { key: 'at', title: t('at'), draw: ({ claimedAt }) => <When at={claimedAt} /> },
    {
      key: 'opened',
      title: t('opened_at'),
      draw: ({ openedAt }) => (openedAt === null ? '—' : <When at={openedAt} />),
    },
    { key: 'version', title: t('versions'), draw: ({ version }) => t('version', { no: version }) },
    { key: 'code', title: t('code'), draw: ({ code }) => code },
  ]
}
