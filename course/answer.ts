// What of a lab's files goes to the cluster as manifests, and what goes by helm; and a whole answer, applied step by step.
import { applyAs } from './as-user.ts'
import type { Lab, LabFile } from './catalogue.ts'
import { runHelm } from './helm.ts'
import type { AppliedDocument, ApplyReport, WorkFile } from './session.ts'

/** In an answer's folder of a helm lab: the lines of helm that finish it, one a line; # for remarks, a hyphen in front of one that may fail. */
const ordersFile = 'ordenes.txt'

/** The learner's files as «Aplicar» takes them: what only helm reads is left out, and told so. @param user who applies them all; without, each file's own */
export async function applyWork(kubeconfig: string, lab: Lab, files: WorkFile[], user?: string): Promise<ApplyReport> {
  if (!lab.helm) return applyAs(kubeconfig, lab, files, user)
  const left = files.filter(isForHelm).map(leftToHelm)
  const manifests = files.filter((file) => !isForHelm(file))
  const report = await applyAs(kubeconfig, lab, manifests, user)
  return { documents: [...report.documents, ...left], ok: report.ok }
}

/**
 * An answer, a seed or a submission: its manifests, then its lines of helm on the lab's files with its own in their place.
 * @param afterLine called after each line of helm, before the next: what somebody who types them waits for
 */
export async function applyAnswer(
  kubeconfig: string,
  lab: Lab,
  files: LabFile[],
  afterLine: () => Promise<unknown> = () => Promise.resolve(),
): Promise<ApplyReport> {
  if (!lab.helm) return applyAs(kubeconfig, lab, files)
  const manifests = files.filter((file) => !isForHelm(file) && file.name !== ordersFile)
  const documents = manifests.length > 0 ? (await applyAs(kubeconfig, lab, manifests)).documents : []
  const named = new Map([...lab.files, ...files].map((file) => [file.name, file]))
  named.delete(ordersFile)
  const orders = files.find(({ name }) => name === ordersFile)?.text ?? ''
  for (const [index, line] of orders.split('\n').entries()) {
    if (!/^\s*[^#\s]/.test(line)) continue
    const mayFail = /^\s*-/.test(line)
    const order = line.replace(/^\s*-/, '').trim()
    const { code, output } = await runHelm({ line: order, files: [...named.values()], kubeconfig })
    await afterLine()
    const fine = code === 0 || mayFail
    documents.push({
      file: ordersFile,
      line: index + 1,
      object: order,
      outcome: fine ? 'configured' : 'refused',
      message: fine ? '' : 'helm no ha podido.',
      ...(fine ? {} : { server: output.trim() }),
    })
  }
  const ok = documents.length > 0 && documents.every(({ outcome }) => outcome !== 'refused' && outcome !== 'skipped')
  return { documents, ok }
}

/** A file of a chart, or values: a text that says neither what API nor what kind it is. */
function isForHelm({ name, text }: WorkFile): boolean {
  if (name === ordersFile) return false
  return name.includes('/') || (/^[^#\s]/m.test(text) && !/^\s*["']?(?:apiVersion|kind)["']?\s*:/m.test(text))
}

function leftToHelm({ name }: WorkFile): AppliedDocument {
  const message = name.includes('/')
    ? 'Es de un chart: no es un manifiesto hasta que helm rellena sus huecos. Escribe la orden de helm debajo.'
    : `Aquí no hay ni apiVersion ni kind, así que serán valores: se los das a helm con -f ${name}.`
  return { file: name, line: 1, outcome: 'skipped', message }
}
