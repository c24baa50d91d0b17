import type { JourneyPlan, JourneyStep } from '../../../contract/journey.ts'
import { armsOf, laneOf, MAIN } from '../../../contract/journey-flow.ts'

/** Measures of the drawing, in its own units. */
export const BOX = { width: 148, height: 52 } as const
const GAP = { x: 20, y: 30, label: 22 } as const

export type Spot = { x: number; y: number }
export type DrawnBox = Spot & { step: JourneyStep }
export type DrawnLine = { key: string; from: Spot; to: Spot }
export type DrawnLabel = Spot & { key: string; stepId: string; armId: string; name: string }
export type Drawing = {
  width: number
  height: number
  boxes: DrawnBox[]
  lines: DrawnLine[]
  labels: DrawnLabel[]
}

type Size = { width: number; height: number }

/** Lays a plan out from top to bottom: arms side by side, brought together again below; where an `end` stands, nothing goes on. */
export function layOut(plan: JourneyPlan): Drawing {
  const drawing: Drawing = { width: 0, height: 0, boxes: [], lines: [], labels: [] }
  const size = sizeOfLane(plan, MAIN)
  drawLane(plan, drawing, MAIN, { x: size.width / 2, y: 0 })
  return { ...drawing, width: size.width, height: size.height }
}

const stepsIn = (plan: JourneyPlan, lane: string) => plan.steps.filter((step) => step.lane === lane)

function sizeOfLane(plan: JourneyPlan, lane: string): Size {
  const sizes = stepsIn(plan, lane).map((step) => sizeOfStep(plan, step))
  return {
    width: Math.max(BOX.width, ...sizes.map(({ width }) => width)),
    height: sizes.reduce((sum, { height }) => sum + height, 0),
  }
}

function sizeOfStep(plan: JourneyPlan, step: JourneyStep): Size {
  const arms = armsOf(step).map(({ id }) => sizeOfLane(plan, laneOf(step.id, id)))
  if (arms.length === 0) return { width: BOX.width, height: BOX.height + GAP.y }
  return {
    width: arms.reduce((sum, { width }) => sum + width + GAP.x, -GAP.x),
    height: BOX.height + GAP.y + GAP.label + Math.max(...arms.map(({ height }) => height)) + GAP.y,
  }
}

/** @returns where the lane ends, or null when nobody comes out below. */
function drawLane(plan: JourneyPlan, drawing: Drawing, lane: string, top: Spot): Spot | null {
  let at: Spot = top
  let open: Spot[] = []
  for (const step of stepsIn(plan, lane)) {
    const box = { x: at.x, y: at.y, step }
    drawing.boxes.push(box)
    for (const from of open)
      drawing.lines.push({ key: `${from.x},${from.y}-${step.id}`, from, to: box })
    open = outOf(plan, drawing, box)
    at = { x: at.x, y: at.y + sizeOfStep(plan, step).height }
  }
  if (stepsIn(plan, lane).length === 0) return top
  if (open.length === 0) return null
  const end = { x: at.x, y: at.y - GAP.y / 2 }
  if (open.length === 1 && open[0]) return open[0]
  // At the very end people leave; there is nothing below to come together for.
  if (lane === MAIN) return null
  for (const from of open) drawing.lines.push({ key: `${from.x},${from.y}-${lane}`, from, to: end })
  return end
}

/** The points from which people go on after a step. */
function outOf(plan: JourneyPlan, drawing: Drawing, { step, x, y }: DrawnBox): Spot[] {
  const below = { x, y: y + BOX.height }
  if (step.kind === 'end') return []
  const arms = armsOf(step)
  if (arms.length === 0) return [below]
  const width = sizeOfStep(plan, step).width
  let left = x - width / 2
  return arms.flatMap(({ id, name }) => {
    const size = sizeOfLane(plan, laneOf(step.id, id))
    const middle = left + size.width / 2
    left += size.width + GAP.x
    const label = { x: middle, y: below.y + GAP.y / 2 + GAP.label / 2 }
    const top = { x: middle, y: below.y + GAP.y + GAP.label }
    drawing.labels.push({ ...label, key: `${step.id}.${id}`, stepId: step.id, armId: id, name })
    drawing.lines.push({ key: `${step.id}.${id}`, from: below, to: top })
    const end = drawLane(plan, drawing, laneOf(step.id, id), top)
    return end === null ? [] : [end]
  })
}
