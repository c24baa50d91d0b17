import { renderSVG } from 'uqr'
import type { Html } from './html.ts'

/** A two-dimensional code for a page or a file, as SVG; made of numbers only, so that no text gets into it. */
export function codePicture(text: string): Html {
  return { html: renderSVG(text, { border: 2, ecc: 'M' }) }
}
