// Names from metadata.generateName. k8s: apiserver/pkg/storage/names/generate.go, apimachinery/pkg/util/rand

// Without vowels and look-alikes, so that no name is a word.
const alphabet = 'bcdfghjklmnpqrstvwxz2456789'
const randomLength = 5
const nameLengthMax = 63

/** `base`, cut if need be, and five random characters. */
export function generateName(base: string, random: () => number): string {
  let suffix = ''
  for (let index = 0; index < randomLength; index++) suffix += alphabet[Math.floor(random() * alphabet.length)]
  return base.slice(0, nameLengthMax - randomLength) + suffix
}
