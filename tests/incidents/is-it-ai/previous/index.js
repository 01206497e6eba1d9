'use strict'

const { correlation } = require('./lib/correlation')

/** Return how much a series looks like a tide, between 0 and 1. */
function score (series) {
  if (series.length < 13) return 0
  return Math.max(0, correlation(series, 12))
}

module.exports = { score, isItTidal: (series) => score(series) > 0.6 }
