/** A photo is looked at in this size at most: a code is found in it all the same, and within a moment. */
const SIDE_MAX = 1_200
/** A drawn code has no room around it, and a small one too few dots to a square. */
const SIDE_MIN = 400

/**
 * Reads the code in a picture that somebody chose.
 * @returns its text; null: no code can be read there, or it is no picture.
 */
export async function readPicture(file: File): Promise<string | null> {
  const pixels = await pixelsOf(file)
  if (!pixels) return null
  // A reader of codes is as large as the rest of the page: it comes when somebody scans a picture.
  const { default: readCode } = await import('jsqr')
  return readCode(pixels.data, pixels.width, pixels.height)?.data ?? null
}

async function pixelsOf(file: File): Promise<ImageData | null> {
  const url = URL.createObjectURL(file)
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const side = Math.max(image.naturalWidth, image.naturalHeight)
    const wanted = Math.min(SIDE_MAX, Math.max(SIDE_MIN, side))
    // A drawing without a size of its own (SVG) is drawn as large as wanted.
    const scale = side === 0 ? 1 : wanted / side
    const width = side === 0 ? wanted : Math.round(image.naturalWidth * scale)
    const height = side === 0 ? wanted : Math.round(image.naturalHeight * scale)
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const context = canvas.getContext('2d')
    if (!context) return null
    // What is see-through is paper.
    context.fillStyle = '#ffffff'
    context.fillRect(0, 0, width, height)
    context.drawImage(image, 0, 0, width, height)
    return context.getImageData(0, 0, width, height)
  } catch {
    return null
  } finally {
    URL.revokeObjectURL(url)
  }
}
