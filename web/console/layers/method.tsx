import { Button, InputNumber } from 'antd'
import { useState } from 'react'
import { tieOptions } from '../../../contract/layer.ts'
import type { TieReport } from '../../../contract/tie.ts'
import { api, useDeed, useFormat, useMay, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** How ties were found, from which signs, how well that foretells, and how many can be looked after. */
export function Method({ ties }: { ties: TieReport }) {
  const t = useText(texts)
  const format = useFormat()
  const { signs, capacity, horizonDays, cuts } = ties
  const places =
    capacity === null ? t('places_share') : t('places_capacity', { count: format.count(capacity) })
  return (
    <div className="kit-stack">
      <h3>{t('signs_title')}</h3>
      <p>
        {t('mode', {
          signs: signs
            .map(({ kind, count }) => t(`sign_${kind}`, { count: format.count(count) }))
            .join(' · '),
        })}
      </p>
      <p>
        {t('method_levels', {
          days: String(horizonDays),
          places,
          silent: String(cuts.silentAfterDays),
        })}
      </p>
      <p>{useCheck(ties)}</p>
      <p>{t('method_worth')}</p>
      <Capacity known={capacity} />
    </div>
  )
}

function useCheck({ foretelling, isCalibrated }: TieReport): string {
  const t = useText(texts)
  const format = useFormat()
  if (foretelling === null) return t('method_none')
  const error = format.percent(foretelling.calibrationError, 1)
  if (!isCalibrated || foretelling.auc === null) return t('method_bad', { error })
  return t('method_good', { auc: format.decimal(foretelling.auc, 2), error })
}

const CAPACITY_MAX = 10_000_000

function Capacity({ known }: { known: number | null }) {
  const t = useText(texts)
  const mayWrite = useMay('workspace.write')
  const [capacity, setCapacity] = useState(known)
  const save = useDeed(() => api.put('/api/ties/options', tieOptions, { capacity }), {
    refresh: ['/api/layers'],
  })
  if (!mayWrite) return null
  return (
    <div>
      <div className="kit-deeds">
        <InputNumber
          aria-label={t('capacity')}
          placeholder={t('capacity')}
          min={1}
          max={CAPACITY_MAX}
          precision={0}
          value={capacity}
          onChange={setCapacity}
        />
        <Button
          loading={save.isBusy}
          disabled={capacity === known}
          onClick={() => save.run(undefined)}
        >
          {t('capacity_save')}
        </Button>
      </div>
      <p className="kit-soft">{t('capacity_help')}</p>
    </div>
  )
}
