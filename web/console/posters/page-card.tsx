import { Input } from 'antd'
import { POSTER_LIMITS } from '../../../contract/poster.ts'
import { Card, useText } from '../../ui/index.ts'
import { Field } from '../journeys/field.tsx'
import { ColourField, NumberField } from './number-field.tsx'
import { texts } from './text.ts'
import type { Design } from './use-design.ts'

/** Name, size and colour. */
export function PageCard({ design }: { design: Design }) {
  const t = useText(texts)
  const { name, plan, change, changePage } = design
  const { sideMin: min, sideMax: max } = POSTER_LIMITS
  return (
    <Card title={t('page')}>
      <div className="pst-fields">
        <div className="pst-wide">
          <Field label={t('name')}>
            {(id) => (
              <Input
                id={id}
                value={name}
                maxLength={60}
                onChange={({ target }) => change({ name: target.value })}
              />
            )}
          </Field>
        </div>
        <NumberField
          label={t('width')}
          value={plan.width}
          min={min}
          max={max}
          onChange={(width) => changePage({ width })}
        />
        <NumberField
          label={t('height')}
          value={plan.height}
          min={min}
          max={max}
          onChange={(height) => changePage({ height })}
        />
        <ColourField
          label={t('colour')}
          value={plan.colour}
          onChange={(colour) => changePage({ colour })}
        />
      </div>
    </Card>
  )
}
