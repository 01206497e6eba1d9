'use strict'

const { width } = require('./lib/width')
const { pad } = require('./lib/pad')

/**
 * Lay out rows of text.
 * @param {unknown[][]} rows
 * @param {{ header?: boolean, gap?: number, align?: ('left'|'right')[] }} [options]
 */
function table (rows, options = {}) {
  const cells = rows.map((row) => row.map(String))
  const columns = Math.max(0, ...cells.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, place) =>
    Math.max(...cells.map((row) => width(row[place] ?? ''))))
  const gap = ' '.repeat(options.gap ?? 2)
  const lines = cells.map((row) =>
    row.map((cell, place) => pad(cell, widths[place], options.align?.[place])).join(gap).trimEnd())
  if (options.header) lines.splice(1, 0, widths.map((size) => '-'.repeat(size)).join(gap))
  return lines.join('\n')
}

module.exports = { table, width }
