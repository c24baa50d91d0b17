import { CAMPAIGN_DAYS, DAY, type Guest, HOUR, type World } from './referral-crowd.fixture.ts'

/** How one kind of farm makes up its people; `inviters` accounts collect the rewards of `each` fakes. */
type Recipe = {
  kind: string
  inviters: number
  each: number
  network: (inviter: number) => string
  agent: (inviter: number) => string
  gapMs: () => number
  acts: number
  leaves: number
}

/** A thousand fakes of the kinds that operators tell of. None of these reads the rule either. */
export function farm(world: World): Guest[] {
  return recipes(world).flatMap((recipe) => sown(world, recipe))
}

function recipes(world: World): Recipe[] {
  const { chance, among } = world
  const about = (ms: number) => () => -ms * Math.log(1 - chance.fraction())
  const own = () => `proxy${world.count.people++}`
  return [
    // One phone with cloned WeChats, at home in the evening, one account after the other.
    {
      kind: 'one phone',
      inviters: 6,
      each: 25,
      network: (inviter) => `bedroom${inviter}`,
      agent: (inviter) => `model${200 + inviter} system1 wechat0`,
      gapMs: about(4 * 60_000),
      acts: 0.03,
      leaves: 0.2,
    },
    // A studio: a wall of second-hand phones of six models behind two lines, worked through by a script.
    {
      kind: 'phone wall',
      inviters: 5,
      each: 50,
      network: () => `studio${among(2)}`,
      agent: () => `model${60 + among(6)} system${among(2)} wechat1`,
      gapMs: about(40_000),
      acts: 0.03,
      leaves: 0.1,
    },
    // Emulators of one build, each account over another rented address.
    {
      kind: 'rotating networks',
      inviters: 5,
      each: 40,
      network: own,
      agent: () => `emulator${among(2)} wechat2`,
      gapMs: about(3 * 60_000),
      acts: 0.03,
      leaves: 0.1,
    },
    // Patient: four a day for two weeks, phones as they come, mobile addresses as everybody has them.
    {
      kind: 'slow drip',
      inviters: 4,
      each: 50,
      network: () => world.carrier(),
      agent: () => world.looks(),
      gapMs: about(6 * HOUR),
      acts: 0.02,
      leaves: 0.05,
    },
    // Strangers paid two yuan through a task group: real people with real phones, gone when they are paid.
    {
      kind: 'paid strangers',
      inviters: 4,
      each: 35,
      network: () => (chance.fraction() < 0.6 ? world.carrier() : own()),
      agent: () => world.looks(),
      gapMs: about(20 * 60_000),
      acts: 0.06,
      leaves: 0.6,
    },
    // Somebody who adds their own second account, and one WeChat sent round by twenty people's links.
    {
      kind: 'themselves',
      inviters: 30,
      each: 1,
      network: () => world.carrier(),
      agent: () => world.looks(),
      gapMs: about(HOUR),
      acts: 0.5,
      leaves: 0,
    },
    {
      kind: 'one WeChat',
      inviters: 2,
      each: 15,
      network: () => world.carrier(),
      agent: () => world.looks(),
      gapMs: about(HOUR),
      acts: 0.5,
      leaves: 0,
    },
  ]
}

/**
 * What no score of habits can tell from people: a farm that spreads over accounts of three fakes each, buys addresses and
 * phones as the crowd has them, and lets half of its accounts say something.
 */
export function carefulFarm(world: World, fakes: number): Guest[] {
  return sown(world, {
    kind: 'careful',
    inviters: Math.ceil(fakes / 3),
    each: 3,
    network: () => world.carrier(),
    agent: () => world.looks(),
    gapMs: () => -9 * HOUR * Math.log(1 - world.chance.fraction()),
    acts: 0.5,
    leaves: 0.05,
  })
}

/** Accounts that invite one another, three each, from one root: each looks like a small and lively inviter. */
export function chainFarm(world: World, fakes: number): Guest[] {
  const made: Guest[] = []
  let at = 3 * DAY
  for (let i = 0; i < fakes; i++) {
    const parent = i === 0 ? undefined : made[Math.floor((i - 1) / 3)]
    at += -30 * 60_000 * Math.log(1 - world.chance.fraction())
    if (parent) parent.hasActed = true
    const no = world.count.people++
    made.push({
      ...fakeOf(`chain${no}`, { inviterId: `code-${parent?.id ?? 'root'}`, addedAt: at }),
      inviterPerson: parent?.person ?? 'chain-root',
      network: world.carrier(),
      agent: world.looks(),
      kind: 'chain',
    })
  }
  return made
}

function sown(world: World, recipe: Recipe): Guest[] {
  const { chance, happens } = world
  return Array.from({ length: recipe.inviters }, (_, inviter) => {
    const inviterId = `${recipe.kind}-inviter${inviter}`
    let at = chance.fraction() * (CAMPAIGN_DAYS / 2) * DAY
    return Array.from({ length: recipe.each }, (): Guest => {
      at += recipe.gapMs()
      const fake = fakeOf(`fake${world.count.people++}`, { inviterId, addedAt: at })
      return {
        ...fake,
        person: recipe.kind === 'themselves' ? fake.inviterPerson : fake.person,
        openid: recipe.kind === 'one WeChat' ? `openid-of-${inviterId}` : fake.openid,
        inviterOpenid: recipe.kind === 'one WeChat' ? `openid-of-${inviterId}` : null,
        network: recipe.network(inviter),
        agent: recipe.agent(inviter),
        hasActed: happens(recipe.acts),
        leftAt: happens(recipe.leaves) ? at + chance.fraction() * 2.5 * DAY : null,
        kind: recipe.kind,
      }
    })
  }).flat()
}

function fakeOf(name: string, at: { inviterId: string; addedAt: number }): Guest {
  return {
    id: name,
    person: `person-${name}`,
    inviterPerson: `person-${at.inviterId}`,
    inviterOpenid: null,
    openid: `openid-${name}`,
    network: null,
    agent: null,
    wasKnownBefore: false,
    hasActed: false,
    leftAt: null,
    kind: 'fake',
    ...at,
  }
}
