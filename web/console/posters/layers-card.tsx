import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { POSTER_LIMITS } from '../../../contract/poster.ts'
import { Card, useText } from '../../ui/index.ts'
import { nameOf } from './stage.tsx'
import { texts } from './text.ts'
import type { Design } from './use-design.ts'

/** The layers, the uppermost first, and what can be put on top. */
export function LayersCard({ design }: { design: Design }) {
  const t = useText(texts)
  const { plan, chosen, choose, raise, removeLayer, addLayer } = design
  const isFull = plan.layers.length >= POSTER_LIMITS.layers
  const last = plan.layers.length - 1
  return (
    <Card title={t('layers')}>
      <p className="kit-soft">{t('layers_help')}</p>
      <div className="kit-stack">
        {plan.layers
          .map((layer, at) => (
            <div key={layer.id} className="pst-layer">
              <Button
                type={chosen?.id === layer.id ? 'primary' : 'text'}
                onClick={() => choose(layer.id)}
              >
                {nameOf(layer, t)}
              </Button>
              <Button
                aria-label={t('up')}
                icon={<ArrowUpOutlined />}
                disabled={at === last}
                onClick={() => raise(layer.id, 1)}
              />
              <Button
                aria-label={t('down')}
                icon={<ArrowDownOutlined />}
                disabled={at === 0}
                onClick={() => raise(layer.id, -1)}
              />
              <Button
                aria-label={t('remove')}
                icon={<DeleteOutlined />}
                disabled={layer.kind === 'code'}
                onClick={() => removeLayer(layer.id)}
              />
            </div>
          ))
          .reverse()}
        <div className="kit-deeds">
          {(['text', 'initial', 'block'] as const).map((kind) => (
            <Button key={kind} disabled={isFull} onClick={() => addLayer(kind, t('text'))}>
              {t(`add_${kind}`)}
            </Button>
          ))}
        </div>
      </div>
    </Card>
  )
}
