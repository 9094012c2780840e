// Resources that somebody adds to the API, with kubectl; what it says is what it says to a real API server.
import { expect, it } from 'vitest'
import { describeKubectl } from './session.ts'

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: blogs.timonel.dev}
spec:
  group: timonel.dev
  scope: Namespaced
  names: {plural: blogs, kind: Blog, shortNames: [bl], categories: [all]}
  versions:
  - name: v1
    served: true
    storage: true
    subresources:
      status: {}
      scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}
    additionalPrinterColumns:
    - {name: Replicas, type: integer, jsonPath: .spec.replicas}
    schema:
      openAPIV3Schema:
        type: object
        required: [spec]
        properties:
          spec:
            type: object
            required: [titulo]
            properties:
              titulo: {type: string, minLength: 3, maxLength: 8, pattern: '^[a-z ]+$'}
              replicas: {type: integer, minimum: 1, maximum: 5, default: 1}
              modo: {type: string, enum: [a, b]}
              lista: {type: array, minItems: 1, maxItems: 2, items: {type: string}}
              mapa: {type: object, additionalProperties: {type: integer}}
              puerto: {x-kubernetes-int-or-string: true}
              libre: {type: object, x-kubernetes-preserve-unknown-fields: true}
          status: {type: object, properties: {replicas: {type: integer}}}
