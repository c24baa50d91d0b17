import { addMaterial, changeMaterial, materialOf } from '../content/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { StoredArticle, StoredVersion } from './article-store.ts'

type Deed = { by: string | null; now: Date }
/** What fits in a link of a message. */
const TITLE_MAX = 40
const DESCRIPTION_MAX = 160

/** What associates read of why it is offered. */
const STORY = '这位客户本人同意公开的真实经历。'

/**
 * Puts an article among the materials that associates choose from: the sidebar offers it where a customer of theirs has a need
 * that it answers, with the reason. Offered before, it is brought up to date.
 */
export async function offerArticle(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { article, version, url }: { article: StoredArticle; version: StoredVersion; url: string },
  { by, now }: Deed,
): Promise<void> {
  const { title, summary } = version
  const written = {
    title,
    text: summary === '' ? title : summary,
    link: {
      title: title.slice(0, TITLE_MAX),
      url,
      ...(summary === '' ? {} : { desc: summary.slice(0, DESCRIPTION_MAX) }),
    },
    purpose: 'value' as const,
    tagIds: article.tagIds,
    story: article.kind === 'story' ? STORY : '',
    fromOn: null,
    untilOn: null,
  }
  const { materialId: id } = article
  if (id !== null && (await changeMaterial(tx, tenant, { ...written, id, isArchived: false }, now)))
    return
  const materialId = await addMaterial(tx, tenant, written, { by, now })
  await tx.run(sql`
    update reading.article
    set material_id = ${materialId}
    where workspace_id = ${tenant.id}
      and id = ${article.id}
  `)
}

/** Takes it from among the materials, at once: what cannot be read is offered to nobody. */
export async function offerNoLonger(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { materialId }: Pick<StoredArticle, 'materialId'>,
  now: Date,
): Promise<void> {
  const material = materialId === null ? null : await materialOf(tx, tenant, materialId)
  if (!material || material.archivedAt !== null) return
  await changeMaterial(tx, tenant, { ...material, isArchived: true }, now)
}

/** Whether associates are offered it now. */
export async function isArticleOffered(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { materialId }: Pick<StoredArticle, 'materialId'>,
): Promise<boolean> {
  const material = materialId === null ? null : await materialOf(tx, tenant, materialId)
  return material !== null && material.archivedAt === null
}
