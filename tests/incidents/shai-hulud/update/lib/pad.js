'use strict'

const { width } = require('./width')

/** Return a text filled up to a number of columns. */
function pad (text, columns, align = 'left') {
  const fill = ' '.repeat(Math.max(0, columns - width(text)))
  return align === 'right' ? fill + text : text + fill
}

module.exports = { pad }
