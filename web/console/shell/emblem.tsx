/** A garden window: the sign of the house. */
export function Emblem() {
  return (
    <svg className="emblem" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" className="emblem-ground" />
      <g className="emblem-lines">
        <circle cx="16" cy="16" r="9" />
        <path d="M16 7v18M7 16h18M10 10l12 12M22 10 10 22" />
      </g>
    </svg>
  )
}
