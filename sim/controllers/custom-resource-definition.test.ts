import { expect, it } from 'vitest'
import { customResourceDefinitions } from '../api/refs.ts'
import type { CustomResourceDefinition } from '../generated/types.ts'
import { createCustomResourceDefinitionController } from './custom-resource-definition.ts'
import { serverFixture } from './fixture.ts'

function definition(plural: string, kind: string): CustomResourceDefinition {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }
  return {
    metadata: { name: `${plural}.timonel.dev` },
    spec: {
      group: 'timonel.dev',
      scope: 'Namespaced',
      names: { plural, kind },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  }
}

it('accepts names, once, and not those that another has', async () => {
  const { clock, client, errors } = await serverFixture(createCustomResourceDefinitionController)
  await client.create(customResourceDefinitions, definition('blogs', 'Blog'))
  await clock.advance(1000)
  const told = async (name: string): Promise<string[] | undefined> =>
    (await client.get(customResourceDefinitions, '', name))?.status?.conditions?.map(
      ({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`,
    )
  expect(await told('blogs.timonel.dev')).toEqual([
    'NamesAccepted=True NoConflicts: no conflicts found',
    'Established=True InitialNamesAccepted: the initial names have been accepted',
  ])
  await client.create(customResourceDefinitions, definition('others', 'Blog'))
  await clock.advance(1000)
  expect(await told('others.timonel.dev')).toEqual([
    'NamesAccepted=False KindConflict: "Blog" is already in use',
    'Established=False NotAccepted: not all names are accepted',
  ])
  expect(errors).toEqual([])
})
