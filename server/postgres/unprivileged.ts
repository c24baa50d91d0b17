import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** How to run a program: what to spawn and as whom. */
export type Runner = (
  file: string,
  args: string[],
) => { file: string; args: string[]; as: { uid?: number; gid?: number } }

/** An entry of /etc/passwd that is not root. */
type Account = { name: string; uid: number; gid: number }

/**
 * PostgreSQL refuses to run as root. As an ordinary user this returns the plain runner. As root, the first way that
 * can really run the program and write the folder is taken:
 *   1. the owner of a cluster that is already there, when that is not root;
 *   2. a user namespace in which root's own files belong to an ordinary account: it reaches everything root owns,
 *      also below a private (0700) home, and leaves the files root's;
 *   3. the owner of the nearest folder above that is not root's;
 *   4. the accounts `postgres` and `nobody`.
 * initdb refuses a uid without a passwd entry, so only accounts from /etc/passwd are taken.
 * @param folder the folder that will hold the cluster; it exists. @param probe a program that must be reachable.
 * @throws Error of one sentence when no way works.
 */
export function unprivileged(folder: string, probe: string): Runner {
  if (process.getuid?.() !== 0) return (file, args) => ({ file, args, as: {} })
  const accounts = readAccounts()
  const owner = statSync(clusterOrFolder(folder)).uid
  if (owner !== 0) return asAccount({ uid: owner, gid: statSync(clusterOrFolder(folder)).gid })

  const first = accounts.find((account) => account.uid < 65534) ?? accounts[0]
  const namespace = first && inNamespace(first)
  if (namespace && works(namespace, probe, folder)) return namespace

  for (const account of fallbackAccounts(accounts, folder)) {
    const runner = asAccount(account)
    if (!reaches(runner, probe, folder)) continue
    chownTree(folder, account)
    if (works(runner, probe, folder)) return runner
    chownTree(folder, { uid: 0, gid: 0 })
  }
  throw new Error(
    `PostgreSQL does not run as root and no ordinary account can reach ${folder} and ${probe}: start Liuyuan as an ordinary user, or set DATABASE_URL`,
  )
}

function clusterOrFolder(folder: string): string {
  const cluster = join(folder, 'cluster')
  return existsSync(cluster) ? cluster : folder
}

function inNamespace({ uid, gid }: Account): Runner {
  const map = ['--user', `--map-user=${uid}`, `--map-group=${gid}`, '--']
  return (file, args) => ({ file: 'unshare', args: [...map, file, ...args], as: {} })
}

function asAccount(as: { uid: number; gid: number }): Runner {
  return (file, args) => ({ file, args, as: { uid: as.uid, gid: as.gid } })
}

function fallbackAccounts(accounts: Account[], folder: string): Account[] {
  const above = ownerAbove(folder)
  const wanted = [
    accounts.find((account) => account.uid === above),
    accounts.find((account) => account.name === 'postgres'),
    accounts.find((account) => account.name === 'nobody'),
  ]
  return wanted.filter((account) => account !== undefined)
}

function ownerAbove(folder: string): number {
  const owner = statSync(folder).uid
  if (owner !== 0 || folder === dirname(folder)) return owner
  return ownerAbove(dirname(folder))
}

function works(runner: Runner, probe: string, folder: string): boolean {
  return shell(runner, '"$0" --version && test -w "$1" && test -x "$1"', probe, folder)
}

function reaches(runner: Runner, probe: string, folder: string): boolean {
  return shell(runner, '"$0" --version && test -x "$1"', probe, dirname(folder))
}

function shell(runner: Runner, script: string, ...args: string[]): boolean {
  const { file, args: all, as } = runner('/bin/sh', ['-c', script, ...args])
  return spawnSync(file, all, { ...as, stdio: 'ignore', cwd: '/', timeout: 10_000 }).status === 0
}

function chownTree(path: string, to: { uid: number; gid: number }): void {
  const entry = lstatSync(path)
  if (entry.isSymbolicLink()) return
  chownSync(path, to.uid, to.gid)
  if (!entry.isDirectory()) return
  for (const name of readdirSync(path)) chownTree(join(path, name), to)
}

function readAccounts(): Account[] {
  return passwd()
    .split('\n')
    .flatMap((line) => {
      const [name, , uid, gid] = line.split(':')
      if (!name || !uid || !gid || uid === '0') return []
      return [{ name, uid: Number(uid), gid: Number(gid) }]
    })
}

function passwd(): string {
  if (existsSync('/etc/passwd')) return readFileSync('/etc/passwd', 'utf8')
  try {
    return execFileSync('getent', ['passwd'], { encoding: 'utf8' })
  } catch {
    return ''
  }
}
