/** Whether an endpoint that asks for these events is told of one. */
export function isWanted(events: readonly string[], name: string): boolean {
  return events.some((wanted) => {
    if (wanted === '*' || wanted === name) return true
    return wanted.endsWith('.*') && name.startsWith(wanted.slice(0, -1))
  })
}
