'use strict'

exports.checksum = (buffer) => {
  let sum = 7
  for (const byte of buffer) sum = (Math.imul(sum, 31) + byte) >>> 0
  return sum
}
