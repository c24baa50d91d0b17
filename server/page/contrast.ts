/** WCAG 2.2, 1.4.3: text of ordinary size. */
const CONTRAST_MIN = 4.5

/** Whether white words can be read on a colour (`#rrggbb`). */
export function isReadableOn(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255),
  )
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return 1.05 / (luminance + 0.05) >= CONTRAST_MIN
}

function linear(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
}
