import { Spin } from 'antd'
import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { type PosterLayer, posterPlan, posterPreviewed } from '../../../contract/poster.ts'
import { ApiProblem, api, Failed, useKeys, useText } from '../../ui/index.ts'
import { texts } from './text.ts'
import { type Design, extentOf, movedTo } from './use-design.ts'

/** How long the hand has to rest until the poster is drawn anew. */
const STILL_MS = 250

/** The poster as the server draws it, with a handle over each layer. */
export function Stage({
  design,
  posterId,
  drawnFor,
}: {
  design: Design
  posterId: string
  /** What else the picture depends on: the background's version, and whose name stands on it. */
  drawnFor: { version: number; name: string }
}) {
  const t = useText(texts)
  const { plan } = design
  const { picture, problem, isDrawing } = usePicture(design, posterId, drawnFor)
  useArrows(design)
  return (
    <div className="pst-stage kit-stack">
      <section
        className="pst-paper"
        aria-label={t('stage')}
        style={{ aspectRatio: `${plan.width} / ${plan.height}` }}
      >
        {picture && <img src={`data:image/jpeg;base64,${picture}`} alt={t('stage')} />}
        {plan.layers.map((layer) => (
          <Handle key={layer.id} layer={layer} design={design} />
        ))}
      </section>
      {problem && <Failed problem={problem} />}
      <p className="kit-soft" role="status">
        {isDrawing ? <Spin size="small" aria-label={t('drawing')} /> : t('stage_help')}
      </p>
    </div>
  )
}

function usePicture(
  { plan }: Design,
  posterId: string,
  { version, name }: { version: number; name: string },
) {
  const t = useText(texts)
  const headline = t('sample_headline')
  const [drawn, setDrawn] = useState<{ picture: string | null; problem: ApiProblem | null }>({
    picture: null,
    problem: null,
  })
  const [isDrawing, setIsDrawing] = useState(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another background is another picture of the same plan.
  useEffect(() => {
    if (!posterPlan.safeParse(plan).success) return
    const asking = new AbortController()
    setIsDrawing(true)
    const timer = setTimeout(() => void draw(), STILL_MS)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }

    async function draw() {
      const asked = { plan, posterId, words: { name, headline } }
      try {
        const { base64 } = await api.ask(
          '/api/poster-previews',
          posterPreviewed,
          asked,
          asking.signal,
        )
        setDrawn({ picture: base64, problem: null })
      } catch (cause) {
        if (!(cause instanceof ApiProblem)) return
        setDrawn((before) => ({ ...before, problem: cause }))
      }
      setIsDrawing(false)
    }
  }, [plan, posterId, version, name, headline])
  return { ...drawn, isDrawing }
}

function Handle({ layer, design }: { layer: PosterLayer; design: Design }) {
  const t = useText(texts)
  const { plan, chosen, choose } = design
  const grip = useRef<{ x: number; y: number; from: PosterLayer; isMoved: boolean } | null>(null)
  const { width, height } = extentOf(layer)
  const share = (length: number, of: number) => `${(length / of) * 100}%`
  const pull = (event: PointerEvent<HTMLButtonElement>) => {
    const held = grip.current
    const paper = event.currentTarget.parentElement
    if (!held || !paper) return
    const scale = plan.width / paper.clientWidth
    const to = {
      x: held.from.x + (event.clientX - held.x) * scale,
      y: held.from.y + (event.clientY - held.y) * scale,
    }
    design.changeLayer(movedTo(layer, plan, to), held.isMoved)
    held.isMoved = true
  }
  return (
    <button
      type="button"
      className="pst-handle"
      aria-pressed={chosen?.id === layer.id}
      aria-label={nameOf(layer, t)}
      style={{
        left: share(layer.x, plan.width),
        top: share(layer.y, plan.height),
        width: share(width, plan.width),
        height: share(height, plan.height),
      }}
      onFocus={() => choose(layer.id)}
      onPointerDown={(event) => {
        choose(layer.id)
        event.currentTarget.setPointerCapture(event.pointerId)
        grip.current = { x: event.clientX, y: event.clientY, from: layer, isMoved: false }
      }}
      onPointerMove={pull}
      onPointerUp={() => {
        grip.current = null
      }}
    />
  )
}

/** A layer's kind, and of words how they begin. */
export function nameOf(
  layer: PosterLayer,
  t: (name: `layer_${PosterLayer['kind']}`) => string,
): string {
  const kind = t(`layer_${layer.kind}`)
  return layer.kind === 'text' ? `${kind} · ${layer.text.replaceAll('\n', ' ')}` : kind
}

const FINE = 1
const COARSE = 10

/** The chosen layer by the keyboard. */
function useArrows({ plan, chosen, changeLayer, removeLayer }: Design): void {
  const t = useText(texts)
  const go = (dx: number, dy: number) => () => {
    if (chosen) changeLayer(movedTo(chosen, plan, { x: chosen.x + dx, y: chosen.y + dy }))
  }
  useKeys([
    { key: 'ArrowUp', says: t('key_up'), run: go(0, -FINE) },
    { key: 'ArrowDown', says: t('key_down'), run: go(0, FINE) },
    { key: 'ArrowLeft', says: t('key_left'), run: go(-FINE, 0) },
    { key: 'ArrowRight', says: t('key_right'), run: go(FINE, 0) },
    {
      key: 'Delete',
      says: t('key_delete'),
      run: () => chosen && chosen.kind !== 'code' && removeLayer(chosen.id),
    },
  ])
  useEffect(() => {
    const coarse = (event: KeyboardEvent) => {
      const step = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[
        event.key
      ]
      if (!event.shiftKey || !step || !chosen || event.target instanceof HTMLInputElement) return
      event.preventDefault()
      event.stopPropagation()
      const [dx = 0, dy = 0] = step
      changeLayer(movedTo(chosen, plan, { x: chosen.x + dx * COARSE, y: chosen.y + dy * COARSE }))
    }
    window.addEventListener('keydown', coarse, true)
    return () => window.removeEventListener('keydown', coarse, true)
  }, [chosen, plan, changeLayer])
}
