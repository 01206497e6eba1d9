'use strict'

/** Return the correlation of a series with itself, some hours later. */
function correlation (series, lag) {
  const first = series.slice(0, series.length - lag)
  const second = series.slice(lag)
  const mean = (list) => list.reduce((sum, one) => sum + one, 0) / list.length
  const a = mean(first)
  const b = mean(second)
  let both = 0
  let left = 0
  let right = 0
  for (let place = 0; place < first.length; place++) {
    both += (first[place] - a) * (second[place] - b)
    left += (first[place] - a) ** 2
    right += (second[place] - b) ** 2
  }
  return both / Math.sqrt(left * right || 1)
}

module.exports = { correlation }
