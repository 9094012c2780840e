// POST /api/labs/<lab>/<verb>: the lab page's actions.
import { answer, bodyOf } from '../../../../_server/answer.ts'
import { learner } from '../../../../_server/learner.ts'
import { runtime } from '../../../../_server/runtime.ts'
import { verbs } from '../../../../_server/verbs.ts'

export async function POST(request: Request, { params }: { params: Promise<{ lab: string; verb: string }> }) {
  const { lab, verb } = await params
  const act = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  if (!act) return new Response(null, { status: 404 })
  return answer(async () => act(runtime().session.workbench(await learner(), lab), await bodyOf(request)))
}
