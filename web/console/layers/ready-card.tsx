import { Button } from 'antd'
import { madeSegment } from '../../../contract/segment-view.ts'
import { api, useDeed, useGo, useMay, useText } from '../../ui/index.ts'
import { readySegments } from './ready.ts'
import { texts } from './text.ts'

const NAMES = ['silent_buyers', 'wakeable'] as const

/** Segments that follow from the table: whom not to wake, and whom one may. */
export function Ready() {
  const t = useText(texts)
  const go = useGo()
  const mayWrite = useMay('segments.write')
  const save = useDeed(
    (name: (typeof NAMES)[number]) =>
      api.post('/api/segments', madeSegment, {
        name: t(`ready_${name}`),
        tree: readySegments[name],
        isLive: true,
      }),
    { refresh: ['/api/segments'], done: ({ id }) => go(`/segments/${id}`) },
  )
  return (
    <section>
      <h3>{t('ready_title')}</h3>
      {NAMES.map((name) => (
        <div key={name}>
          <p>
            <strong>{t(`ready_${name}`)}</strong> {t(`ready_${name}_why`)}
          </p>
          {mayWrite && (
            <Button loading={save.isBusy} onClick={() => save.run(name)}>
              {t('save_segment')}
            </Button>
          )}
        </div>
      ))}
    </section>
  )
}
