// GET /api/labs/<lab>/kubeconfig: the learner's own cluster, for kubectl.
import { problemOf } from '../../../../_server/answer.ts'
import { learner } from '../../../../_server/learner.ts'
import { runtime } from '../../../../_server/runtime.ts'

export async function GET(_request: Request, { params }: { params: Promise<{ lab: string }> }) {
  const { lab } = await params
  try {
    const { kubeconfig } = await runtime()
      .session.workbench(await learner(), lab)
      .cluster()
    return new Response(kubeconfig, {
      headers: {
        'content-type': 'application/yaml; charset=utf-8',
        'content-disposition': `attachment; filename="timonel-${lab.replaceAll(/[^a-z0-9-]/g, '')}.yaml"`,
        'cache-control': 'no-store',
      },
    })
  } catch (error) {
    return Response.json(problemOf(error), { status: 409 })
  }
}
