/** Collects the values of a statement: what a person typed becomes a parameter and never text of the statement. */
export type Params = {
  /** Gives the place holder of a value. The same value of the same type is one parameter. */
  add(value: string | number | readonly (string | number)[], type: string): string
  values(): Record<string, unknown>
}

/** @param prefix keeps the names of two plans in one statement apart. */
export function createParams(prefix = 'p'): Params {
  const known = new Map<string, { name: string; value: unknown }>()
  return {
    add(value, type) {
      const key = `${type} ${JSON.stringify(value)}`
      const found = known.get(key) ?? { name: `${prefix}${known.size + 1}`, value }
      known.set(key, found)
      return `{${found.name}:${type}}`
    },
    values: () => Object.fromEntries([...known.values()].map(({ name, value }) => [name, value])),
  }
}
