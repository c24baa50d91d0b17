import { useState } from 'react'
import type { PosterLayer, PosterPlan } from '../../../contract/poster.ts'

const STEPS_BACK_MAX = 100

export type Drawn = { name: string; plan: PosterPlan }
export type Design = Drawn & {
  isChanged: boolean
  chosen: PosterLayer | null
  choose: (id: string | null) => void
  /** Changes name or page; `isSame`: another stroke of the change before, taken back with it. */
  change: (next: Partial<Drawn>, isSame?: boolean) => void
  changePage: (next: Partial<Omit<PosterPlan, 'layers'>>) => void
  changeLayer: (layer: PosterLayer, isSame?: boolean) => void
  addLayer: (kind: 'text' | 'initial' | 'block', text: string) => void
  removeLayer: (id: string) => void
  /** One step towards the reader, or away. */
  raise: (id: string, by: 1 | -1) => void
  undo: (() => void) | undefined
  redo: (() => void) | undefined
  /** What the server has now. */
  keep: (saved: Drawn) => void
}

/** A poster on the desk: every change can be taken back; nothing is saved by itself, for posters are in people's hands. */
export function useDesign(begun: Drawn): Design {
  const [now, setNow] = useState(begun)
  const [kept, setKept] = useState(begun)
  const [past, setPast] = useState<readonly Drawn[]>([])
  const [future, setFuture] = useState<readonly Drawn[]>([])
  const [chosenId, setChosenId] = useState<string | null>(null)
  const change = (next: Partial<Drawn>, isSame = false) => {
    if (!isSame) setPast((before) => [...before.slice(-STEPS_BACK_MAX), now])
    setFuture([])
    setNow({ ...now, ...next })
  }
  const { plan } = now
  const changeLayers = (layers: PosterLayer[], isSame = false) =>
    change({ plan: { ...plan, layers } }, isSame)
  const [before, after] = [past.at(-1), future[0]]
  return {
    ...now,
    isChanged: now !== kept,
    chosen: plan.layers.find(({ id }) => id === chosenId) ?? null,
    choose: setChosenId,
    change,
    changePage: (next) => change({ plan: { ...plan, ...next } }),
    changeLayer: (layer, isSame) =>
      changeLayers(
        plan.layers.map((one) => (one.id === layer.id ? layer : one)),
        isSame,
      ),
    addLayer: (kind, text) => {
      const layer = newLayer(plan, kind, text)
      changeLayers([...plan.layers, layer])
      setChosenId(layer.id)
    },
    removeLayer: (id) => changeLayers(plan.layers.filter((one) => one.id !== id)),
    raise: (id, by) => changeLayers(swapped(plan.layers, id, by)),
    undo:
      before &&
      (() => {
        setPast(past.slice(0, -1))
        setFuture([now, ...future])
        setNow(before)
      }),
    redo:
      after &&
      (() => {
        setPast([...past, now])
        setFuture(future.slice(1))
        setNow(after)
      }),
    keep: setKept,
  }
}

function swapped(layers: readonly PosterLayer[], id: string, by: 1 | -1): PosterLayer[] {
  const from = layers.findIndex((one) => one.id === id)
  const [moved, other] = [layers[from], layers[from + by]]
  if (!moved || !other) return [...layers]
  return layers.map((one, at) => (at === from ? other : at === from + by ? moved : one))
}

function newLayer(
  { width, height, layers }: PosterPlan,
  kind: 'text' | 'initial' | 'block',
  text: string,
): PosterLayer {
  const taken = new Set(layers.map(({ id }) => id))
  const no = Array.from({ length: layers.length + 1 }, (_, n) => n + 1).find(
    (n) => !taken.has(`${kind}${n}`),
  )
  const where = { id: `${kind}${no}`, x: Math.round(width / 10), y: Math.round(height / 3) }
  if (kind === 'initial') return { ...where, kind, size: 120, colour: '#087f5b' }
  if (kind === 'block')
    return {
      ...where,
      kind,
      width: Math.round(width / 2),
      height: 160,
      colour: '#ffffff',
      radius: 16,
      opacity: 80,
    }
  return {
    ...where,
    kind,
    width: Math.round(width * 0.8),
    text,
    size: 40,
    weight: 'regular',
    colour: '#1f2a26',
    align: 'left',
    lines: 3,
  }
}

/** How far a layer reaches; of a text as many lines as it may take. */
export function extentOf(layer: PosterLayer): { width: number; height: number } {
  if (layer.kind === 'code' || layer.kind === 'initial')
    return { width: layer.size, height: layer.size }
  if (layer.kind === 'block') return { width: layer.width, height: layer.height }
  const written = layer.text.split('\n').length
  return { width: layer.width, height: Math.min(layer.lines, written) * layer.size * 1.4 }
}

/** A layer elsewhere, within the page as the server takes it. */
export function movedTo(
  layer: PosterLayer,
  plan: PosterPlan,
  to: { x: number; y: number },
): PosterLayer {
  const { width, height } = extentOf(layer)
  const isWhole = layer.kind === 'code'
  const most = (side: number, reach: number) => Math.max(0, isWhole ? side - reach : side - 20)
  const within = (value: number, top: number) => Math.round(Math.min(Math.max(0, value), top))
  return {
    ...layer,
    x: within(to.x, most(plan.width, width)),
    y: within(to.y, most(plan.height, height)),
  }
}
