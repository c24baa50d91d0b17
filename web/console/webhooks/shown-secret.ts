/** Secrets that were just made, until the page is left: they are shown once and kept nowhere else. */
const shown = new Map<string, string>()

export function keepSecret(endpointId: string, secret: string): void {
  shown.clear()
  shown.set(endpointId, secret)
}

export function secretOf(endpointId: string): string | undefined {
  return shown.get(endpointId)
}

export function forgetSecrets(): void {
  shown.clear()
}
