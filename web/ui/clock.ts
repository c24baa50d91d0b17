/** The device's present in UTC. The only place of the screens that asks for the time; pages take `now()` of the house. */
export function deviceNow(): string {
  return new Date(performance.timeOrigin + performance.now()).toISOString()
}
