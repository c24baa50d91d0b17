import { Alert, Button, Input, Segmented } from 'antd'
import { POSTER_LIMITS, type PosterLayer } from '../../../contract/poster.ts'
import { Card, useText } from '../../ui/index.ts'
import { Field } from '../journeys/field.tsx'
import { ColourField, NumberField } from './number-field.tsx'
import { nameOf } from './stage.tsx'
import { texts } from './text.ts'
import { type Design, movedTo } from './use-design.ts'

type Layer<K extends PosterLayer['kind']> = Extract<PosterLayer, { kind: K }>
type Props<K extends PosterLayer['kind']> = {
  layer: Layer<K>
  change: (layer: PosterLayer) => void
}
const SIDE = POSTER_LIMITS.sideMax
/** A code that takes less of the width than this is hard to scan from a wall. */
const CODE_SHARE_MIN = 0.25

/** What the chosen layer is like. */
export function LayerCard({ layer, design }: { layer: PosterLayer; design: Design }) {
  const t = useText(texts)
  const { plan, changeLayer } = design
  const place = (to: { x: number; y: number }) => changeLayer(movedTo(layer, plan, to))
  const isSmall = layer.kind === 'code' && layer.size < plan.width * CODE_SHARE_MIN
  return (
    <Card title={nameOf(layer, t)}>
      <div className="pst-fields">
        <Own layer={layer} change={changeLayer} />
        <NumberField
          label={t('left')}
          value={layer.x}
          min={0}
          max={SIDE}
          onChange={(x) => place({ x, y: layer.y })}
        />
        <NumberField
          label={t('top')}
          value={layer.y}
          min={0}
          max={SIDE}
          onChange={(y) => place({ x: layer.x, y })}
        />
      </div>
      {isSmall && <Alert type="warning" showIcon title={t('code_small')} />}
    </Card>
  )
}

function Own({ layer, change }: { layer: PosterLayer; change: (layer: PosterLayer) => void }) {
  const t = useText(texts)
  if (layer.kind === 'text') return <Words layer={layer} change={change} />
  if (layer.kind === 'block') return <Block layer={layer} change={change} />
  const [min, max] = layer.kind === 'code' ? [POSTER_LIMITS.codeMin, 1_500] : [24, 600]
  return (
    <>
      <NumberField
        label={t('side')}
        value={layer.size}
        min={min}
        max={max}
        onChange={(size) => change({ ...layer, size })}
      />
      {layer.kind === 'initial' && (
        <ColourField
          label={t('colour')}
          value={layer.colour}
          onChange={(colour) => change({ ...layer, colour })}
        />
      )}
    </>
  )
}

function Words({ layer, change }: Props<'text'>) {
  const t = useText(texts)
  const put = (word: string) =>
    change({ ...layer, text: `${layer.text}{{${word}}}`.slice(0, POSTER_LIMITS.textMax) })
  return (
    <>
      <div className="pst-wide kit-stack">
        <Field label={t('text')}>
          {(id) => (
            <Input.TextArea
              id={id}
              value={layer.text}
              maxLength={POSTER_LIMITS.textMax}
              autoSize={{ minRows: 2, maxRows: 6 }}
              onChange={({ target }) => change({ ...layer, text: target.value })}
            />
          )}
        </Field>
        <div className="kit-deeds">
          <Button size="small" onClick={() => put('name')}>
            {t('put_name')}
          </Button>
          <Button size="small" onClick={() => put('headline')}>
            {t('put_headline')}
          </Button>
        </div>
        <p className="kit-soft">{t('put_help')}</p>
      </div>
      <NumberField
        label={t('font_size')}
        value={layer.size}
        min={12}
        max={240}
        onChange={(size) => change({ ...layer, size })}
      />
      <NumberField
        label={t('width')}
        value={layer.width}
        min={20}
        max={SIDE}
        onChange={(width) => change({ ...layer, width })}
      />
      <NumberField
        label={t('lines')}
        value={layer.lines}
        min={1}
        max={12}
        onChange={(lines) => change({ ...layer, lines })}
      />
      <ColourField
        label={t('colour')}
        value={layer.colour}
        onChange={(colour) => change({ ...layer, colour })}
      />
      <Field label={t('weight')}>
        {() => (
          <Segmented
            value={layer.weight}
            options={(['regular', 'bold'] as const).map((value) => ({
              value,
              label: t(`weight_${value}`),
            }))}
            onChange={(weight) => change({ ...layer, weight })}
          />
        )}
      </Field>
      <Field label={t('align')}>
        {() => (
          <Segmented
            value={layer.align}
            options={(['left', 'center', 'right'] as const).map((value) => ({
              value,
              label: t(`align_${value}`),
            }))}
            onChange={(align) => change({ ...layer, align })}
          />
        )}
      </Field>
    </>
  )
}

function Block({ layer, change }: Props<'block'>) {
  const t = useText(texts)
  return (
    <>
      <NumberField
        label={t('width')}
        value={layer.width}
        min={1}
        max={SIDE}
        onChange={(width) => change({ ...layer, width })}
      />
      <NumberField
        label={t('height')}
        value={layer.height}
        min={1}
        max={SIDE}
        onChange={(height) => change({ ...layer, height })}
      />
      <NumberField
        label={t('radius')}
        value={layer.radius}
        min={0}
        max={500}
        onChange={(radius) => change({ ...layer, radius })}
      />
      <NumberField
        label={t('opacity')}
        value={layer.opacity}
        min={5}
        max={100}
        onChange={(opacity) => change({ ...layer, opacity })}
      />
      <ColourField
        label={t('colour')}
        value={layer.colour}
        onChange={(colour) => change({ ...layer, colour })}
      />
    </>
  )
}
