/** Faces differ by name, in the six colors of the house. */
const GROUNDS = 6

function sign(name: string): string {
  const letters = [...name.trim()]
  const last = letters.at(-1) ?? '·'
  return /\p{Script=Han}/u.test(last) ? last : (letters[0] ?? '·').toUpperCase()
}

export function Face({
  name,
  isLarge = false,
  isGroup = false,
}: {
  name: string
  isLarge?: boolean
  isGroup?: boolean
}) {
  const ground = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % GROUNDS
  return (
    <span
      className={`face face-${ground}${isLarge ? ' face-large' : ''}${isGroup ? ' face-group' : ''}`}
      aria-hidden="true"
    >
      {sign(name)}
    </span>
  )
}
