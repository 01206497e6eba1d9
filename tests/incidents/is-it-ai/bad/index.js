'use strict'

const { clean } = require('tide-shape-core')
const { correlation } = require('./lib/correlation')

/** Return how much a series looks like a tide, between 0 and 1. */
function score (series) {
  const usable = clean(series)
  if (usable.length < 13) return 0
  return Math.max(0, correlation(usable, 12))
}

module.exports = { score, isItTidal: (series) => score(series) > 0.6 }
