'use strict'

require('./lib/shape')

/** Return a series without gaps. */
function clean (series) {
  return series.filter(Number.isFinite)
}

module.exports = { clean }
