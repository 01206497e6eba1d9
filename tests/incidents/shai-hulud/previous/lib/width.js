'use strict'

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/u

/** Return how many columns a text takes. */
function width (text) {
  let columns = 0
  for (const char of text.normalize('NFC')) columns += WIDE.test(char) ? 2 : 1
  return columns
}

module.exports = { width }
