/**
 * Lets everything else that waits run once. Called between the steps of a long computation, so that the process goes
 * on beating, answering and pumping: no single step of a million customers takes longer than some seconds.
 */
export function breathe(): Promise<void> {
  return new Promise((done) => setImmediate(done))
}