`

const blog = (name: string, spec: object): string =>
  JSON.stringify({ apiVersion: 'timonel.dev/v1', kind: 'Blog', metadata: { name }, spec })

describeKubectl('custom resources', 0, ({ kubectl, output }) => {
  it('none at first, and their kinds unknown', async () => {
    expect(await kubectl('get crd')).toEqual({ code: 0, stdout: '', stderr: 'No resources found\n' })
    const pool = '{"apiVersion":"karpenter.sh/v1","kind":"NodePool","metadata":{"name":"gpu"}}'
    expect((await kubectl('apply -f -', pool)).stderr).toBe(
      'error: resource mapping not found for name: "gpu" namespace: "" from "STDIN": no matches for kind "NodePool" in version "karpenter.sh/v1"\nensure CRDs are installed first\n',
    )
  })

  it('a definition makes a resource: names, columns, categories, explain', async () => {
    await output('create -f -', definition)
    expect(await output('wait --for=condition=Established crd/blogs.timonel.dev --timeout=10s')).toBe(
      'customresourcedefinition.apiextensions.k8s.io/blogs.timonel.dev condition met\n',
    )
    expect(await output('api-resources --api-group=timonel.dev --no-headers')).toBe(
      'blogs   bl    timonel.dev/v1   true   Blog\n',
    )
    expect(await output('create -f -', blog('uno', { titulo: 'hola', libre: { a: { b: 1 } } }))).toBe(
      'blog.timonel.dev/uno created\n',
    )
    expect(await output('get bl')).toBe('NAME   REPLICAS\nuno    1\n')
    expect(await output('get all -o name')).toContain('blog.timonel.dev/uno\n')
    expect(await output('get blog uno -o jsonpath={.spec}')).toBe(
      '{"libre":{"a":{"b":1}},"replicas":1,"titulo":"hola"}',
    )
    expect(await output('explain blog.spec.replicas')).toMatch(/^GROUP: +timonel\.dev\n[^]*FIELD: replicas <integer>\n/)
  })

  const refused: [object, string][] = [
    [{ replicas: 2 }, 'spec.titulo: Required value'],
    [{ titulo: null }, 'spec.titulo: Required value'],
    [{ titulo: 3 }, 'spec.titulo: Invalid value: "integer": spec.titulo in body must be of type string: "integer"'],
    [{ titulo: 'ho' }, 'spec.titulo: Invalid value: "ho": spec.titulo in body should be at least 3 chars long'],
    [{ titulo: 'HOLA' }, `spec.titulo: Invalid value: "HOLA": spec.titulo in body should match '^[a-z ]+$'`],
    [{ titulo: 'hola hola hola' }, 'spec.titulo: Too long: may not be more than 8 bytes'],
    [
      { titulo: 'hola', replicas: 9 },
      'spec.replicas: Invalid value: 9: spec.replicas in body should be less than or equal to 5',
    ],
    [
      { titulo: 'hola', replicas: 0 },
      'spec.replicas: Invalid value: 0: spec.replicas in body should be greater than or equal to 1',
    ],
    [{ titulo: 'hola', modo: 'c' }, 'spec.modo: Unsupported value: "c": supported values: "a", "b"'],
    [{ titulo: 'hola', lista: [] }, 'spec.lista: Invalid value: 0: spec.lista in body should have at least 1 items'],
    [{ titulo: 'hola', lista: ['a', 'b', 'c'] }, 'spec.lista: Too many: 3: must have at most 2 items'],
    [
      { titulo: 'hola', mapa: { a: 'b' } },
      'spec.mapa.a: Invalid value: "string": spec.mapa.a in body must be of type integer: "string"',
    ],
    [
      { titulo: 'hola', puerto: true },
      'spec.puerto: Invalid value: "boolean": spec.puerto in body must be of type integer,string: "boolean"',
    ],
  ]
  it('what does not fit the schema is refused, with every reason', async () => {
    const all = refused.map(([spec], index) => blog(`malo-${index}`, spec)).join('\n---\n')
    expect((await kubectl('create -f -', all)).stderr.trimEnd().split('\n')).toEqual(
      refused.map(
        ([, sentence], index) =>
          `Error from server (Invalid): error when creating "STDIN": Blog.timonel.dev "malo-${index}" is invalid: ${sentence}`,
      ),
    )
  })

  it('what the schema does not know is refused, or taken out', async () => {
    const unknown = blog('malo', { titulo: 'hola', nada: 1, otra: { x: 2 } })
    expect((await kubectl('create -f -', unknown)).stderr).toBe(
      'Error from server (BadRequest): error when creating "STDIN": Blog in version "v1" cannot be handled as a Blog: strict decoding error: unknown field "spec.nada", unknown field "spec.otra"\n',
    )
    await output('create --validate=false -f -', unknown)
    expect(await output('get blog malo -o jsonpath={.spec}')).toBe('{"replicas":1,"titulo":"hola"}')
  })

  it('apply, patch, status, scale', async () => {
    expect(await output('apply -f -', blog('ap', { titulo: 'hola' }))).toBe('blog.timonel.dev/ap created\n')
    expect(await output('apply -f -', blog('ap', { titulo: 'adios' }))).toBe('blog.timonel.dev/ap configured\n')
    expect((await kubectl(['patch', 'blog', 'uno', '-p', '{"spec":{"replicas":3}}'])).stderr).toBe(
      'error: application/strategic-merge-patch+json is not supported by timonel.dev/v1, Kind=Blog: the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml\n',
    )
    expect(await output(['patch', 'blog', 'uno', '--type=merge', '-p', '{"status":{"replicas":3}}'])).toBe(
      'blog.timonel.dev/uno patched (no change)\n',
    )
    await output(['patch', 'blog', 'uno', '--type=merge', '--subresource=status', '-p', '{"status":{"replicas":3}}'])
    expect(await output('scale blog uno --replicas=4')).toBe('blog.timonel.dev/uno scaled\n')
    const shown = '{.spec.replicas} {.status.replicas} {.metadata.generation}'
    expect(await output(['get', 'blog', 'uno', '-o', `jsonpath=${shown}`])).toBe('4 3 2')
  })

  it('goes with its definition, and so do its objects', async () => {
    expect(await output('delete crd blogs.timonel.dev')).toBe(
      'customresourcedefinition.apiextensions.k8s.io "blogs.timonel.dev" deleted\n',
    )
    expect((await kubectl('get --raw /apis/timonel.dev/v1/blogs')).stderr).toMatch(/could not find the requested/)
    await output('create -f -', definition)
    await output('wait --for=condition=Established crd/blogs.timonel.dev --timeout=10s')
    expect((await kubectl('get blogs')).stderr).toBe('No resources found in default namespace.\n')
  })

  it('a definition is judged too', async () => {
    const broken = `{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"x.y"},"spec":{"group":"timonel.dev","scope":"Nada","names":{"plural":"others","kind":"Other"},"versions":[{"name":"v1","served":true,"storage":true}]}}`
    expect((await kubectl('create -f -', broken)).stderr).toBe(
      'The CustomResourceDefinition "x.y" is invalid: \n* metadata.name: Invalid value: "x.y": must be spec.names.plural+"."+spec.group\n* spec.scope: Unsupported value: "Nada": supported values: "Cluster", "Namespaced"\n* spec.versions[0].schema.openAPIV3Schema: Required value\n',
    )
  })
})
