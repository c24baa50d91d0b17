import type { AccountSum } from '../../../contract/ledger.ts'
import { PlainTable, useFormat, useText } from '../../ui/index.ts'
import { useAmount } from './amount.tsx'
import { texts } from './text.ts'

/** The accounts of each kind together: in each unit they come to nothing. */
export function SumTable({ sums }: { sums: readonly AccountSum[] }) {
  const t = useText(texts)
  const format = useFormat()
  const amount = useAmount()
  return (
    <PlainTable
      label={t('accounts')}
      table={{
        columns: [t('account'), t('unit'), t('number_of'), t('posted'), t('held')],
        rows: sums.map(({ kind, unit, accounts, posted, held }) => [
          t(`kind_${kind}`),
          t(`unit_${unit}`),
          format.count(accounts),
          amount(posted, unit),
          held === 0 ? '—' : amount(held, unit),
        ]),
      }}
    />
  )
}
