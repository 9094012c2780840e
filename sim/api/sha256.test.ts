import { describe, expect, it } from 'vitest'
import { sha256 } from './sha256.ts'

describe('sha256', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['vol-1csi.emc2.example.comnodo1', 'b2b69b1ec023841c91a3c5b1c999ea29cdb38bb0c95ad13b6d0f83946a446450'],
    ['a'.repeat(1000), '41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3'],
  ])('%#', (text, digest) => expect(sha256(text)).toBe(digest))
})
